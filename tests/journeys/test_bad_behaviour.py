"""What goes wrong at real screens: double clicks, stale pages, no line, wrong files, others' addresses."""

import io
import zipfile
from uuid import uuid4

import pytest

from tests.journeys.matters import permit, written
from tests.journeys.visitor import Visitor
from yakuba.rooms.cases import door as cases
from yakuba.rooms.cases.models import Case

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey]


@pytest.mark.parametrize("js", [True, False], ids=["with-javascript", "without-javascript"])
def test_a_double_click_on_send_makes_one_case(js, resident):
    visitor, person = resident(1, js=js)
    visitor.open(f"/drafts/{written('water_supply', person)}/summary/")
    visitor.tick("内容に間違いはありません")
    visitor.page.get_by_role("button", name="申請を送る").dblclick()
    visitor.page.wait_for_url("**/receipt/")
    visitor.sees("申請を送りました")
    assert Case.objects.count() == 1


def test_a_line_that_is_down_loses_nothing_and_sends_when_it_is_back(resident):
    visitor, person = resident(2, js=True)
    draft = written("water_supply", person)
    visitor.open(f"/drafts/{draft}/pages/user/")
    visitor.write("電話番号", "0152-99-1234")
    visitor.page.context.set_offline(True)
    visitor.page.get_by_role("button", name="次へ進む").last.click()
    visitor.sees("通信が切れています", "入力は消えていません")
    assert visitor.page.get_by_label("電話番号").input_value() == "0152-99-1234"
    visitor.page.context.set_offline(False)
    visitor.press("次へ進む")
    visitor.open(f"/drafts/{draft}/summary/")
    visitor.sees("0152-99-1234")
    visitor.tick("内容に間違いはありません")
    visitor.page.context.set_offline(True)
    visitor.page.get_by_role("button", name="申請を送る").click()
    visitor.sees("通信が切れています")
    assert Case.objects.count() == 0
    visitor.page.context.set_offline(False)
    visitor.press("申請を送る")
    visitor.sees("申請を送りました")
    assert Case.objects.count() == 1


@pytest.mark.parametrize("js", [True, False], ids=["with-javascript", "without-javascript"])
def test_a_file_that_cannot_be_taken_is_told_and_the_other_answers_stay(js, resident, tmp_path):
    visitor, person = resident(3, js=js)
    visitor.open(f"/drafts/{written('disaster_certificate', person)}/pages/damage/")
    visitor.write("被害のようす", "物置の屋根が飛んだ")
    for name, body, message in bad_files():
        path = tmp_path / name
        path.write_bytes(body)
        visitor.attach("被害の写真", path)
        visitor.page.get_by_role("button", name="次へ進む").last.click()
        visitor.page.locator(".field-error:visible", has_text=message).first.wait_for()
        visitor.look()
        visitor.sees(f"「{name}」は")
        assert visitor.page.get_by_label("被害のようす").input_value() == "物置の屋根が飛んだ"


def bad_files() -> list[tuple[str, bytes, str]]:
    """Name, content, and words of the message (with JavaScript the first is told before it is sent)."""
    return [
        ("yane.jpg", b"\xff\xd8\xff\xe0" + bytes(60 * 1024 * 1024), "MBまでです"),
        ("jusho.pdf", b"MZ" + bytes(2000), "プログラムは受け取れません"),
        ("bakudan.zip", bomb(), "中身が大きすぎます"),
    ]


def bomb() -> bytes:
    """50 MB of nothing in 50 kB."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("0", bytes(50 * 1024 * 1024))
    return out.getvalue()


def test_an_approver_with_a_stale_page_is_told_to_read_again_and_keeps_the_reason(resident, staff):
    _visitor, person = resident(4, js=False)
    case = permit(person, until="circulating")
    clerk, chief = staff("kanri", js=True), staff("kakaricho", js=True)
    for approver in (clerk, chief):
        approver.open("/staff/approvals/")
        approver.follow(approver.page.locator("[data-rows] .row-link").first)
    clerk.press("引き戻す")
    chief.write("理由・意見", "区域図の縮尺を確かめてください。")
    with chief.page.expect_navigation() as got:
        chief.page.get_by_role("button", name="差し戻す").click()
    assert got.value.status == 409
    chief.look()
    chief.sees("書いた理由は下に残っています", "区域図の縮尺を確かめてください。")
    assert Case.objects.get(id=case.id).state == "drafting"


def test_what_is_anothers_looks_like_what_is_not_there(resident, visitors):
    visitor, person = resident(5, js=False)
    stranger, _other = resident(6, js=False)
    draft = written("water_supply", person)
    case = permit(person)
    letter = cases.status(token=case.status_token).letters[0].id
    own = f"/status/{case.status_token}/letters/{letter}/"
    assert visitor.page.request.get(visitor.home + own).status == 200
    nothing = uuid4()
    pairs = [
        (f"/drafts/{draft}/summary/", f"/drafts/{nothing}/summary/"),
        (f"/drafts/{draft}/pages/user/", f"/drafts/{nothing}/pages/user/"),
        (f"/drafts/{draft}/receipt/", f"/drafts/{nothing}/receipt/"),
        (f"/status/{case.status_token[:-1]}_/", f"/status/{nothing}/"),
        (f"/status/{'x' * 30}/letters/{letter}/", f"/status/{case.status_token}/letters/{nothing}/"),
        (f"/staff/cases/{case.id}/", f"/staff/cases/{nothing}/"),
    ]
    for theirs, nonsense in pairs:
        assert answer(stranger, theirs) == answer(stranger, nonsense), theirs
        assert answer(stranger, theirs)[0] == 404, theirs


def answer(visitor: Visitor, path: str) -> tuple[int, str]:
    """The status, and what stands on the page (its links to itself apart)."""
    got = visitor.page.goto(visitor.home + path)
    assert got
    visitor.look()
    return got.status, visitor.page.locator("main").inner_html()
