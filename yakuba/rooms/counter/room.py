"""What this room says of itself."""

from yakuba.ground.access.rights import Right
from yakuba.ground.manifest import MenuEntry, Room

ROOM = Room(
    key="counter",
    title="窓口",
    menu=(MenuEntry("窓口の受付", "counter:desk", Right.CASE_INTAKE, 20, "m"),),
    personal_data=(
        "代理人・使者の氏名",
        "本人確認に見た書類の種類(番号は控えない)",
        "紙の原本を読み取ったファイルと、原本の置き場所",
    ),
    keeps="受け付けたものは案件の文書の保存期間による。入力をやめたものの読み取りファイルは、やめたときに消す。",
)
