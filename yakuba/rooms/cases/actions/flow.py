"""Leaving a step and entering the next one, with the steps passed over between them kept as visits."""

from typing import Any

from yakuba.ground.access.actor import Actor
from yakuba.ground.access.gate import Denied
from yakuba.ground.catalogue.conditions import evaluate
from yakuba.ground.catalogue.definition import Procedure, Step
from yakuba.ground.catalogue.logic import truthy
from yakuba.ground.people import read as people
from yakuba.rooms.cases.actions.turn import Refused, Turn
from yakuba.rooms.cases.models import ClockStop, Opinion, StepVisit
from yakuba.rooms.cases.reading.docket import town_calendar
from yakuba.rooms.cases.rules.deadline import step_due
from yakuba.rooms.cases.rules.machine import MachineError, Move, Outcome, Skip, next_move
from yakuba.rooms.cases.rules.states import state_at

_WHOLE_ONLY = frozenset({"approval", "payment", "issue", "close"})
"""Steps that an application with faults does not reach."""


def leave(
    turn: Turn, outcome: Outcome, *, reason: str = "", done_by: str = "", capacity: str = ""
) -> StepVisit:
    """End the visit the case is at."""
    visit = turn.visit
    visit.done_at = turn.at
    visit.done_by = done_by or turn.by.actor
    visit.capacity = capacity or turn.by.capacity
    visit.outcome = outcome
    visit.reason = reason
    turn.keep(visit)
    _restart_clock(turn, visit)
    return visit


def go_on(turn: Turn, left: StepVisit, *, back_to: str = "") -> dict[str, Any]:
    """Enter the step that follows `left`; returns the facts of the move for the event. Raises Refused."""
    try:
        move = next_move(
            turn.docket.procedure, left.step_key, Outcome(left.outcome), turn.docket.sight, back_to=back_to
        )
    except MachineError as problem:
        raise Refused(problem.message) from problem
    if left.outcome in (Outcome.DONE, Outcome.ACCEPTED) and (move.to is None or move.to.kind in _WHOLE_ONLY):
        require_whole(turn)
    return {"step": left.step_key, "outcome": left.outcome} | enter(turn, move)


def require_whole(turn: Turn) -> None:
    """Raises Refused while faults stand in the application: correct or refuse, nothing else
    (行政手続法第7条).
    """
    if turn.docket.submission.problems and turn.case.decision != "refuse":
        labels = "、".join(f"「{fault.label}」" for fault in turn.docket.submission.problems[:5])
        raise Refused(f"申請に不備が残っています: {labels}。補正を求めるか、不許可の起案に進んでください。")


def enter(turn: Turn, move: Move) -> dict[str, Any]:
    """Make the visits of a move; returns its facts. With nothing left the case stands without a step."""
    order = len(turn.docket.visits)
    for skip in move.skipped:
        order += 1
        _begin(turn, _skipped(turn, skip, order))
    if move.to is None:
        _stand_nowhere(turn)
    else:
        _stand_at(turn, move.to, order + 1)
    return {
        "to": move.to.key if move.to else "",
        # The reasons may quote answers: they stand on the visits, which the event only commits to.
        "skipped": [skip.step.key for skip in move.skipped],
    }


def is_automatic(step: Step, turn: Turn) -> bool:
    """Whether the edition lets this step pass by rule in this case."""
    if step.auto is None or turn.docket.submission.problems:
        return False
    return truthy(evaluate(step.auto, turn.docket.sight.data))


def require_post(turn: Turn, actor: Actor) -> None:
    """Raises Denied when the edition names a post for the step and the actor does not hold it."""
    post = turn.visit.post
    if post and not actor.holds(post):
        raise Denied(post)


def _stand_nowhere(turn: Turn) -> None:
    turn.case.step_key = ""
    turn.case.step_kind = ""
    turn.case.visit_id = None


def _stand_at(turn: Turn, step: Step, order: int) -> None:
    visit = _visit(turn, step, order)
    if step.kind == "inquire":
        visit.sent_to = "、".join(step.to)
    _begin(turn, visit)
    if step.kind == "consult":
        _ask_sections(turn, step, visit)
    case = turn.case
    case.step_key = step.key
    case.step_kind = step.kind
    case.visit_id = visit.id
    case.unseen = True
    case.work_section = visit.section
    case.state = state_at(step.kind)


def _begin(turn: Turn, visit: StepVisit) -> None:
    turn.keep(visit)
    turn.add_visit(visit)


def _visit(turn: Turn, step: Step, order: int) -> StepVisit:
    section, post = place_of(step.who, turn.docket.procedure)
    days = step.due_days
    if step.kind == "wait":
        days = int(step.params.get("days", 0)) or days
    return StepVisit(
        case=turn.case,
        order=order,
        step_key=step.key,
        kind=step.kind,
        title=step.title,
        section=section,
        post=post,
        entered_at=turn.at,
        due_on=step_due(town_calendar(), turn.day, days),
        minutes=step.minutes,
    )


def _skipped(turn: Turn, skip: Skip, order: int) -> StepVisit:
    visit = _visit(turn, skip.step, order)
    visit.due_on = None
    visit.done_at = turn.at
    visit.done_by = "system:cases"
    visit.capacity = "automatic"
    visit.outcome = Outcome.SKIPPED
    visit.because = list(skip.because)
    return visit


def _ask_sections(turn: Turn, step: Step, visit: StepVisit) -> None:
    for name in step.to or (step.who,):
        section, post = place_of(name, turn.docket.procedure)
        turn.keep(Opinion(case=turn.case, visit=visit, section=section, post=post))


def place_of(who: str, procedure: Procedure) -> tuple[str, str]:
    """The section and the post ("" for anybody of the section) that a step's `who` names.

    Raises Post.DoesNotExist for a post that does not stand; the catalogue refuses such an edition.
    """
    if who == "section":
        return procedure.section, ""
    if who in people.sections():
        return who, ""
    return people.post_ref(who).section or procedure.section, who


def _restart_clock(turn: Turn, visit: StepVisit) -> None:
    """An inquiry that stopped the clock lets it go on when its step is left."""
    if visit.kind != "inquire" or turn.case.stopped_on is None:
        return
    for stop in ClockStop.objects.filter(case=turn.case, why="inquiry", ends__isnull=True):
        stop.ends = turn.day
        turn.keep(stop)
    turn.case.stopped_on = None
    turn.reckon_due()
