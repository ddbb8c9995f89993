"""Taking in: what becomes a case, what is refused, who may see it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from yakuba.ground.access.gate import Denied
from yakuba.ground.calendar import clock
from yakuba.ground.catalogue import shelf
from yakuba.ground.files.intake import examine
from yakuba.ground.identifiers import new_id
from yakuba.ground.journal.read import history
from yakuba.rooms.answers import door as answers
from yakuba.rooms.cases import door as cases
from yakuba.rooms.cases.actions.correction import ask_correction
from yakuba.rooms.cases.actions.intake import accept
from yakuba.rooms.cases.actions.review import Findings, finish_review
from yakuba.rooms.cases.models import Case, Paper
from yakuba.rooms.cases.reading import desk as case_desk
from yakuba.rooms.counter.actions import filing, posting, starting
from yakuba.rooms.counter.actions.starting import Brought, CounterRefused
from yakuba.rooms.counter.forms import SCAN_BYTES, SCAN_KINDS
from yakuba.rooms.counter.models import Intake
from yakuba.rooms.counter.reading.letters import letters
from yakuba.rooms.counter.tests.conftest import FRIDAY, a_scan, details, draft_of

pytestmark = pytest.mark.django_db
Answers = Mapping[str, Any]


def without(whole: Answers, *keys: str) -> dict[str, Any]:
    return {key: value for key, value in whole.items() if key not in keys}


def case_of(case_id: UUID) -> Case:
    return Case.objects.get(id=case_id)


def test_what_a_clerk_of_another_section_enters_lies_in_the_inbox_of_the_section_in_charge(
    cast: Any, begin: Any, whole: Answers
) -> None:
    case_id = filing.file(begin(cast.other_clerk, whole), actor=cast.other_clerk, checked=True)
    found = case_desk.desk(cast.clerk, case_desk.Wanted(tab="inbox"))
    assert [row.id for row in found.rows] == [case_id]
    assert found.rows[0].channel == "紙"
    assert case_desk.desk(cast.other_clerk, case_desk.Wanted(tab="inbox")).rows == ()


def test_a_case_from_paper_has_its_receipt_number_and_needs_no_email(
    cast: Any, begin: Any, whole: Answers
) -> None:
    case = case_of(filing.file(begin(cast.clerk, whole), actor=cast.clerk, checked=True))
    assert case.number.startswith("R8-")
    assert case.receipt_number
    assert case.applicant_email == ""
    assert case.faulty is False


def test_an_arrival_before_today_counts_for_the_deadline(cast: Any, begin: Any, whole: Answers) -> None:
    today = case_of(filing.file(begin(cast.clerk, whole), actor=cast.clerk, checked=True))
    friday = case_of(filing.file(begin(cast.clerk, whole, FRIDAY), actor=cast.clerk, checked=True))
    assert friday.arrived_at == FRIDAY
    assert friday.due_on is not None
    assert today.due_on is not None
    assert friday.due_on < today.due_on


def test_the_rules_of_the_day_of_arrival_hold(cast: Any, begin: Any, whole: Answers) -> None:
    intake_id = begin(cast.clerk, whole, FRIDAY)
    draft = answers.draft(draft_of(intake_id), answers.Key(cast.clerk))
    assert draft.facts["today"] == "2026-10-30"


def test_filing_twice_makes_one_case(cast: Any, begin: Any, whole: Answers) -> None:
    intake_id = begin(cast.clerk, whole)
    first = filing.file(intake_id, actor=cast.clerk, checked=True)
    assert filing.file(intake_id, actor=cast.clerk, checked=True) == first
    assert Case.objects.count() == 1
    assert Paper.objects.filter(case_id=first).count() == 1


def test_a_paper_not_compared_is_not_taken_in(cast: Any, begin: Any, whole: Answers) -> None:
    with pytest.raises(answers.NotReady) as refused:
        filing.file(begin(cast.clerk, whole), actor=cast.clerk, checked=False)
    assert refused.value.declared is False
    assert not Case.objects.exists()


def test_an_incomplete_paper_is_refused_whole_and_taken_in_as_it_is(
    cast: Any, begin: Any, whole: Answers
) -> None:
    intake_id = begin(cast.clerk, without(whole, "purpose"))
    with pytest.raises(answers.NotReady):
        filing.file(intake_id, actor=cast.clerk, checked=True)
    case = case_of(filing.file(intake_id, actor=cast.clerk, checked=True, as_it_is=True))
    assert case.faulty
    sealed = answers.submission(case.submission_id)
    assert [fault.key for fault in sealed.problems] == ["purpose"]


def test_a_paper_without_even_a_name_is_taken_in(cast: Any, begin: Any) -> None:
    case_id = filing.file(begin(cast.clerk, {}), actor=cast.clerk, checked=True, as_it_is=True)
    assert case_of(case_id).applicant_name == ""
    assert answers.submission(case_of(case_id).submission_id).fee.total == 0


def test_only_what_a_clerk_entered_is_sealed_with_faults(cast: Any, road: shelf.EditionRef) -> None:
    mine = answers.start(edition_id=road.id, owner=cast.resident)
    with pytest.raises(answers.NotReady):
        answers.seal(mine.id, key=answers.Key(cast.resident), declared=True, incomplete=True)


def test_a_case_with_faults_does_not_pass_its_review_until_they_are_corrected(
    cast: Any, begin: Any, whole: Answers
) -> None:
    case_id = filing.file(
        begin(cast.clerk, without(whole, "purpose")), actor=cast.clerk, checked=True, as_it_is=True
    )
    accept(case_id, actor=cast.clerk, seen=case_of(case_id).version)
    ticks = Findings(tuple(tick.key for tick in _step(case_id, "review").checklist))
    with pytest.raises(cases.CaseRefused) as refused:
        finish_review(case_id, actor=cast.clerk, seen=case_of(case_id).version, found=ticks)
    assert "不備が残っています" in refused.value.message
    corrected = _correct(cast, case_id, {"purpose": whole["purpose"]})
    assert case_of(case_id).faulty is False
    assert corrected == case_id
    finish_review(case_id, actor=cast.clerk, seen=case_of(case_id).version, found=ticks)
    assert case_of(case_id).step_key == "decide"


def _step(case_id: UUID, key: str) -> Any:
    return shelf.edition(case_of(case_id).edition_id).procedure.step(key)


def _asked(cast: Any, case_id: UUID) -> None:
    ask_correction(
        case_id,
        actor=cast.clerk,
        seen=case_of(case_id).version,
        question_keys=["purpose"],
        text="目的を書いてください。",
        due_on=None,
    )


def _correct(cast: Any, case_id: UUID, given: Answers) -> UUID:
    """The section asks, and the applicant brings the answer on paper."""
    _asked(cast, case_id)
    intake_id = starting.start_correction(
        new_id(), case_id=case_id, brought=Brought(details()), actor=cast.clerk
    )
    answers.save(draft_of(intake_id), answers.Key(cast.clerk), given)
    return filing.file(intake_id, actor=cast.clerk, checked=True)


def test_a_correction_nobody_asked_for_is_refused_and_one_is_entered_once(
    cast: Any, begin: Any, whole: Answers
) -> None:
    case_id = filing.file(begin(cast.clerk, whole), actor=cast.clerk, checked=True)
    brought = Brought(details())
    with pytest.raises(CounterRefused, match="補正を待っていません"):
        starting.start_correction(new_id(), case_id=case_id, brought=brought, actor=cast.clerk)
    _asked(cast, case_id)
    starting.start_correction(new_id(), case_id=case_id, brought=brought, actor=cast.clerk)
    with pytest.raises(CounterRefused, match="入力が始まっています"):
        starting.start_correction(new_id(), case_id=case_id, brought=brought, actor=cast.chief)


def test_a_clerk_who_may_not_see_the_case_cannot_enter_its_correction(
    cast: Any, begin: Any, whole: Answers
) -> None:
    case_id = filing.file(begin(cast.clerk, whole), actor=cast.clerk, checked=True)
    _asked(cast, case_id)
    with pytest.raises(CounterRefused):
        starting.start_correction(
            new_id(), case_id=case_id, brought=Brought(details()), actor=cast.other_clerk
        )


def test_a_way_the_procedure_does_not_offer_is_refused(cast: Any, online_only: shelf.EditionRef) -> None:
    for channel, taken in (("counter", True), ("telephone", False), ("post", False)):
        brought = Brought(details(channel=channel))
        if taken:
            starting.start(new_id(), procedure_key="online_only", brought=brought, actor=cast.clerk)
            continue
        with pytest.raises(CounterRefused, match="受け付けられません"):
            starting.start(new_id(), procedure_key="online_only", brought=brought, actor=cast.clerk)
    assert Intake.objects.count() == 1


def test_those_without_the_right_begin_nothing(cast: Any, road: shelf.EditionRef) -> None:
    for nobody in (cast.resident, cast.cashier, cast.admin):
        with pytest.raises(Denied):
            starting.start(new_id(), procedure_key="road_occupancy", brought=Brought(details()), actor=nobody)


def test_an_intake_is_seen_by_its_clerk_and_the_section_in_charge_alone(
    cast: Any, begin: Any, whole: Answers
) -> None:
    intake_id = begin(cast.other_clerk, whole)
    for someone in (cast.other_clerk, cast.clerk, cast.chief, cast.head):
        assert Intake.objects.visible_to(someone).filter(id=intake_id).exists(), someone.name
    for stranger in (cast.other_head, cast.cashier, cast.admin, cast.mayor, cast.resident):
        assert not Intake.objects.visible_to(stranger).filter(id=intake_id).exists(), stranger.name


def test_the_same_form_sent_twice_begins_one_intake(cast: Any, road: shelf.EditionRef) -> None:
    made = new_id()
    for _ in range(2):
        starting.start(made, procedure_key="road_occupancy", brought=Brought(details()), actor=cast.clerk)
    assert Intake.objects.count() == 1
    with pytest.raises(CounterRefused):
        starting.start(made, procedure_key="road_occupancy", brought=Brought(details()), actor=cast.chief)


def test_scans_and_what_was_seen_stand_on_the_case_for_the_section(
    cast: Any, road: shelf.EditionRef, whole: Answers
) -> None:
    scan = examine(a_scan(), allow=SCAN_KINDS, max_bytes=SCAN_BYTES, name="shinsei.pdf")
    told = details(brought_by="agent", bearer_name="代理 太郎")
    intake_id = starting.start(
        new_id(), procedure_key="road_occupancy", brought=Brought(told, [scan, scan]), actor=cast.other_clerk
    )
    answers.save(draft_of(intake_id), answers.Key(cast.other_clerk), whole)
    case_id = filing.file(intake_id, actor=cast.other_clerk, checked=True)
    papers = {paper.kind: paper for paper in Paper.objects.filter(case_id=case_id)}
    assert papers["document"].name == "shinsei.pdf"
    assert "代理人(代理 太郎)" in papers["memo"].text
    assert len(Intake.objects.get(id=intake_id).scans) == 1


def test_the_journal_tells_the_intake_without_what_was_written(cast: Any, begin: Any, whole: Answers) -> None:
    intake_id = begin(cast.clerk, whole, brought_by="agent", bearer_name="代理 太郎")
    case_id = filing.file(intake_id, actor=cast.clerk, checked=True)
    events = history(f"intake:{intake_id}")
    assert [event.kind for event in events] == ["intake.started", "intake.filed"]
    assert events[-1].facts["case"] == str(case_id)
    assert "代理" not in "".join(event.body for event in events)


def test_the_day_of_arrival_can_be_set_right_before_filing_but_not_after(
    cast: Any, begin: Any, whole: Answers
) -> None:
    intake_id = begin(cast.clerk, whole)
    starting.change(intake_id, details=details(FRIDAY), actor=cast.clerk)
    case = case_of(filing.file(intake_id, actor=cast.clerk, checked=True))
    assert case.arrived_at == FRIDAY
    with pytest.raises(CounterRefused):
        starting.change(intake_id, details=details(), actor=cast.clerk)


def test_an_arrival_under_other_questions_or_before_any_is_refused(
    cast: Any, begin: Any, whole: Answers, road: shelf.EditionRef
) -> None:
    other = replace(road.procedure, summary="新しい版")
    shelf.publish(other, valid_from=date(2026, 11, 1), by=cast.admin.by())
    intake_id = begin(cast.clerk, whole)
    with pytest.raises(CounterRefused, match="質問や料金の定めが違います"):
        starting.change(intake_id, details=details(FRIDAY), actor=cast.clerk)
    long_ago = details(clock.at(date(2026, 3, 1), 9))
    with pytest.raises(CounterRefused, match="まだ始まっていません"):
        starting.start(new_id(), procedure_key="road_occupancy", brought=Brought(long_ago), actor=cast.clerk)


def test_a_slip_is_given_up_with_its_reason_and_a_filed_one_is_not(
    cast: Any, begin: Any, whole: Answers
) -> None:
    slip, filed = begin(cast.clerk, whole), begin(cast.clerk, whole)
    filing.file(filed, actor=cast.clerk, checked=True)
    with pytest.raises(CounterRefused, match="理由を入力"):
        starting.stop(slip, reason=" ", actor=cast.clerk)
    starting.stop(slip, reason="二重に入力した", actor=cast.clerk)
    assert draft_of(slip) not in answers.drafts([draft_of(slip)])
    for over in (slip, filed):
        with pytest.raises(CounterRefused):
            starting.stop(over, reason="まちがい", actor=cast.clerk)
    with pytest.raises(CounterRefused):
        filing.file(slip, actor=cast.clerk, checked=True)


def test_giving_up_a_correction_leaves_what_the_applicant_may_go_on_with(
    cast: Any, begin: Any, whole: Answers
) -> None:
    case_id = filing.file(begin(cast.clerk, whole), actor=cast.clerk, checked=True)
    _asked(cast, case_id)
    brought = Brought(details())
    slip = starting.start_correction(new_id(), case_id=case_id, brought=brought, actor=cast.clerk)
    starting.stop(slip, reason="まちがえた", actor=cast.clerk)
    assert draft_of(slip) in answers.drafts([draft_of(slip)])
    again = starting.start_correction(new_id(), case_id=case_id, brought=brought, actor=cast.clerk)
    assert draft_of(again) == draft_of(slip)


def test_a_letter_is_posted_once_and_only_by_those_who_see_its_case(
    cast: Any, begin: Any, whole: Answers
) -> None:
    case_id = filing.file(begin(cast.clerk, whole), actor=cast.clerk, checked=True)
    _asked(cast, case_id)
    (waiting,) = letters(cast.clerk)
    assert waiting.to_name.endswith("様")
    assert letters(cast.other_clerk) == ()
    with pytest.raises(Denied):
        posting.post(waiting.id, actor=cast.other_clerk)
    posting.post(waiting.id, actor=cast.clerk)
    assert letters(cast.clerk) == ()
    with pytest.raises(Denied):
        posting.post(waiting.id, actor=cast.clerk)
    assert history(f"case:{case_id}")[-1].kind == "counter.posted"


def test_an_intake_whose_answers_expired_is_shown_as_gone_and_can_be_given_up(
    cast: Any, begin: Any, whole: Answers, moved_clock: Any
) -> None:
    intake_id = begin(cast.clerk, whole)
    moved_clock.advance(timedelta(days=91))
    answers.discard(draft_of(intake_id), answers.Key(cast.clerk))
    starting.stop(intake_id, reason="入力が消えた", actor=cast.clerk)
    assert Intake.objects.get(id=intake_id).stopped_at is not None
