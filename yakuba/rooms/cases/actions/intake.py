"""受付: taking an application up (審査開始義務, 行政手続法第7条) or handing it back."""

from uuid import UUID

from yakuba.ground.access.actor import Actor
from yakuba.ground.access.rights import Right
from yakuba.rooms.cases.actions import notices
from yakuba.rooms.cases.actions.advance import advance
from yakuba.rooms.cases.actions.ending import end_case
from yakuba.rooms.cases.actions.findings import NOTHING, Findings, note_findings
from yakuba.rooms.cases.actions.flow import leave, require_post
from yakuba.rooms.cases.actions.register import keep_register
from yakuba.rooms.cases.actions.turn import Refused, turn
from yakuba.rooms.cases.rules.machine import Outcome
from yakuba.rooms.cases.rules.states import State


def accept(case_id: UUID, *, actor: Actor, seen: int, found: Findings = NOTHING) -> None:
    """受付 by a person of the section; whoever accepts an unassigned case takes it on."""
    with turn(case_id, actor=actor, seen=seen, act="accept", right=Right.CASE_INTAKE) as now:
        now.need(State.RECEIVED)
        require_post(now, actor)
        note_findings(now, found)
        if now.case.assignee_id is None:
            now.case.assignee_id = actor.id
        notices.accepted(now)
        advance(now, Outcome.ACCEPTED, "accepted", **keep_register(now, actor))


def hand_back(case_id: UUID, *, actor: Actor, seen: int, reason: str) -> None:
    """返戻: the applicant gets the application back with the reason; the case is filed.

    A permit that was applied for in form must be decided instead (行政手続法第7条), so this is only for
    what has not been taken up, and needs a reason.
    """
    with turn(case_id, actor=actor, seen=seen, act="hand_back", right=Right.CASE_INTAKE) as now:
        now.need(State.RECEIVED)
        require_post(now, actor)
        if not reason.strip():
            raise Refused("返戻の理由を入力してください。申請した人に、そのまま届きます。", field="reason")
        leave(now, Outcome.STOPPED, reason=reason.strip())
        notices.returned(now, reason.strip())
        end_case(now, State.RETURNED, "returned")
