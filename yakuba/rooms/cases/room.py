"""The room's manifest."""

from yakuba.ground.access.rights import Right
from yakuba.ground.manifest import MenuEntry, Room

ROOM = Room(
    key="cases",
    title="案件",
    menu=(
        MenuEntry("わたしの机", "cases:desk", Right.CASE_READ, 10, "d"),
        MenuEntry("案件をさがす", "cases:search", Right.CASE_READ, 11, "/"),
    ),
    jobs={
        "cases.make_letter": "yakuba.rooms.cases.jobs.make_letter",
        "cases.wake": "yakuba.rooms.cases.jobs.wake",
    },
    every={"cases.wake": 60},
    tells=("CaseOpened", "CaseClosed"),
    personal_data=(
        "申請した人の氏名・かな・住所・電話・メールアドレス",
        "案件の内容を表す短い文",
        "審査の結果、合議の意見、内部メモ、添えた書類",
        "交付した文書の本文",
    ),
    keeps="完結した案件は、手続ごとの保存期間(様式版の文書分類)まで。廃棄は records の決裁による。",
)
