from yakuba.ground.access.rights import Right
from yakuba.ground.manifest import MenuEntry, Room

ROOM = Room(
    key="payments",
    title="調定・収納",
    menu=(
        MenuEntry("窓口収納", "payments:desk", Right.PAYMENT_RECEIVE, 40, "p"),
        MenuEntry("調定・収納", "payments:assessments", Right.PAYMENT_READ, 41),
    ),
    tells=("Settled",),
    personal_data=("納入する人の氏名・住所", "納付した金額と日"),
    keeps="会計年度の翌年度から5年(見本。町の文書管理規程の年数に直す)",
)
