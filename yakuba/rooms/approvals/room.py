"""What the room says about itself."""

from yakuba.ground.access.rights import Right
from yakuba.ground.manifest import MenuEntry, Room

ROOM = Room(
    key="approvals",
    title="起案・決裁",
    menu=(MenuEntry("決裁待ち", "approvals:inbox", Right.CASE_READ, 20, "i"),),
    tells=("Decided", "SentBack", "PulledBack"),
    personal_data=("起案の鑑と案文に書かれた氏名・住所など", "起案・決裁した職員の氏名と職"),
    keeps="元の事案の文書と同じ保存期間",
)
