"""道路占用許可: from a townsperson's phone, and from a paper at the counter, to a provable record."""

from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from pypdf import PdfReader

from tests.journeys import road_occupancy as road
from tests.journeys.conftest import Mails
from tests.journeys.errands import act, letter_number, open_case, take_money
from tests.journeys.visitor import DESKTOP, PHONE, Visitor
from yakuba.ground.calendar import clock
from yakuba.ground.journal.verifier.verify import verify

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey]


@pytest.mark.parametrize("js", [True, False], ids=["with-javascript", "without-javascript"])
def test_a_permit_goes_from_the_screen_to_a_filed_record(js, visitors, staff, mails, paper, tmp_path):
    phone, desktop = (PHONE, DESKTOP) if js else (DESKTOP, PHONE)
    wanted = road.wish()
    hanako = visitors(js=js, size=phone)
    find(hanako)
    begin(hanako)
    road.who(hanako, email="hanako@example.jp")
    road.where(hanako)
    hanako.press("保存してあとで続ける")
    hanako.sees("ここまでの内容を保存しました")
    # Another browser, by the mailed link; that also proves the address.
    hanako = visitors(js=js, size=desktop)
    hanako.open(mails("入力を続けるためのリンク"))
    hanako.press("続ける")
    number = finish(hanako, wanted, paper)
    brought = bring_on_paper(staff("jumin", js=js), wanted, paper)
    clerk, cashier = staff("kanri", js=js), staff("suito", js=js)
    take_in(clerk, number, brought)
    hanako = visitors(js=js, size=phone)
    correct_one_answer(clerk, hanako, mails, number)
    decide(clerk, staff("kakaricho", js=js), staff("kacho", js=js), number)
    status = mails("受け付けました")
    pay(clerk, cashier, hanako, status, number, wanted)
    letter_number = issue(clerk, number)
    download(hanako, mails("許可"), number, letter_number)
    close(clerk, number, letter_number)
    prove(number, tmp_path)


def find(visitor: Visitor) -> None:
    """By search and by topic; the guide says what it is, what it costs, how long, what to prepare."""
    visitor.open("/")
    visitor.write("手続をさがす", "看板")
    visitor.press("さがす")
    visitor.sees("「看板」で", "道路占用許可申請")
    visitor.open("/")
    visitor.press("道路・土地")
    visitor.press("道路占用許可申請")
    visitor.sees("14日(土日祝日と年末年始を除く)", "位置図", "1,900円", "町道に看板・足場・電柱・管など")


def begin(visitor: Visitor) -> None:
    """As a guest with an e-mail address."""
    visitor.press("この手続をはじめる")
    visitor.write("メールアドレス", "hanako@example.jp")
    visitor.press("メールアドレスで進む")


def finish(visitor: Visitor, wanted: road.Wish, paper: road.Paper) -> str:
    """From where it was left to the receipt; the receipt number."""
    visitor.sees("目的と場所")
    assert visitor.page.get_by_label("占用の目的").input_value() == "店の看板を取り付けるため"
    visitor.press("次へ進む")
    road.what(visitor)
    road.when(visitor, wanted)
    road.papers(visitor, paper)
    visitor.sees(
        "内容を確かめて送る", "斜里郡斜里町本町", "シャリ ハナコ", "町道本町通線", "突き出し看板", "投光器"
    )
    visitor.sees(road.yen(sum(wanted.fees)), "なぜこの金額になるのか")
    visitor.press("申請を送る")
    visitor.sees("まだ送っていません")
    visitor.tick("内容に間違いはありません")
    visitor.press("申請を送る")
    visitor.sees("申請を送りました", "確認のメールを送りました")
    return visitor.page.locator(".receipt-no").inner_text()


def bring_on_paper(clerk: Visitor, wanted: road.Wish, paper: road.Paper) -> str:
    """A paper that came yesterday, without an e-mail address, entered at the counter; its receipt number."""
    clerk.open("/staff/counter/")
    clerk.press("道路占用許可申請")
    clerk.choose("どの方法で届きましたか", "紙の申請書")
    clerk.write("届いた日", (clock.today() - timedelta(days=1)).isoformat())
    clerk.write("届いた時刻", "16:40")
    clerk.choose("だれが来ましたか", "本人")
    clerk.write("紙の原本の置き場所", "窓口の保管箱2番")
    clerk.attach("紙の原本を読み取ったファイル", paper("shinseisho.pdf"))
    clerk.press("質問に進む")
    road.who(clerk)
    road.where(clerk)
    clerk.press("次へ進む")
    road.what(clerk)
    road.when(clerk, wanted)
    road.papers(clerk, paper)
    clerk.tick("紙に書かれたとおりに入力したことを確かめました")
    clerk.press("受け付ける")
    clerk.sees("受け付けました", "受付票")
    return clerk.page.locator(".receipt-no").inner_text()


def take_in(clerk: Visitor, number: str, brought: str) -> None:
    """Both stand in the section's inbox with their deadlines; one page shows everything."""
    clerk.open("/staff/cases/")
    clerk.press("担当なし")
    clerk.sees(number, brought, "オンライン", "紙")
    clerk.press(number)
    clerk.sees("斜里 花子", "町道本町通線", "ichizu.pdf", "標準処理期間")
    clerk.press("自分が担当する")
    clerk.press("受け付ける")


def correct_one_answer(clerk: Visitor, hanako: Visitor, mails: Mails, number: str) -> None:
    """The clerk asks for one answer; the clock stops; the applicant mends just that."""
    clerk.press("補正を求める")
    clerk.tick("占用の目的")
    clerk.write("説明", "看板に書く店の名前も、目的に書いてください。")
    clerk.press("補正を求める")
    clerk.sees("補正", "時計は止まっています")
    hanako.open(mails("補正"))
    hanako.sees(number, "看板に書く店の名前も", "直すところ: 占用の目的")
    hanako.press("ここだけ直す")
    hanako.write("占用の目的", "店「あさひ商店」の看板を取り付けるため")
    hanako.press("次へ進む")
    hanako.tick("内容に間違いはありません")
    hanako.press("直した内容を送る")
    hanako.sees("直した内容を送りました")


def decide(clerk: Visitor, chief: Visitor, head: Visitor, number: str) -> None:
    """Checklist, 起案, 回議, 差戻し with a reason, 起案し直し, 専決."""
    open_case(clerk, number)
    clerk.sees("店「あさひ商店」の看板を取り付けるため")
    clerk.page.locator("#act .checklist label").first.click()
    clerk.press("途中を保存する")
    for box in clerk.page.locator("#act .checklist label").all()[1:]:
        box.click()
    clerk.press("審査を終えて次へ進む")
    clerk.press("起案する")
    clerk.write("許可条件", "歩行者の通路をあけてください。")
    clerk.press("通知文と回る順を見直す")
    clerk.sees("道路占用許可書", "管理係長", "建設課長", "歩行者の通路をあけてください。", "専決")
    clerk.press("起案する")
    act(chief, number, "承認する")
    act(head, number, "差し戻す", reason="通路の幅を数字で示してください。")
    open_case(clerk, number)
    clerk.sees("通路の幅を数字で示してください。")
    clerk.press("起案し直す")
    clerk.write("許可条件", "歩行者の通路を幅1.5m以上あけてください。")
    clerk.press("起案する")
    act(chief, number, "承認する")
    act(head, number, "決裁する")


def pay(
    clerk: Visitor, cashier: Visitor, hanako: Visitor, status: str, number: str, wanted: road.Wish
) -> None:
    """調定 for each fiscal year; the applicant sees what to pay; the cashier takes both."""
    open_case(clerk, number)
    clerk.press("調定する")
    hanako.open(status)
    hanako.sees("料金を納めてください", *map(road.yen, wanted.fees))
    for fee in wanted.fees:
        take_money(cashier, number, road.yen(fee), tendered=50000, change=road.yen(50000 - fee))


def issue(clerk: Visitor, number: str) -> str:
    """The section issues; the letter's 文書番号."""
    open_case(clerk, number)
    clerk.press("交付する")
    return letter_number(clerk)


def download(hanako: Visitor, status: str, number: str, letter_number: str) -> None:
    """The letter as PDF from the status page, with its number, name and place."""
    hanako.open(status)
    hanako.sees(number, "許可", letter_number)
    with hanako.page.expect_download() as got:
        hanako.page.get_by_role("link", name="道路占用許可書").click()
    text = "".join(page.extract_text() for page in PdfReader(got.value.path()).pages)
    plain = "".join(text.split())
    for words in (letter_number, "あさひ商店合同会社", "斜里花子", "町道本町通線", "幅1.5m以上"):
        assert words in plain, plain


def close(clerk: Visitor, number: str, letter_number: str) -> None:
    """完結, 簿冊, 台帳, and the story on the case page."""
    open_case(clerk, number)
    clerk.press("完結する")
    open_case(clerk, number, tab="closed")
    clerk.sees("もうすることはありません", letter_number, "台帳", "調定")
    story = clerk.page.locator("aside .timeline").last.inner_text()
    for happening in ("到達", "受付", "補正された", "差戻し", "決裁", "納付を確認", "交付", "完結"):
        assert happening in story, story
    clerk.press("台帳", within="aside")
    clerk.sees("道路占用台帳", "町道本町通線", "突き出し看板", "斜里 花子")
    clerk.open("/staff/records/")
    clerk.press("道路占用許可")
    clerk.sees(number)


def prove(number: str, folder: Path) -> None:
    """One file proves the case to somebody without a database."""
    file = folder / "evidence.zip"
    call_command("export_evidence", case=number, out=file, with_files=True, stdout=StringIO())
    report = verify(file)
    assert report.findings == [], report.text()
    assert report.counts["記録"] > 15
    assert report.unsealed[0] == 0
