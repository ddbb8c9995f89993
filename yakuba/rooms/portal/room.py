"""What this room says of itself."""

from yakuba.ground.access.rights import Right
from yakuba.ground.manifest import MenuEntry, Room

ROOM = Room(
    key="portal",
    title="国のポータルからの受付",
    menu=(MenuEntry("ポータルの取込み", "portal:uploads", Right.CASE_INTAKE, 25, "u"),),
    jobs={"portal.clear_uploads": "yakuba.rooms.portal.jobs.clear_uploads"},
    every={"portal.clear_uploads": 24 * 60},
    personal_data=("国のポータルから届いた申請のファイル(取込みが終わるまで)", "ポータルの受付番号"),
    keeps="取込みファイルは、終わったとき、または30日で消す。受け付けたものは案件の文書の保存期間による。",
)
