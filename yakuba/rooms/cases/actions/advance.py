"""The ordinary move: leave the step, enter the next, tell it, then follow the edition's own automatic
rules.
"""

from typing import Any

from yakuba.ground.journal.signature import By
from yakuba.rooms.cases.actions import notices
from yakuba.rooms.cases.actions.assessing import BY_RULE, assess
from yakuba.rooms.cases.actions.ending import end_case
from yakuba.rooms.cases.actions.flow import go_on, is_automatic, leave
from yakuba.rooms.cases.actions.turn import MACHINE, Turn
from yakuba.rooms.cases.rules.machine import Outcome
from yakuba.rooms.cases.rules.states import State


def advance(
    turn: Turn,
    outcome: Outcome,
    kind: str,
    *,
    reason: str = "",
    back_to: str = "",
    done_by: str = "",
    capacity: str = "",
    **facts: Any,
) -> None:
    """Leave the present step with `outcome`, tell `case.<kind>`, and go on as far as rules may."""
    left = leave(turn, outcome, reason=reason, done_by=done_by, capacity=capacity)
    moved = go_on(turn, left, back_to=back_to)
    turn.tell(kind, **moved, **facts)
    follow_rules(turn)


def follow_rules(turn: Turn) -> None:
    """Pass intake, assess or close by rule where the edition says `auto`; end a case without a step."""
    if turn.case.closed_at is not None:
        return
    step = turn.docket.step
    if step is None:
        finish(turn)
    elif step.kind == "intake" and is_automatic(step, turn):
        notices.accepted(turn)
        advance(turn, Outcome.ACCEPTED, "accepted", done_by=MACHINE.actor, capacity=MACHINE.capacity)
    elif step.kind == "payment" and turn.visit.assessed_at is None and is_automatic(step, turn):
        refs = assess(turn, by=BY_RULE)
        notices.to_pay(turn, refs)
        turn.tell("assessed", by=MACHINE, assessments=[ref.id for ref in refs])
    elif step.kind == "close" and is_automatic(step, turn):
        leave(turn, Outcome.DONE, done_by=MACHINE.actor, capacity=MACHINE.capacity)
        finish(turn)


def finish(turn: Turn, *, by: By | None = MACHINE, **facts: Any) -> None:
    """End the case as done or refused; one that sent no letter says so to the applicant."""
    if not any(getattr(visit, "letter", None) for visit in turn.docket.visits):
        notices.finished(turn)
    end_case(turn, State.REFUSED if turn.case.decision == "refuse" else State.DONE, by=by, **facts)
