"""What there is to try in the demo, and as whom: shown on its first page and on the staff's sign-in page."""

from urllib.parse import urlencode

from yakuba.ground.languages import marked

PASSWORD = "yakuba-demo"  # noqa: S105  (of the demo, shown on its pages)

STAFF = (
    ("kanri", "建設課 管理係員", "道路占用の受付・審査・補正・起案、紙や電話の受付"),
    ("kakaricho", "建設課 管理係長", "回議"),
    ("kacho", "建設課長", "決裁（専決）、代決・後閲"),
    ("suito", "会計課 出納係員", "窓口収納、領収書、日計"),
    ("kankyo", "環境課 生活環境係員", "犬の登録・死亡の届"),
    ("suido", "水道課 業務係員", "水道の届"),
    ("bosai", "総務課 防災係員", "罹災証明の現地調査"),
    ("jido", "こども支援課 児童福祉係員", "児童手当"),
    ("kaigo", "保健福祉課 介護保険係員", "要介護認定、介護の給付"),
    ("jumin", "住民生活課 住民係員", "窓口、国のポータルの取込み"),
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
            "title": marked("町民として"),
            "lines": [
                _line(
                    marked("引っ越しの手続をまとめてする"),
                    marked("質問に答えると自分の一覧ができ、同じことは1回だけ聞かれる"),
                    "/life/moving/",
                ),
                _line(
                    marked("申請する"),
                    marked("料金の計算、地図、図面、途中の保存"),
                    "/procedures/road_occupancy/",
                ),
                _line(
                    marked("届いたメールを読む"),
                    marked("状況を見る、補正する、取り下げる、書類を受け取る"),
                    "/demo/mail/",
                ),
                _line(
                    marked("マイページを開く"),
                    "resident1@example.jp / " + PASSWORD,
                    "/sign-in/",
                ),
                _line(
                    marked("紙の様式を印刷する"),
                    marked("どの手続も、同じ質問の紙になる。書いたものを印刷して窓口にも出せる"),
                    "/procedures/child_allowance_claim/form.pdf",
                ),
            ],
        },
        {
            "title": marked("担当の係として（kanri）"),
            "lines": [
                _line(
                    marked("審査・補正・起案"),
                    marked("わたしの机から案件を開く"),
                    as_staff("kanri", "/staff/cases/"),
                ),
                _line(
                    marked("紙・電話・郵送の受付"),
                    marked("オンラインと同じ案件になる"),
                    as_staff("kanri", "/staff/counter/"),
                ),
                _line(
                    marked("国のポータルの取込み（jumin）"),
                    marked("ファイルの1行が1件の案件になる。直すところは行ごとに出る"),
                    as_staff("jumin", "/staff/portal/"),
                ),
                _line(
                    marked("案件をさがす"),
                    marked(
                        "終わった案件も。「高橋」で「髙橋」、かな・半角・電話・答えの中の言葉でも見つかる"
                    ),
                    as_staff("kanri", "/staff/cases/search/"),
                ),
                _line(marked("台帳"), marked("許可したものの一覧"), as_staff("kanri", "/staff/registers/")),
                _line(
                    marked("簿冊・収受簿・文書番号簿"),
                    marked("完結した文書と保存期間"),
                    as_staff("kanri", "/staff/records/"),
                ),
            ],
        },
        {
            "title": marked("決裁する人・会計として"),
            "lines": [
                _line(
                    marked("係長の回議（kakaricho）"),
                    marked("承認、差戻し"),
                    as_staff("kakaricho", "/staff/approvals/"),
                ),
                _line(
                    marked("課長の決裁（kacho）"),
                    marked("スマートフォンでも"),
                    as_staff("kacho", "/staff/approvals/"),
                ),
                _line(
                    marked("窓口収納（suito）"),
                    marked("おつり、領収書、日計"),
                    as_staff("suito", "/staff/payments/desk/"),
                ),
            ],
        },
    ],
}
