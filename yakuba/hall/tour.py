"""What there is to try in the demo, and as whom: shown on its first page and on the staff's sign-in page."""

from urllib.parse import urlencode

PASSWORD = "yakuba-demo"  # noqa: S105  (of the demo, shown on its pages)

STAFF = (
    ("kanri", "建設課 管理係員", "道路占用の受付・審査・補正・起案、紙や電話の受付"),
    ("kakaricho", "建設課 管理係長", "回議"),
    ("kacho", "建設課長", "決裁（専決）、代決・後閲"),
    ("suito", "会計課 出納係員", "窓口収納、領収書、日計"),
    ("kankyo", "環境課 生活環境係員", "犬の登録・死亡の届"),
    ("suido", "水道課 業務係員", "水道の届"),
    ("bosai", "総務課 防災係員", "罹災証明の現地調査"),
)
"""Sign-in name, post, what they do."""


def as_staff(login: str, path: str) -> str:
    """The staff's sign-in page with the name filled in, leading to `path`."""
    return f"/staff/sign-in/?{urlencode({'as': login, 'next': path})}"


def _line(title: str, text: str, url: str) -> dict[str, str]:
    return {"title": title, "text": text, "url": url}


DEMO_TOUR = {
    "password": PASSWORD,
    "staff": [
        {"login": login, "post": post, "text": text, "url": as_staff(login, "")}
        for login, post, text in STAFF
    ],
    "groups": [
        {
            "title": "町民として",
            "lines": [
                _line("申請する", "料金の計算、地図、図面、途中の保存", "/procedures/road_occupancy/"),
                _line(
                    "届いたメールを読む", "状況を見る、補正する、取り下げる、書類を受け取る", "/demo/mail/"
                ),
                _line(
                    "マイページを開く",
                    f"resident1@example.jp（パスワード {PASSWORD}）",
                    "/sign-in/",
                ),
            ],
        },
        {
            "title": "担当の係として（kanri）",
            "lines": [
                _line("審査・補正・起案", "わたしの机から案件を開く", as_staff("kanri", "/staff/cases/")),
                _line(
                    "紙・電話・郵送の受付", "オンラインと同じ案件になる", as_staff("kanri", "/staff/counter/")
                ),
                _line("台帳", "許可したものの一覧", as_staff("kanri", "/staff/registers/")),
                _line(
                    "簿冊・収受簿・文書番号簿", "完結した文書と保存期間", as_staff("kanri", "/staff/records/")
                ),
            ],
        },
        {
            "title": "決裁する人・会計として",
            "lines": [
                _line("係長の回議（kakaricho）", "承認、差戻し", as_staff("kakaricho", "/staff/approvals/")),
                _line("課長の決裁（kacho）", "スマートフォンでも", as_staff("kacho", "/staff/approvals/")),
                _line(
                    "窓口収納（suito）", "おつり、領収書、日計", as_staff("suito", "/staff/payments/desk/")
                ),
            ],
        },
    ],
}
