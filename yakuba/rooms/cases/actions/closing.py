"""The two ways a person ends a case: 完結, and 取下げ by the applicant or for them."""

from uuid import UUID

from django.db import transaction

from yakuba.ground.access.actor import Actor, system
from yakuba.ground.access.gate import Denied, require
from yakuba.ground.access.rights import Right
from yakuba.ground.languages import marked
from yakuba.rooms.cases.actions import notices
from yakuba.rooms.cases.actions.advance import finish
from yakuba.rooms.cases.actions.decision import drop_live_draft
from yakuba.rooms.cases.actions.ending import end_case
from yakuba.rooms.cases.actions.findings import NOTHING, Findings, note_findings
from yakuba.rooms.cases.actions.flow import leave, require_post
from yakuba.rooms.cases.actions.register import keep_register
from yakuba.rooms.cases.actions.turn import Refused, Turn, machine_turn, turn
from yakuba.rooms.cases.models import ClockStop, Correction, IssuedLetter
from yakuba.rooms.cases.rules.machine import Outcome
from yakuba.rooms.cases.rules.states import WITHDRAWABLE, State
from yakuba.rooms.payments import door as payments


def close_case(case_id: UUID, *, actor: Actor, seen: int, found: Findings = NOTHING) -> None:
    """完結する: everything is done and delivered; the matter is filed under its class."""
    with turn(case_id, actor=actor, seen=seen, act="close_case") as now:
        now.need(State.CLOSING)
        require_post(now, actor)
        require(actor, Right.RECORD_FILE, section=now.case.section)
        note_findings(now, found)
        waiting = undelivered(now)
        if waiting:
            raise Refused(
                f"まだ渡していない文書があります: {'、'.join(waiting)}。"
                "渡したこと、または発送したことを記録してください。"
            )
        facts = keep_register(now, actor)
        leave(now, Outcome.DONE)
        finish(now, by=None, **facts)


def undelivered(turn: Turn) -> list[str]:
    """Titles of letters that have to leave the hall and have not."""
    rows = IssuedLetter.objects.filter(case=turn.case, delivered_at=None)
    return [row.title for row in rows if row.delivery != "download" or row.file_id is None]


def withdraw_for(case_id: UUID, *, actor: Actor, seen: int, reason: str) -> None:
    """取下げ that came to the section on paper, by telephone or at the counter."""
    with turn(case_id, actor=actor, seen=seen, act="withdraw", right=None) as now:
        require(actor, Right.CASE_INTAKE, section=now.case.section)
        if not reason.strip():
            raise Refused("取下げの申出をいつ、どのように受けたかを入力してください。", field="reason")
        _withdraw(now, reason.strip())


def withdraw(case_id: UUID, *, by: Actor) -> None:
    """取下げ by the applicant. `by` is the applicant, or a guest whose link the caller has checked.

    Done twice it stands once. Raises Denied, Refused (decided already, or paid).
    """
    with transaction.atomic(), machine_turn(case_id, "withdraw", by=by.by()) as now:
        if now.case.applicant_ref and by.ref != now.case.applicant_ref and by.kind != "guest":
            raise Denied("withdraw")
        if now.case.state == State.WITHDRAWN:
            now.stay()
            return
        _withdraw(now, "申請した人の取下げ")


def _withdraw(turn: Turn, reason: str) -> None:
    if turn.case.state not in WITHDRAWABLE:
        raise Refused(marked("結果が決まったあとなので、取り下げられません。担当の係に相談してください。"))
    _refuse_paid(turn)
    drop_live_draft(turn, reason)
    for request in Correction.objects.filter(case=turn.case, answered_at=None, cancelled_at=None):
        request.cancelled_at = turn.at
        turn.keep(request)
    for stop in ClockStop.objects.filter(case=turn.case, ends=None):
        stop.ends = turn.day
        turn.keep(stop)
    payments.cancel_open(subject=turn.case.ref, reason="申請の取下げ", by=system("cases"))
    leave(turn, Outcome.STOPPED, reason=reason)
    notices.withdrawn(turn)
    end_case(turn, State.WITHDRAWN, "withdrawn")


def _refuse_paid(turn: Turn) -> None:
    found = payments.assessments_of([turn.case.ref])[turn.case.ref]
    if any(view.receipt is not None for view in found):
        raise Refused(
            "料金の納付が済んでいるので、ここでは取り下げられません。還付の手続が必要です。会計に相談してください。"
        )
