"""The screens: what stands on them, how many queries they take, and how they answer bad input."""

from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from yakuba.ground.files.tests.samples import PDF
from yakuba.rooms.cases.actions import issuance, outside, review
from yakuba.rooms.cases.models import IssuedLetter, Paper, StepVisit
from yakuba.rooms.cases.tests.conftest import HIGH, LOW, Office
from yakuba.rooms.cases.tests.test_correction import ask, corrected

pytestmark = pytest.mark.django_db
MOST_QUERIES = 15


@pytest.fixture
def browser(office: Office, login) -> Client:
    return login(Client(), office.cast.clerk)


def page(browser: Client, name: str, *args, **query) -> str:
    response = browser.get(reverse(name, args=args), query)
    assert response.status_code == 200, response.status_code
    return unescape(response.content.decode())


def send(browser: Client, office: Office, name: str, case_id, *more, **data):
    data.setdefault("seen", office.seen(case_id))
    return browser.post(reverse(name, args=[case_id, *more]), data)


def queries(browser: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as taken:
        assert browser.get(url).status_code == 200
    return len(taken)


def test_the_desk_shows_what_waits_with_its_deadline(office: Office, browser: Client):
    case_id = office.to("review")
    shown = page(browser, "cases:desk")

    assert office.case(case_id).number in shown and "あさひ商店" in shown
    assert "審査中" in shown and "あと" in shown
    assert reverse("cases:case", args=[case_id]) in shown


def test_the_desk_takes_few_queries_however_many_cases_there_are(office: Office, browser: Client):
    office.to("review")
    url = reverse("cases:desk")
    browser.get(url)
    few = queries(browser, url)
    for number in range(8):
        office.file(wording=f"看板{number}")
    many = queries(browser, url + "?tab=section")

    assert many <= max(few, MOST_QUERIES) <= MOST_QUERIES


@pytest.mark.parametrize("typed", ["あさひ", "アサヒ", "R8-0001", "r8 0001", "ミホン", "みほん 商店"])
def test_a_case_is_found_by_number_name_kana_and_content(office: Office, browser: Client, typed: str):
    office.to("review")
    office.file(
        wording="ほかの店", name={"family": "別", "given": "人", "family_kana": "ベツ", "given_kana": "ジン"}
    )
    shown = page(browser, "cases:desk", tab="section", q=typed)

    assert "あさひ商店" in shown and "ほかの店" not in shown


def test_filters_narrow_and_say_when_nothing_is_left(office: Office, browser: Client):
    office.to("review")

    assert "あさひ商店" in page(browser, "cases:desk", tab="section", state="review", procedure="signboard")
    assert "当てはまる案件はありません" in page(browser, "cases:desk", tab="section", channel="post")
    assert "当てはまる案件はありません" in page(
        browser, "cases:desk", tab="section", due="late", page="9999999"
    )


def test_pages_of_the_desk_follow_each_other(office: Office, browser: Client):
    for number in range(27):
        office.file(wording=f"看板{number:02}")
    first, second = (page(browser, "cases:desk", tab="inbox", page=number) for number in (1, 2))

    assert "看板00" in first and "看板26" not in first
    assert "看板26" in second and "27件" in second


def test_another_section_sees_neither_the_desk_line_nor_the_case(office: Office, login):
    case_id = office.to("review")
    stranger = login(Client(), office.cast.other_clerk)

    assert "あさひ商店" not in page(stranger, "cases:desk", tab="section")
    missing = stranger.get(reverse("cases:case", args=["01a19a33-0f80-7906-a60f-a331d8ea7258"]))
    hidden = stranger.get(reverse("cases:case", args=[case_id]))
    assert missing.status_code == hidden.status_code == 404
    assert stranger.post(reverse("cases:note", args=[case_id]), {"seen": 1, "text": "x"}).status_code == 404


@pytest.mark.parametrize(
    "state", ["received", "review", "drafting", "circulating", "assessing", "payment", "issue", "closing"]
)
def test_the_case_page_tells_what_to_do_in_every_state_within_its_queries(
    office: Office, browser: Client, state: str
):
    case_id = office.to(state)
    url = reverse("cases:case", args=[case_id])
    shown = page(browser, "cases:case", case_id)

    assert "いま、すること" in shown and "1,200円" in shown and "段階の記録" in shown
    assert len(shown.encode()) < 60_000
    assert queries(browser, url) <= MOST_QUERIES


def test_the_fullest_case_page_stays_within_its_queries(office: Office, browser: Client):
    case_id = office.to("review")
    ask(office, case_id)
    corrected(office, case_id, wording="あさひ商会")
    send(browser, office, "cases:note", case_id, text="電話で確かめた")
    office.review(case_id, HIGH)
    opinion = office.case(case_id).opinions.get()
    outside.give_opinion(
        case_id, opinion.id, actor=office.cast.other_clerk, seen=office.seen(case_id), result="agree", text=""
    )
    office.press(office.draft(case_id), office.cast.chief, "send_back", "条件を加えること")
    office.decide(office.draft(case_id))
    office.assess(case_id)
    office.pay(case_id)
    office.issue(case_id)
    url = reverse("cases:case", args=[case_id])
    shown = page(browser, "cases:case", case_id)

    for words in (
        "変更あり",
        "電話で確かめた",
        "住民係",
        "差戻し",
        "条件を加えること",
        "納付を確認",
        "台帳 A-1",
    ):
        assert words in shown, words
    assert queries(browser, url) <= MOST_QUERIES


def test_the_page_of_an_ended_case_offers_nothing_more(office: Office, browser: Client):
    case_id = office.to("closing")
    issuance.make_pdf(IssuedLetter.objects.get().id)
    assert send(browser, office, "cases:closing", case_id, act="done").status_code == 302
    shown = page(browser, "cases:case", case_id)

    assert "もうすることはありません" in shown and "補正を求める</a>" not in shown
    assert "あさひ商店" in page(browser, "cases:desk", tab="closed")


def test_a_review_is_finished_from_its_page(office: Office, browser: Client):
    case_id = office.to("review")
    response = send(
        browser,
        office,
        "cases:checklist",
        case_id,
        act="done",
        tick=["place", "strong"],
        **{"s-danger": "low"},
    )

    assert response.status_code == 302
    assert office.case(case_id).state == "drafting"


def test_a_review_that_lacks_something_keeps_what_was_ticked_and_typed(office: Office, browser: Client):
    case_id = office.to("review")
    response = send(
        browser, office, "cases:checklist", case_id, act="done", tick=["place"], **{"s-danger": "low"}
    )
    shown = unescape(response.content.decode())

    assert response.status_code == 422
    assert "構造が安全" in shown and "まだ確かめていない項目があります" in shown
    assert 'value="place" checked' in shown and 'value="strong" checked' not in shown
    assert office.case(case_id).state == "review"


def test_a_review_without_its_answer_says_so_at_the_question(office: Office, browser: Client):
    case_id = office.to("review")
    response = send(browser, office, "cases:checklist", case_id, act="done", tick=["place", "strong"])

    assert response.status_code == 422
    assert 'href="#s-danger' in response.content.decode()


def test_an_unfinished_review_is_kept(office: Office, browser: Client):
    case_id = office.to("review")
    assert send(browser, office, "cases:checklist", case_id, act="keep", tick=["place"]).status_code == 302

    assert list(StepVisit.objects.get(case_id=case_id, step_key="review").ticks) == ["place"]


def test_a_stale_page_answers_409_and_keeps_what_was_typed(office: Office, browser: Client):
    case_id = office.to("review")
    seen = office.seen(case_id)
    review.keep_findings(case_id, actor=office.cast.chief, seen=seen, found=LOW)
    response = send(browser, office, "cases:note", case_id, seen=seen, text="書きかけのメモ")
    shown = unescape(response.content.decode())

    assert response.status_code == 409
    assert "内容が変わりました" in shown and "書きかけのメモ" in shown
    assert not Paper.objects.exists()


@pytest.mark.parametrize("seen", ["", "x", "-1", "９", "99999999999"])
def test_a_form_without_a_good_version_is_stale(office: Office, browser: Client, seen: str):
    case_id = office.to("received")

    assert send(browser, office, "cases:acceptance", case_id, seen=seen).status_code == 409
    assert office.case(case_id).state == "received"


def test_a_double_click_ends_on_the_case_page_and_acts_once(office: Office, browser: Client):
    case_id = office.to("received")
    seen = office.seen(case_id)
    first = send(browser, office, "cases:acceptance", case_id, seen=seen, act="done")
    second = send(browser, office, "cases:acceptance", case_id, seen=seen, act="done")

    assert first.status_code == second.status_code == 302
    assert office.seen(case_id) == seen + 1
    assert "もう済んでいます" in page(browser, "cases:case", case_id)


def test_a_correction_is_asked_for_on_its_page_and_mistakes_keep_the_text(office: Office, browser: Client):
    case_id = office.to("review")
    assert "看板の文" in page(browser, "cases:correction", case_id)
    wrong = send(
        browser,
        office,
        "cases:correction",
        case_id,
        question_keys=["wording"],
        text="直してください",
        due_on="昭和65年1月1日",
    )
    shown = unescape(wrong.content.decode())
    assert wrong.status_code == 422
    assert "直してください" in shown and "昭和65年1月1日" in shown and 'value="wording" checked' in shown

    right = send(
        browser,
        office,
        "cases:correction",
        case_id,
        question_keys=["wording"],
        text="直してください",
        due_on="令和8年11月20日",
    )
    assert right.status_code == 302
    assert office.case(case_id).state == "correction"


def test_the_draft_is_previewed_with_letter_and_route_before_it_goes_out(office: Office, browser: Client):
    case_id = office.to("drafting")
    shown = page(browser, "cases:drafting", case_id)
    assert "看板占用許可書" in shown and "〔文書番号〕" in shown and "建設課長" in shown

    preview = send(
        browser,
        office,
        "cases:drafting",
        case_id,
        act="preview",
        decision="permit",
        conditions="灯りを消すこと",
    )
    assert "灯りを消すこと" in unescape(preview.content.decode())
    assert office.case(case_id).state == "drafting"
    assert send(browser, office, "cases:drafting", case_id, act="draft", decision="permit").status_code == 302
    assert office.case(case_id).state == "circulating"


def test_a_refusal_without_its_reason_is_not_drafted(office: Office, browser: Client):
    case_id = office.to("drafting")
    response = send(
        browser, office, "cases:drafting", case_id, act="draft", decision="refuse", conditions="", reason=""
    )

    assert response.status_code == 422
    assert "不許可の理由を入力してください" in unescape(response.content.decode())


def test_the_drafting_page_takes_few_queries(office: Office, browser: Client):
    case_id = office.to("drafting")
    browser.get(reverse("cases:case", args=[case_id]))

    assert queries(browser, reverse("cases:drafting", args=[case_id])) <= 25


def test_a_memo_and_a_paper_stand_on_the_page_and_the_paper_opens_only_through_the_case(
    office: Office, browser: Client, login
):
    case_id = office.to("review")
    upload = SimpleUploadedFile("現場.pdf", PDF)
    assert send(browser, office, "cases:note", case_id, text="現場を見た", files=upload).status_code == 302
    shown = page(browser, "cases:case", case_id)
    file_id = Paper.objects.get(file_id__isnull=False).file_id
    url = reverse("cases:file", args=[case_id, file_id])

    assert "現場を見た" in shown and "現場.pdf" in shown
    answer = browser.get(url)
    assert answer.status_code == 200 and answer["Content-Disposition"].startswith("attachment")
    assert b"".join(answer.streaming_content) == PDF
    other = office.file(wording="二枚目")
    assert browser.get(reverse("cases:file", args=[other, file_id])).status_code == 404
    assert login(Client(), office.cast.other_clerk).get(url).status_code == 404


def test_a_file_that_is_not_what_its_name_says_is_refused_and_the_memo_is_kept(
    office: Office, browser: Client
):
    case_id = office.to("review")
    upload = SimpleUploadedFile("写真.jpg", b"MZ\x90\x00" + b"\x00" * 200)
    response = send(browser, office, "cases:note", case_id, text="写真を添える", files=upload)

    assert response.status_code == 422
    assert "写真を添える" in unescape(response.content.decode())
    assert not Paper.objects.exists()


def test_issuing_and_delivering_from_the_page(office: Office, browser: Client):
    case_id = office.to("issue")
    missing = send(
        browser, office, "cases:issuance", case_id, act="done", delivery="counter", **{"s-plate": ""}
    )
    assert missing.status_code == 422
    given = {"act": "done", "delivery": "counter", "s-plate": "A-7"}
    assert send(browser, office, "cases:issuance", case_id, **given).status_code == 302
    letter = IssuedLetter.objects.get()
    assert "PDFを作成中" in page(browser, "cases:case", case_id)
    issuance.make_pdf(letter.id)
    assert "渡したことを記録する" in page(browser, "cases:case", case_id)
    assert send(browser, office, "cases:delivery", case_id, letter.id).status_code == 302
    assert send(browser, office, "cases:closing", case_id, act="done").status_code == 302
    assert office.case(case_id).state == "done"


def test_the_next_case_is_the_next_to_fall_due(office: Office, browser: Client, moved_clock):
    first = office.file(wording="一枚目")
    moved_clock.set(moved_clock.at.replace(day=4))
    second = office.file(wording="二枚目")

    assert browser.get(reverse("cases:next", args=[first]))["Location"] == reverse(
        "cases:case", args=[second]
    )
    assert browser.get(reverse("cases:next", args=[second]))["Location"] == reverse("cases:desk")


def test_assigning_and_withdrawing_have_their_pages(office: Office, browser: Client):
    case_id = office.to("review")
    assert "係長 二葉" in page(browser, "cases:assignment", case_id)
    given = {"act": "give", "assignee": str(office.cast.chief.id)}
    assert send(browser, office, "cases:assignment", case_id, **given).status_code == 302
    assert office.case(case_id).assignee_id == office.cast.chief.id
    assert send(browser, office, "cases:assignment", case_id, act="give", assignee="x").status_code == 422
    assert "元に戻せません" in page(browser, "cases:withdrawal", case_id)
    assert send(browser, office, "cases:withdrawal", case_id, reason="").status_code == 422
    assert send(browser, office, "cases:withdrawal", case_id, reason="電話で本人から").status_code == 302
    assert office.case(case_id).state == "withdrawn"


def test_a_button_inside_a_question_never_ends_the_step(office: Office, browser: Client):
    case_id = office.to("review")
    for act in ("upload:danger", "dropfile:danger:1", "lookup:danger"):
        given = {"act": act, "tick": ["place", "strong"], "s-danger": "low"}
        assert send(browser, office, "cases:checklist", case_id, **given).status_code in (200, 302)
        assert office.case(case_id).state == "review"
