from yakuba.ground.access.rights import Right
from yakuba.ground.manifest import MenuEntry, Room

ROOM = Room(
    key="registers",
    title="台帳",
    menu=(MenuEntry("台帳", "registers:index", Right.REGISTER_READ, 50, "r"),),
    personal_data=("登録した人の氏名", "登録の内容(手続ごとに定める項目)"),
    keeps="登録が終了した日の属する年度の翌年度から、手続で定める年数",
)
