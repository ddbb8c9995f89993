"""納付: the clerk's act of 調定, and going on when the payments room says all is settled."""

from uuid import UUID

from yakuba.ground.access.actor import Actor
from yakuba.ground.access.rights import Right
from yakuba.rooms.cases.actions import notices
from yakuba.rooms.cases.actions.advance import advance
from yakuba.rooms.cases.actions.assessing import assess
from yakuba.rooms.cases.actions.turn import MACHINE, machine_turn, turn
from yakuba.rooms.cases.models import Case
from yakuba.rooms.cases.rules.machine import Outcome
from yakuba.rooms.cases.rules.states import State
from yakuba.rooms.payments import door as payments


def assess_fee(case_id: UUID, *, actor: Actor, seen: int) -> list[payments.AssessmentRef]:
    """調定する (地方自治法第231条): an act of the section, with the right to assess."""
    with turn(case_id, actor=actor, seen=seen, act="assess_fee", right=Right.PAYMENT_ASSESS) as now:
        now.need(State.ASSESSING)
        refs = assess(now, by=actor)
        notices.to_pay(now, refs)
        now.tell("assessed", step=now.visit.step_key, assessments=[ref.id for ref in refs])
        return refs


def settled(news: payments.Settled) -> None:
    """All that was owed has been paid: the case goes on from its payment step."""
    case = _paying(news.subject)
    if case is None:
        return
    with machine_turn(case.id, "settled") as now:
        if now.case.state != State.PAYMENT:
            now.stay()
            return
        advance(
            now,
            Outcome.DONE,
            "settled",
            done_by=MACHINE.actor,
            capacity=MACHINE.capacity,
            assessments=list(news.assessment_ids),
        )


def _paying(subject: str) -> Case | None:
    if not subject.startswith("case:"):
        return None
    return Case.objects.filter(id=subject.removeprefix("case:"), state=State.PAYMENT).first()
