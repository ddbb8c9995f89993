"""What the room says about itself."""

from yakuba.ground.access.rights import Right
from yakuba.ground.manifest import MenuEntry, Room

ROOM = Room(
    key="records",
    title="文書・簿冊",
    menu=(MenuEntry("簿冊", "records:volumes", Right.RECORD_READ, 60, "f"),),
    personal_data=("収受簿の差出人の氏名", "簿冊に綴った文書の件名に含まれる氏名"),
    keeps="retention.toml の保存期間。満了後は廃棄の決裁による",
)
