"""What this room says of itself."""

from yakuba.ground.manifest import Room

ROOM = Room(
    key="applications",
    title="手続",
    jobs={
        "applications.expire_plans": "yakuba.rooms.applications.jobs.expire_plans",
        "applications.expire_bundles": "yakuba.rooms.applications.jobs.expire_bundles",
    },
    every={"applications.expire_plans": 24 * 60, "applications.expire_bundles": 24 * 60},
    personal_data=(
        "くらしの出来事の質問の答え（引っ越した日など）",
        "まとめ申請をあとで続けるためのメールアドレス",
    ),
    keeps="出来事の一覧とまとめ申請は、最後に触れてから90日。送ったものは案件に残る。",
)
