"""Who may do what, stale screens, double clicks, and acts that die in the middle."""

from collections.abc import Callable

import pytest

from yakuba.ground.access.gate import Denied
from yakuba.ground.journal.models import Event
from yakuba.ground.journal.read import history
from yakuba.ground.messages.models import Message
from yakuba.rooms.cases import door
from yakuba.rooms.cases.actions import closing, decision, desk, intake, issuance, payment, review
from yakuba.rooms.cases.actions import turn as turns
from yakuba.rooms.cases.actions.findings import Findings
from yakuba.rooms.cases.actions.turn import AlreadyDone, Stale, Turn
from yakuba.rooms.cases.models import Case, IssuedLetter, StepVisit
from yakuba.rooms.cases.reading.papers import Proposal
from yakuba.rooms.cases.tests.conftest import LOW, PLATE, Office
from yakuba.rooms.payments import door as payments

pytestmark = pytest.mark.django_db

# state → the act of that state, as `actor` having seen version `seen`
ACTS: dict[str, Callable] = {
    "received": lambda case_id, actor, seen: intake.accept(case_id, actor=actor, seen=seen),
    "review": lambda case_id, actor, seen: review.finish_review(case_id, actor=actor, seen=seen, found=LOW),
    "drafting": lambda case_id, actor, seen: decision.draft_decision(
        case_id, actor=actor, seen=seen, proposal=Proposal("permit")
    ),
    "assessing": lambda case_id, actor, seen: payment.assess_fee(case_id, actor=actor, seen=seen),
    "issue": lambda case_id, actor, seen: issuance.issue(
        case_id, actor=actor, seen=seen, delivery="counter", found=PLATE
    ),
}


@pytest.mark.parametrize("state", list(ACTS))
def test_the_section_may_and_another_may_not(office: Office, state: str):
    case_id = office.to(state)
    seen = office.seen(case_id)

    for stranger in (office.cast.other_clerk, office.cast.cashier, office.cast.admin, office.cast.neighbour):
        with pytest.raises(Denied):
            ACTS[state](case_id, stranger, seen)
    assert office.seen(case_id) == seen
    ACTS[state](case_id, office.cast.clerk, seen)
    assert office.case(case_id).state != state


@pytest.mark.parametrize("state", list(ACTS))
def test_a_double_click_is_done_once_and_a_stale_screen_not_at_all(office: Office, state: str):
    case_id = office.to(state)
    seen = office.seen(case_id)
    ACTS[state](case_id, office.cast.clerk, seen)
    after = (office.case(case_id).state, Event.objects.count(), Message.objects.count())

    with pytest.raises(AlreadyDone):
        ACTS[state](case_id, office.cast.clerk, seen)
    with pytest.raises(Stale):
        ACTS[state](case_id, office.cast.chief, seen)
    with pytest.raises(Stale):
        ACTS[state](case_id, office.cast.clerk, seen - 1)
    assert (office.case(case_id).state, Event.objects.count(), Message.objects.count()) == after


@pytest.mark.parametrize("state", list(ACTS))
def test_an_act_that_dies_in_the_middle_leaves_nothing(office: Office, state: str, monkeypatch):
    case_id = office.to(state)
    before = _everything(case_id)

    for call in range(1, 40):
        with monkeypatch.context() as patched:
            done = _die_at(patched, call)
            try:
                ACTS[state](case_id, office.cast.clerk, office.seen(case_id))
            except _PowerCut:
                assert _everything(case_id) == before
                continue
            assert done["calls"] < call
            break
    else:
        raise AssertionError("the act never got through")
    assert call > 2, "the power was never cut inside the act"
    assert office.case(case_id).state != state


class _PowerCut(BaseException):
    pass


def _die_at(patched, call: int) -> dict[str, int]:
    """Cut the power at the `call`th save of a row or writing of an event."""
    done = {"calls": 0}
    keep, record = Turn.keep, turns.record

    def counted(real):
        def run(*args, **kwargs):
            done["calls"] += 1
            if done["calls"] == call:
                raise _PowerCut
            result = real(*args, **kwargs)
            done["calls"] += 1
            if done["calls"] == call:
                raise _PowerCut
            return result

        return run

    patched.setattr(Turn, "keep", counted(keep))
    patched.setattr(turns, "record", counted(record))
    return done


def _everything(case_id) -> tuple:
    return (
        Case.objects.filter(id=case_id).values_list().get(),
        list(StepVisit.objects.filter(case_id=case_id).order_by("order").values_list()),
        list(IssuedLetter.objects.values_list()),
        Event.objects.count(),
        Message.objects.count(),
        payments.assessments_of([f"case:{case_id}"]),
    )


def test_a_review_without_all_its_ticks_and_answers_does_not_end(office: Office):
    case_id = office.to("review")
    for found, field in (
        (Findings(("place",), {"danger": "low"}), "tick"),
        (Findings(("place", "strong"), {}), "s-danger"),
        (Findings(("place", "strong"), {"danger": "enormous"}), "s-danger"),
    ):
        with pytest.raises(door.CaseRefused) as refused:
            office.review(case_id, found)
        assert refused.value.field == field
    assert office.case(case_id).state == "review"
    assert StepVisit.objects.get(case_id=case_id, step_key="review").ticks == {}


def test_what_was_checked_so_far_is_kept(office: Office):
    case_id = office.to("review")
    found = Findings(("place", "unknown"), {"danger": "low", "plate": "not asked here"})
    review.keep_findings(case_id, actor=office.cast.clerk, seen=office.seen(case_id), found=found)
    visit = StepVisit.objects.get(case_id=case_id, step_key="review")

    assert list(visit.ticks) == ["place"]
    assert visit.ticks["place"]["by"] == office.cast.clerk.ref
    assert visit.answers == {"danger": "low"}


def test_refusing_and_handing_back_need_their_reason(office: Office):
    case_id = office.to("review")
    with pytest.raises(door.CaseRefused) as refused:
        review.propose_refusal(
            case_id, actor=office.cast.clerk, seen=office.seen(case_id), reason="", found=LOW
        )
    assert refused.value.field == "refusal_reason"

    fresh = office.file(wording="二枚目")
    with pytest.raises(door.CaseRefused):
        intake.hand_back(fresh, actor=office.cast.clerk, seen=office.seen(fresh), reason=" ")
    intake.hand_back(fresh, actor=office.cast.clerk, seen=office.seen(fresh), reason="町の道ではないため")
    assert office.case(fresh).state == "returned"
    assert "町の道ではないため" in Message.objects.order_by("-queued_at", "-id")[0].body


def test_going_back_to_the_review_needs_an_earlier_step_and_a_reason(office: Office):
    case_id = office.to("drafting")
    for step, reason in (("review", ""), ("issue", "なぜなら"), ("", "なぜなら")):
        with pytest.raises(door.CaseRefused):
            review.back_to_review(
                case_id, actor=office.cast.clerk, seen=office.seen(case_id), step_key=step, reason=reason
            )
    review.back_to_review(
        case_id, actor=office.cast.clerk, seen=office.seen(case_id), step_key="review", reason="図面を見直す"
    )
    assert office.case(case_id).state == "review"
    office.review(case_id)
    assert office.case(case_id).state == "drafting"


def test_a_case_is_given_only_to_people_of_its_section(office: Office):
    case_id = office.to("review")
    desk.assign(case_id, actor=office.cast.clerk, seen=office.seen(case_id), to=office.cast.chief.id)
    assert office.case(case_id).assignee_id == office.cast.chief.id
    with pytest.raises(door.CaseRefused, match="受け持つ係"):
        desk.assign(
            case_id, actor=office.cast.clerk, seen=office.seen(case_id), to=office.cast.other_clerk.id
        )
    desk.take(case_id, actor=office.cast.clerk, seen=office.seen(case_id))
    assert office.case(case_id).assignee_id == office.cast.clerk.id


def test_whoever_accepts_a_free_case_has_it(office: Office):
    assert office.case(office.to("review")).assignee_id == office.cast.clerk.id


def test_the_first_look_of_a_worker_is_noted_once(office: Office):
    case_id = office.to("review")
    assert not desk.first_look(case_id, actor=office.cast.mayor)
    assert desk.first_look(case_id, actor=office.cast.clerk)
    assert not desk.first_look(case_id, actor=office.cast.chief)

    visit = StepVisit.objects.get(case_id=case_id, step_key="review")
    assert visit.opened_by == office.cast.clerk.ref
    assert [event.kind for event in history(f"case:{case_id}")].count("case.looked_at") == 1


def test_an_ended_case_takes_no_act(office: Office):
    case_id = office.to("closing")
    issuance.make_pdf(IssuedLetter.objects.get().id)
    closing.close_case(case_id, actor=office.cast.clerk, seen=office.seen(case_id))

    for act in (
        lambda seen: intake.accept(case_id, actor=office.cast.clerk, seen=seen),
        lambda seen: desk.add_note(case_id, actor=office.cast.clerk, seen=seen, text="あとから"),
        lambda seen: desk.take(case_id, actor=office.cast.clerk, seen=seen),
        lambda seen: closing.withdraw_for(case_id, actor=office.cast.clerk, seen=seen, reason="電話"),
    ):
        with pytest.raises(door.CaseRefused):
            act(office.seen(case_id))


def test_no_answer_stands_in_the_journal(office: Office):
    case_id = office.to("closing")
    told = "".join(event.body for event in history(f"case:{case_id}"))

    for secret in ("2㎡", "面積", "低い", "あさひ商店", "見本", "花子", "本町", "hanako@example.jp"):
        assert secret not in told
