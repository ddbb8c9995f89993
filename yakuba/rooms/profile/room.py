"""What this room says of itself."""

from yakuba.ground.manifest import Room

ROOM = Room(
    key="profile",
    title="覚えていること",
    jobs={"profile.clear_untouched": "yakuba.rooms.profile.jobs.clear_untouched"},
    every={"profile.clear_untouched": 24 * 60},
    personal_data=(
        "本人の同意で覚えている、氏名・住所・電話・生年月日・世帯主・口座・事業者のこと・配偶者・子ども・介護を受ける人のこと(暗号化して保存)",
    ),
    keeps="本人が消すか、同意を取り消すまで。最後に使ってから2年で消える(見本の期間)。",
)
