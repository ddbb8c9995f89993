"""補正 and 取下げ: the clock, the two versions, the applicant's side."""

from datetime import date

import pytest

from yakuba.ground.access.actor import GUEST
from yakuba.ground.access.gate import Denied
from yakuba.ground.messages.send import mailbox
from yakuba.rooms.answers import door as answers
from yakuba.rooms.approvals import door as approvals
from yakuba.rooms.cases import door
from yakuba.rooms.cases.actions import closing, correction
from yakuba.rooms.cases.models import Case, ClockStop, Correction
from yakuba.rooms.cases.reading.page import case_page
from yakuba.rooms.cases.tests.conftest import Office
from yakuba.rooms.payments import door as payments

pytestmark = pytest.mark.django_db


def ask(office: Office, case_id, keys=("wording",), text="文を直してください。", due=date(2026, 11, 20)):
    return correction.ask_correction(
        case_id, actor=office.cast.clerk, seen=office.seen(case_id), question_keys=keys, text=text, due_on=due
    )


def corrected(office: Office, case_id, **changed) -> None:
    """The resident corrects what was asked and sends it."""
    status = door.status(case_id=case_id, actor=office.cast.resident)
    draft = answers.correction(
        status.submission_id, question_keys=status.asks[0].question_keys, owner=office.cast.resident
    )
    key = answers.Key(office.cast.resident, draft.token)
    answers.save(draft.id, key, changed)
    sealed = answers.seal(draft.id, key=key, declared=True)
    door.answer_correction(case_id, sealed.id, by=office.cast.resident)
    door.answer_correction(case_id, sealed.id, by=office.cast.resident)


def test_the_clock_stands_while_the_applicant_corrects(office: Office, moved_clock):
    case_id = office.to("review")
    ask(office, case_id)
    standing = office.case(case_id)
    assert (standing.state, standing.stopped_on) == ("correction", date(2026, 11, 2))

    moved_clock.set(moved_clock.at.replace(day=6))
    corrected(office, case_id, wording="あさひ商会")
    case = office.case(case_id)

    assert (case.state, case.stopped_on) == ("review", None)
    # 3 November is 文化の日: three business days stood (4, 5, 6).
    assert case.due_on == date(2026, 11, 20)
    assert ClockStop.objects.get().ends == date(2026, 11, 6)


def test_both_versions_are_kept_and_the_clerk_sees_what_changed(office: Office):
    case_id = office.to("review")
    before = office.case(case_id).submission_id
    ask(office, case_id)
    corrected(office, case_id, wording="あさひ商会")
    case = office.case(case_id)
    page = case_page(case, office.cast.clerk)
    changed = [row for section in page.sections for row in section.rows if row.changed]

    assert case.submission_id != before and case.subject == "あさひ商会"
    assert answers.submission(before).answers["wording"] == "あさひ商店"
    assert [(row.label, row.lines, row.old) for row in changed] == [
        ("看板の文", ("あさひ商会",), "あさひ商店")
    ]
    assert Correction.objects.get().after_id == case.submission_id


def test_the_applicant_is_told_what_to_correct_with_the_link(office: Office):
    case_id = office.to("review")
    ask(office, case_id)
    mail = mailbox(1)[0]

    assert "文を直してください。" in mail.body and "・看板の文" in mail.body and "11月20日" in mail.body
    assert office.case(case_id).status_token in mail.body
    status = door.status(token=office.case(case_id).status_token)
    assert status.public_state == "補正待ち"
    assert status.asks[0].labels == ("看板の文",)


def test_a_request_can_be_taken_back_and_the_clock_goes_on(office: Office):
    case_id = office.to("review")
    ask(office, case_id)
    correction.cancel_correction(case_id, actor=office.cast.clerk, seen=office.seen(case_id))

    assert office.case(case_id).state == "review"
    assert ClockStop.objects.get().ends is not None
    assert door.status(token=office.case(case_id).status_token).asks == ()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"text": "  "}, "text"),
        ({"text": "あ" * 2001}, "text"),
        ({"keys": ("nowhere",)}, "question_keys"),
        ({"due": date(2026, 11, 2)}, "due_on"),
    ],
)
def test_a_request_that_nobody_could_answer_is_refused(office: Office, changed: dict, field: str):
    case_id = office.to("review")
    with pytest.raises(door.CaseRefused) as refused:
        ask(office, case_id, **changed)

    assert refused.value.field == field
    assert office.case(case_id).state == "review"


def test_a_draft_that_circulates_cannot_be_corrected_under_the_deciders_eyes(office: Office):
    case_id = office.to("circulating")
    with pytest.raises(door.CaseRefused, match="決裁中"):
        ask(office, case_id)


def test_somebody_elses_submission_does_not_answer_a_request(office: Office):
    case_id = office.to("review")
    ask(office, case_id)
    other = office.case(office.file(wording="別の看板"))

    with pytest.raises(door.CaseRefused, match="続きではありません"):
        door.answer_correction(case_id, other.submission_id, by=office.cast.resident)
    with pytest.raises(Denied):
        door.answer_correction(case_id, other.submission_id, by=office.cast.neighbour)


def test_withdrawing_ends_the_case_and_everything_that_hangs_on_it(office: Office):
    case_id = office.to("circulating")
    door.withdraw(case_id, by=office.cast.resident)
    door.withdraw(case_id, by=office.cast.resident)

    assert office.case(case_id).state == "withdrawn"
    assert approvals.approval(office.approval(case_id), office.cast.head).state == "withdrawn"
    assert door.status(token=office.case(case_id).status_token).public_state == "取下げ"


def test_withdrawing_takes_an_unpaid_assessment_back_but_not_a_paid_one(office: Office):
    unpaid, paid = office.to("payment"), office.to("issue")
    door.withdraw(unpaid, by=office.cast.resident)

    assert payments.assessments_of([f"case:{unpaid}"])[f"case:{unpaid}"][0].state == "cancelled"
    with pytest.raises(door.CaseRefused, match="取り下げられません"):
        door.withdraw(paid, by=office.cast.resident)
    assert office.case(paid).state == "issue"


def test_only_the_applicant_withdraws(office: Office):
    case_id = office.to("review")
    with pytest.raises(Denied):
        door.withdraw(case_id, by=office.cast.neighbour)
    assert office.case(case_id).state == "review"

    without_account = office.file("signboard_end", by=GUEST, email="", day=None)
    door.withdraw(without_account, by=GUEST)
    assert office.case(without_account).state == "withdrawn"


def test_a_withdrawal_at_the_counter_needs_words_and_ends_a_standing_correction(office: Office):
    case_id = office.to("review")
    ask(office, case_id)
    with pytest.raises(door.CaseRefused):
        closing.withdraw_for(case_id, actor=office.cast.clerk, seen=office.seen(case_id), reason=" ")
    closing.withdraw_for(
        case_id, actor=office.cast.clerk, seen=office.seen(case_id), reason="11月2日に電話で本人から"
    )

    assert office.case(case_id).state == "withdrawn"
    assert Correction.objects.get().cancelled_at is not None
    assert Case.objects.filter(stopped_on__isnull=False).count() == 0


def test_a_residents_list_says_what_waits_for_them(office: Office):
    asked, quiet = office.to("review"), office.to("review", wording="二枚目")
    ask(office, asked)
    lines = {line.id: line for line in door.cases_of(office.cast.resident.ref)}

    assert (lines[asked].public_state, lines[asked].needs_action) == ("補正待ち", True)
    assert (lines[quiet].public_state, lines[quiet].needs_action) == ("処理中", False)
    assert door.cases_of(office.cast.neighbour.ref) == []
    assert door.cases_of("") == []
    with pytest.raises(Denied):
        door.status(case_id=asked, actor=office.cast.neighbour)
    with pytest.raises(Denied):
        door.status(token="")
