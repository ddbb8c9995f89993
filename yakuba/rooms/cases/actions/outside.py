"""Steps in which others speak: 合議 of other sections, 照会 to an outside body, 現地調査, and waiting for a
day.
"""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from yakuba.ground.access.actor import Actor
from yakuba.ground.access.gate import Denied
from yakuba.ground.access.rights import Right
from yakuba.rooms.cases.actions.added import NewPaper, add_papers
from yakuba.rooms.cases.actions.advance import advance
from yakuba.rooms.cases.actions.findings import Findings, note_findings
from yakuba.rooms.cases.actions.flow import require_post
from yakuba.rooms.cases.actions.register import keep_register
from yakuba.rooms.cases.actions.turn import MACHINE, Refused, Turn, machine_turn, turn
from yakuba.rooms.cases.models import ClockStop, Opinion
from yakuba.rooms.cases.rules.machine import Outcome
from yakuba.rooms.cases.rules.states import State


def give_opinion(case_id: UUID, opinion_id: UUID, *, actor: Actor, seen: int, result: str, text: str) -> None:
    """合議: a section that was asked says what it thinks; with the last answer the case goes on.

    Agreeing with an opinion or disagreeing needs its words. A disagreement goes on too: the deciders see it.
    """
    with turn(case_id, actor=actor, seen=seen, act=f"opinion-{opinion_id}", right=None) as now:
        now.need(State.CONSULT)
        opinion = Opinion.objects.filter(case=now.case, visit=now.visit, id=opinion_id).first()
        if opinion is None or not actor.may(Right.CASE_WORK, section=opinion.section):
            raise Denied("opinion")
        if opinion.post and not actor.holds(opinion.post):
            raise Denied(opinion.post)
        _fill_opinion(now, opinion, result, text)
        waiting = now.visit.opinions.filter(at__isnull=True).exists()
        if waiting and not _any_is_enough(now):
            now.tell("opinion_given", section=opinion.section, result=result)
        else:
            advance(now, Outcome.DONE, "consulted", section=opinion.section, result=result)


def _fill_opinion(turn: Turn, opinion: Opinion, result: str, text: str) -> None:
    if opinion.at is not None:
        raise Refused("この合議には、もう回答があります。")
    if result not in dict(Opinion.RESULTS):
        raise Refused("同意・意見を付けて同意・不同意のどれかを選んでください。", field="result")
    if result != "agree" and not text.strip():
        raise Refused("意見または不同意の理由を入力してください。", field="text")
    opinion.result, opinion.text = result, text.strip()
    opinion.by, opinion.at = turn.by.actor, turn.at
    turn.keep(opinion)


def _any_is_enough(turn: Turn) -> bool:
    step = turn.docket.procedure.step(turn.visit.step_key)
    return step.params.get("mode") == "any"


def send_inquiry(case_id: UUID, *, actor: Actor, seen: int, to: str, sent_on: date) -> None:
    """照会 was sent to an outside body. The clock runs on unless the edition says `stops_clock`."""
    with turn(case_id, actor=actor, seen=seen, act="send_inquiry") as now:
        now.need(State.INQUIRE)
        require_post(now, actor)
        visit = now.visit
        if visit.sent_on is not None:
            raise Refused("照会はもう送ったと記録されています。")
        if not to.strip():
            raise Refused("照会先を入力してください。", field="to")
        _not_ahead(now, sent_on, "sent_on")
        visit.sent_to, visit.sent_on = to.strip(), sent_on
        now.keep(visit)
        if now.docket.procedure.step(visit.step_key).params.get("stops_clock"):
            now.keep(ClockStop(case=now.case, why="inquiry", begins=now.day))
            now.case.stopped_on = now.day
        now.tell("inquired", step=visit.step_key, sent_on=sent_on)


def answer_inquiry(
    case_id: UUID, *, actor: Actor, seen: int, came_on: date, found: Findings, note: str
) -> None:
    """The outside body answered: its answer as staff answers, and on."""
    with turn(case_id, actor=actor, seen=seen, act="answer_inquiry") as now:
        now.need(State.INQUIRE)
        require_post(now, actor)
        visit = now.visit
        if visit.sent_on is None:
            raise Refused("先に、照会を送った日を記録してください。", field="sent_on")
        _not_ahead(now, came_on, "came_on")
        if came_on < visit.sent_on:
            raise Refused("回答の日が、照会を送った日より前になっています。", field="came_on")
        visit.came_on = came_on
        note_findings(now, found)
        advance(now, Outcome.DONE, "inquiry_answered", reason=note.strip(), came_on=came_on)


def plan_inspection(case_id: UUID, *, actor: Actor, seen: int, planned_on: date) -> None:
    """現地調査 is planned for a day; may be changed until it is done."""
    with turn(case_id, actor=actor, seen=seen, act="plan_inspection") as now:
        now.need(State.INSPECT)
        require_post(now, actor)
        if planned_on < now.day:
            raise Refused("調査の予定日は、今日以後の日を入力してください。", field="planned_on")
        visit = now.visit
        visit.planned_on = planned_on
        now.keep(visit)
        now.tell("inspection_planned", step=visit.step_key, planned_on=planned_on)


def finish_inspection(
    case_id: UUID,
    *,
    actor: Actor,
    seen: int,
    came_on: date,
    found: Findings,
    photos: Collection[NewPaper] = (),
) -> None:
    """現地調査 is done: what was found, as staff answers, and on."""
    with turn(case_id, actor=actor, seen=seen, act="finish_inspection") as now:
        now.need(State.INSPECT)
        require_post(now, actor)
        _not_ahead(now, came_on, "came_on")
        now.visit.came_on = came_on
        add_papers(now, actor, photos)
        note_findings(now, found)
        advance(now, Outcome.DONE, "inspected", came_on=came_on, **keep_register(now, actor))


def end_waiting(case_id: UUID, *, actor: Actor, seen: int) -> None:
    """A person ends the waiting."""
    with turn(case_id, actor=actor, seen=seen, act="end_waiting") as now:
        now.need(State.WAIT)
        require_post(now, actor)
        advance(now, Outcome.DONE, "waited")


def wake(case_id: UUID) -> bool:
    """The day waited for has come: go on by rule. False when the case is no longer waiting."""
    with machine_turn(case_id, "wake") as now:
        due = now.docket.visit.due_on if now.case.state == State.WAIT and now.docket.visit else None
        if due is None or now.day < due:
            now.stay()
            return False
        advance(now, Outcome.DONE, "waited", done_by=MACHINE.actor, capacity=MACHINE.capacity)
        return True


def _not_ahead(turn: Turn, day: date, field: str) -> None:
    if day > turn.day:
        raise Refused("まだ来ていない日です。今日か、それより前の日を入力してください。", field=field)
