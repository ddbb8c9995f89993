"""What this room says of itself."""

from yakuba.ground.manifest import Room

ROOM = Room(
    key="answers",
    title="回答",
    jobs={"answers.expire_drafts": "yakuba.rooms.answers.jobs.expire_drafts"},
    every={"answers.expire_drafts": 24 * 60},
    personal_data=("申請に書かれたすべての答えと添付ファイル", "あとで続けるためのメールアドレス"),
    keeps="書きかけは最後に触れてから90日。送られたものは案件の文書の保存期間による。",
)
