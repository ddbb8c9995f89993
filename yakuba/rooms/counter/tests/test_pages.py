"""The pages a clerk walks through, without JavaScript."""

import html
import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from yakuba.ground.catalogue import shelf
from yakuba.rooms.answers import door as answers
from yakuba.rooms.cases.actions.correction import ask_correction
from yakuba.rooms.cases.models import Case
from yakuba.rooms.counter.actions import filing
from yakuba.rooms.counter.models import Intake
from yakuba.rooms.counter.reading.letters import letters
from yakuba.rooms.counter.tests.conftest import FRIDAY, a_scan, draft_of, typed

pytestmark = pytest.mark.django_db
MOST_QUERIES = 15


def at(name: str, *args: object) -> str:
    return reverse(f"counter:{name}", args=args)


def text_of(response: Any) -> str:
    return html.unescape(response.content.decode())


def only_intake() -> UUID:
    return Intake.objects.get().id


@pytest.fixture
def clerk(cast: Any, at_desk: Any) -> Client:
    client: Client = at_desk(cast.clerk)
    return client


@pytest.fixture
def other(cast: Any, at_desk: Any) -> Client:
    client: Client = at_desk(cast.other_clerk)
    return client


@pytest.fixture
def half(cast: Any, begin: Any, whole: Mapping[str, Any]) -> UUID:
    """A paper with everything on it, entered by the clerk of another section and not yet filed."""
    intake_id: UUID = begin(cast.other_clerk, whole, FRIDAY)
    return intake_id


@pytest.fixture
def lacking(cast: Any, begin: Any, whole: Mapping[str, Any]) -> UUID:
    """A paper that does not say what it is for."""
    given = {key: value for key, value in whole.items() if key != "purpose"}
    intake_id: UUID = begin(cast.other_clerk, given)
    return intake_id


def test_a_procedure_is_found_and_begun_from_the_desk(clerk: Client, road: shelf.EditionRef) -> None:
    page = text_of(clerk.get(at("desk"), {"q": "看板"}))
    assert "道路占用許可申請" in page
    assert at("intake", "road_occupancy") in page
    begun = clerk.post(at("intake", "road_occupancy"), typed())
    assert begun.url == at("entry", only_intake())
    first = clerk.get(begun.url, follow=True)
    assert "申請の種類" in text_of(first)
    assert 'class="desk-head"' in text_of(first)


def test_a_question_page_takes_an_answer_and_goes_on(clerk: Client, road: shelf.EditionRef) -> None:
    clerk.post(at("intake", "road_occupancy"), typed())
    page = at("page", only_intake(), "kind")
    seen = re.search(r'name="seen" value="([0-9a-f]*)"', text_of(clerk.get(page)))
    assert seen
    answer = {"q-application_kind": "new", "seen": seen[1], "act": "next"}
    assert clerk.post(page, answer).url == at("page", only_intake(), "applicant")
    assert clerk.post(page, {**answer, "act": "later"}).url == at("desk")


def test_an_arrival_in_the_future_is_refused_and_everything_typed_is_kept(
    clerk: Client, road: shelf.EditionRef
) -> None:
    answer = clerk.post(
        at("intake", "road_occupancy"),
        typed(
            arrived_on="令和8年11月3日", arrived_time="８時半", brought_by="agent", bearer_name="代理 太郎",
            scans=a_scan(),
        ),
    )  # fmt: skip
    page = text_of(answer)
    assert answer.status_code == 422
    assert "いまより先" in page
    for kept in ("令和8年11月3日", "８時半", "代理 太郎", "窓口の保管箱2番", "shinsei.pdf"):
        assert kept in page, kept
    assert not Intake.objects.exists()
    waiting = re.findall(r'name="waiting" value="([^"]+)"', page)
    mended = typed(brought_by="agent", bearer_name="代理 太郎", waiting=waiting)
    assert clerk.post(at("intake", "road_occupancy"), mended).status_code == 302
    assert [scan["name"] for scan in Intake.objects.get().scans] == ["shinsei.pdf"]


def test_a_file_that_waits_is_only_taken_from_the_one_who_sent_it(
    clerk: Client, other: Client, road: shelf.EditionRef
) -> None:
    first = clerk.post(at("intake", "road_occupancy"), typed(act="upload:scans", scans=a_scan()))
    waiting = re.findall(r'name="waiting" value="([^"]+)"', text_of(first))
    assert first.status_code == 200
    other.post(at("intake", "road_occupancy"), typed(waiting=waiting))
    assert Intake.objects.get().scans == []


def test_a_waiting_file_can_be_taken_away_again(clerk: Client, road: shelf.EditionRef) -> None:
    page = text_of(clerk.post(at("intake", "road_occupancy"), typed(act="upload:scans", scans=a_scan())))
    waiting = re.findall(r'name="waiting" value="([^"]+)"', page)
    drop = re.search(r'value="(dropfile:scans:[^"]+)"', page)
    assert drop
    after = text_of(clerk.post(at("intake", "road_occupancy"), typed(act=drop[1], waiting=waiting)))
    assert "shinsei.pdf" not in after
    assert 'name="waiting"' not in after


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"arrived_on": "昭和65年1月1日"}, "昭和"),
        ({"arrived_on": ""}, "日付を入力"),
        ({"arrived_on": "😀"}, "届いた日"),
        ({"arrived_time": "朝"}, "9:30"),
        ({"channel": ""}, "どの方法で届いたか"),
        ({"channel": "online"}, "どの方法で届いたか"),
        ({"brought_by": ""}, "だれが来たか"),
        ({"brought_by": "agent"}, "代理人の氏名"),
        ({"paper_place": ""}, "置いた場所"),
        ({"paper_place": "あ" * 101}, "100文字以内"),
        ({"identity": "my_number"}, "選び直して"),
    ],
)
def test_what_is_wrong_about_an_intake_is_said_and_nothing_is_begun(
    clerk: Client, road: shelf.EditionRef, wrong: dict[str, str], message: str
) -> None:
    if wrong.get("channel") == "online":
        message = "受け付けられません"
    answer = clerk.post(at("intake", "road_occupancy"), typed(**wrong))
    assert answer.status_code == 422
    assert message in text_of(answer)
    assert not Intake.objects.exists()


def test_a_renamed_program_is_no_scan(clerk: Client, road: shelf.EditionRef) -> None:
    sent = typed(scans=a_scan("shinsei.pdf", b"MZ\x90\x00" + b"\x00" * 200))
    answer = clerk.post(at("intake", "road_occupancy"), sent)
    assert answer.status_code == 422
    assert "受け取れませんでした" in text_of(answer)


def test_telephone_is_refused_where_it_is_not_offered(clerk: Client, online_only: shelf.EditionRef) -> None:
    page = text_of(clerk.get(at("intake", "online_only")))
    assert "窓口で聞きながら入力" in page
    assert 'value="telephone"' not in page
    answer = clerk.post(at("intake", "online_only"), typed(channel="telephone"))
    assert answer.status_code == 422
    assert "電話では受け付けられません" in text_of(answer)


def test_the_whole_way_ends_with_numbers_and_a_slip_to_hand_over(other: Client, half: UUID) -> None:
    page = text_of(other.get(at("summary", half)))
    assert "3日前に届いた" in page
    assert "受け付ける" in page
    filed = other.post(at("summary", half), {"act": "file", "checked": "yes"})
    assert filed.url == at("receipt", half)
    case = Case.objects.get()
    receipt = text_of(other.get(filed.url))
    assert case.number in receipt
    assert case.receipt_number in receipt
    assert f"/staff/cases/{case.id}/" not in receipt
    slip = other.get(at("slip", half))
    assert slip.headers["Content-Type"] == "application/pdf"
    assert slip.content.startswith(b"%PDF")


def test_the_section_in_charge_gets_a_link_to_the_case(clerk: Client, half: UUID) -> None:
    clerk.post(at("summary", half), {"act": "file", "checked": "yes"})
    assert f"/staff/cases/{Case.objects.get().id}/" in text_of(clerk.get(at("receipt", half)))


def test_a_double_click_on_taking_in_makes_one_case(other: Client, half: UUID) -> None:
    for _ in range(2):
        answer = other.post(at("summary", half), {"act": "file", "checked": "yes"}, follow=True)
        assert "受け付けました" in text_of(answer)
    assert Case.objects.count() == 1


def test_an_unchecked_paper_is_not_taken_in(other: Client, half: UUID) -> None:
    answer = other.post(at("summary", half), {"act": "file"})
    assert answer.status_code == 422
    assert "まだ受け付けていません" in text_of(answer)
    assert not Case.objects.exists()


def test_an_incomplete_paper_is_taken_in_and_its_faults_are_ready_to_be_asked_for(
    cast: Any, other: Client, clerk: Client, lacking: UUID
) -> None:
    page = text_of(other.get(at("summary", lacking)))
    assert "1か所" in page
    assert "このまま受け付けて補正を求める" in page
    assert other.post(at("summary", lacking), {"act": "file", "checked": "yes"}).status_code == 422
    other.post(at("summary", lacking), {"act": "as_it_is", "checked": "yes"})
    case = Case.objects.get()
    assert "不備があるまま受け付けました" in text_of(other.get(at("receipt", lacking)))
    assert "不備" in text_of(clerk.get(reverse("cases:case", args=[case.id])))
    assert "不備あり" in text_of(clerk.get(reverse("cases:desk"), {"tab": "inbox"}))
    asking = text_of(clerk.get(reverse("cases:correction", args=[case.id])))
    assert 'value="purpose" checked' in asking
    assert "足りないところ" in asking


def test_what_stood_unreadable_on_the_paper_reaches_the_request_for_correction(
    cast: Any, other: Client, clerk: Client, begin: Any, whole: Mapping[str, Any]
) -> None:
    again = {**whole, "application_kind": "renewal", "previous_number": "斜建管第12号"}
    intake_id = begin(cast.other_clerk, again)
    page = at("page", intake_id, "kind")
    seen = re.search(r'name="seen" value="([0-9a-f]*)"', text_of(other.get(page)))
    assert seen
    other.post(
        page,
        {
            "seen": seen[1], "act": "next", "q-application_kind": "renewal",
            "q-previous_number": "斜建管第12号", "q-previous_day.era": "showa", "q-previous_day.year": "65",
            "q-previous_day.month": "13", "q-previous_day.day": "40",
        },
    )  # fmt: skip
    other.post(at("summary", intake_id), {"act": "as_it_is", "checked": "yes"})
    asking = text_of(clerk.get(reverse("cases:correction", args=[Case.objects.get().id])))
    assert "書かれていたもの: 昭和 65 13 40" in asking


def test_a_telephone_application_is_read_back(cast: Any, clerk: Client, begin: Any, whole: Any) -> None:
    told = {key: value for key, value in whole.items() if key != "purpose"}
    call = begin(cast.clerk, told, channel="telephone", paper_place="")
    page = text_of(clerk.get(at("summary", call)))
    assert "占用の目的:うかがっていません。" in page
    assert "氏名:斜里 花子" in page
    assert "位置図:" not in page
    assert "電話で読み上げる文" in page
    assert "まちがいありませんか" in page
    assert "読み上げて、申請する人に確かめました" in page


def test_a_half_entered_matter_can_be_set_right_and_given_up(other: Client, half: UUID) -> None:
    page = text_of(other.get(at("details", half)))
    assert "令和8年10月30日" in page
    other.post(at("details", half), typed(act="upload:scans", scans=a_scan()))
    scan = Intake.objects.get().scans[0]["file"]
    shown = other.get(at("file", half, scan))
    assert b"".join(shown.streaming_content).startswith(b"%PDF")
    assert other.post(at("details", half), typed(paper_place="棚3")).status_code == 302
    assert Intake.objects.get().paper_place == "棚3"
    other.post(at("details", half), typed(act=f"dropfile:scans:{scan}"))
    assert Intake.objects.get().scans == []
    assert other.post(at("abandonment", half), {"reason": ""}).status_code == 422
    assert other.post(at("abandonment", half), {"reason": "まちがい"}).url == at("desk")
    assert other.get(at("entry", half)).url == at("desk")


def test_a_correction_on_paper_is_found_by_the_receipt_number(
    cast: Any, clerk: Client, other: Client, half: UUID, whole: Mapping[str, Any]
) -> None:
    case = Case.objects.get(id=filing.file(half, actor=cast.other_clerk, checked=True))
    assert "補正を待っていません" in text_of(clerk.get(at("desk"), {"number": case.number.lower()}))
    ask_correction(
        case.id, actor=cast.clerk, seen=case.version, question_keys=["purpose"], text="目的は?", due_on=None
    )
    found = clerk.get(at("desk"), {"number": case.number.lower()})
    assert found.url == at("correction", case.id)
    assert "見つかりません" in text_of(other.get(at("desk"), {"number": case.number}))
    assert "目的は?" in text_of(clerk.get(found.url))
    clerk.post(found.url, typed(channel="telephone", paper_place=""))
    correcting = Intake.objects.get(is_correction=True).id
    answers.save(draft_of(correcting), answers.Key(cast.clerk), {"purpose": "足場を置くため"})
    clerk.post(at("summary", correcting), {"act": "file", "checked": "yes"})
    assert "補正を受け付けました" in text_of(clerk.get(at("receipt", correcting)))
    case.refresh_from_db()
    assert answers.submission(case.submission_id).answers["purpose"] == "足場を置くため"


def test_letters_are_printed_and_posted_and_a_second_click_is_answered(
    cast: Any, clerk: Client, other: Client, half: UUID
) -> None:
    case = Case.objects.get(id=filing.file(half, actor=cast.other_clerk, checked=True))
    ask_correction(
        case.id, actor=cast.clerk, seen=case.version, question_keys=["purpose"], text="目的は?", due_on=None
    )
    (waiting,) = letters(cast.clerk)
    assert waiting.to_name in text_of(clerk.get(at("desk")))
    assert waiting.to_name not in text_of(other.get(at("desk")))
    assert "目的は?" in text_of(clerk.get(at("posting", waiting.id)))
    assert clerk.get(at("enclosure", waiting.id)).status_code == 404
    assert other.get(at("posting", waiting.id)).status_code == 404
    assert "発送したことを記録" in text_of(clerk.post(at("posting", waiting.id), follow=True))
    assert "発送を待っていません" in text_of(clerk.post(at("posting", waiting.id), follow=True))


def test_strangers_find_nothing_at_the_counter(cast: Any, at_desk: Any, half: UUID) -> None:
    pages = [at("desk"), at("intake", "road_occupancy")]
    mine = [at(name, half) for name in ("entry", "details", "abandonment", "summary")]
    for stranger in (cast.cashier, cast.admin, cast.mayor):
        client = at_desk(stranger)
        assert {client.get(url).status_code for url in pages + mine} == {404}, stranger.name
    head = at_desk(cast.other_head)
    assert {head.get(url).status_code for url in pages} == {200}
    assert {head.get(url).status_code for url in mine} == {404}
    assert at_desk(cast.resident).get(at("desk")).status_code == 404
    assert Client().get(at("desk")).status_code == 302


def test_nothing_of_an_unknown_procedure_or_intake_is_there(clerk: Client, half: UUID) -> None:
    unknown = UUID(int=7)
    assert clerk.get(at("intake", "no_such")).status_code == 404
    assert clerk.get(at("correction", unknown)).status_code == 404
    for name in ("entry", "summary", "receipt", "slip", "details"):
        assert clerk.get(at(name, unknown)).status_code == 404
    assert clerk.get(at("receipt", half)).status_code == 404
    assert clerk.get(at("file", half, unknown)).status_code == 404


def test_no_page_asks_the_database_more_than_fifteen_times(
    cast: Any, clerk: Client, begin: Any, whole: Mapping[str, Any]
) -> None:
    for number in range(6):
        case_id = filing.file(begin(cast.clerk, whole), actor=cast.clerk, checked=True)
        case = Case.objects.get(id=case_id)
        if number % 2:
            ask_correction(
                case_id, actor=cast.clerk, seen=case.version, question_keys=["purpose"], text="?", due_on=None
            )
    waiting = [begin(cast.other_clerk, whole) for _ in range(6)]
    filed = Intake.objects.filter(filed_at__isnull=False).values_list("id", flat=True)[0]
    pages = [
        at("desk"),
        at("desk") + "?q=看板&number=R8-0001",
        at("intake", "road_occupancy"),
        at("details", waiting[0]),
        at("page", waiting[0], "kind"),
        at("summary", waiting[0]),
        at("receipt", filed),
        at("slip", filed),
        at("posting", letters(cast.clerk)[0].id),
    ]
    for url in pages:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert clerk.get(url).status_code == 200, url
        assert len(asked) <= MOST_QUERIES, (url, len(asked), [query["sql"][:90] for query in asked])


def test_pages_carry_no_inline_script_or_style(clerk: Client, half: UUID) -> None:
    for url in (at("desk"), at("intake", "road_occupancy"), at("summary", half), at("details", half)):
        page = clerk.get(url).content.decode()
        assert not re.search(r"<script(?![^>]*\bsrc=)|\son\w+=|\sstyle=", page), url
