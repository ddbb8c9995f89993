"""審査: ticks, staff answers, and where the case goes from here."""

from uuid import UUID

from yakuba.ground.access.actor import Actor
from yakuba.rooms.cases.actions.advance import advance
from yakuba.rooms.cases.actions.findings import Findings, note_findings
from yakuba.rooms.cases.actions.flow import require_post
from yakuba.rooms.cases.actions.register import keep_register
from yakuba.rooms.cases.actions.turn import Refused, turn
from yakuba.rooms.cases.rules.machine import Outcome, can_refuse
from yakuba.rooms.cases.rules.states import SEND_BACK_FROM, State


def keep_findings(case_id: UUID, *, actor: Actor, seen: int, found: Findings) -> None:
    """Keep what has been found so far, without going on."""
    with turn(case_id, actor=actor, seen=seen, act="keep_findings") as now:
        now.need(State.RECEIVED, State.REVIEW, State.INSPECT, State.INQUIRE, State.ISSUE, State.CLOSING)
        require_post(now, actor)
        note_findings(now, found, complete=False)
        now.tell("reviewed", step=now.visit.step_key, ticks=sorted(now.visit.ticks))


def finish_review(case_id: UUID, *, actor: Actor, seen: int, found: Findings) -> None:
    """The review is done and everything on its checklist was checked: on to the next step."""
    with turn(case_id, actor=actor, seen=seen, act="finish_review") as now:
        now.need(State.REVIEW)
        require_post(now, actor)
        note_findings(now, found)
        ticks = sorted(now.visit.ticks)
        advance(now, Outcome.DONE, "review_done", ticks=ticks, **keep_register(now, actor))


def propose_refusal(case_id: UUID, *, actor: Actor, seen: int, reason: str, found: Findings) -> None:
    """The criteria are not met: go straight to the 起案 of a refusal, with the reason (行政手続法第8条)."""
    with turn(case_id, actor=actor, seen=seen, act="propose_refusal") as now:
        now.need(State.REVIEW)
        require_post(now, actor)
        if not reason.strip():
            raise Refused(
                "不許可とする理由を入力してください。起案と通知の理由になります。", field="refusal_reason"
            )
        if not can_refuse(now.docket.procedure, now.visit.step_key):
            raise Refused(
                "この手続には不許可の通知がありません。補正を求めてください。", field="refusal_reason"
            )
        note_findings(now, found, complete=False)
        advance(now, Outcome.REFUSAL, "refusal_proposed", reason=reason.strip())


def back_to_review(case_id: UUID, *, actor: Actor, seen: int, step_key: str, reason: str) -> None:
    """Return to an earlier review or inspection, with the reason."""
    with turn(case_id, actor=actor, seen=seen, act="back_to_review") as now:
        now.need(*SEND_BACK_FROM)
        if not reason.strip():
            raise Refused("審査に戻す理由を入力してください。", field="back_reason")
        advance(now, Outcome.BACK, "sent_to_review", reason=reason.strip(), back_to=step_key)
