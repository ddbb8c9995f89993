"""審査: ticks, staff answers, and where the case goes from here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from yakuba.ground.access.actor import Actor
from yakuba.ground.catalogue.definition import Step
from yakuba.rooms.cases.actions.advance import advance
from yakuba.rooms.cases.actions.added import NewPaper, keep_file
from yakuba.rooms.cases.actions.flow import require_post
from yakuba.rooms.cases.actions.turn import Refused, Turn, turn
from yakuba.rooms.cases.rules.machine import Outcome, can_refuse
from yakuba.rooms.cases.rules.states import SEND_BACK_FROM, State


@dataclass(frozen=True)
class Findings:
    """What staff found at a step: ticked checklist items, answers to staff questions, files for some of them."""

    ticked: tuple[str, ...] = ()
    answers: Mapping[str, Any] = field(default_factory=dict)
    uploads: Mapping[str, tuple[NewPaper, ...]] = field(default_factory=dict)


def note_findings(turn: Turn, found: Findings) -> None:
    """Put ticks, staff answers and files on the present visit; a tick keeps who set it first and when.

    Keys the step does not know are left out. The caller tells the event. Raises Refused for a file not taken.
    """
    visit = turn.visit
    step = turn.docket.procedure.step(visit.step_key)
    known = {item.key for item in step.checklist}
    fresh = {"by": turn.by.actor, "at": turn.at.isoformat()}
    visit.ticks = {key: visit.ticks.get(key, fresh) for key in found.ticked if key in known}
    asked = {question.key for question in step.questions}
    answers = {key: value for key, value in found.answers.items() if key in asked}
    for key, papers in found.uploads.items():
        if key in asked:
            answers[key] = [*answers.get(key, []), *(keep_file(turn, paper) for paper in papers)]
    visit.answers = answers
    turn.keep(visit)
    turn.renew()


def keep_findings(case_id: UUID, *, actor: Actor, seen: int, found: Findings) -> None:
    """Keep what has been found so far, without going on."""
    with turn(case_id, actor=actor, seen=seen, act="keep_findings") as now:
        now.need(State.REVIEW, State.INSPECT, State.INQUIRE)
        require_post(now, actor)
        note_findings(now, found)
        now.tell("reviewed", step=now.visit.step_key, ticks=sorted(now.visit.ticks))


def finish_review(case_id: UUID, *, actor: Actor, seen: int, found: Findings) -> None:
    """The review is done and everything on its checklist was checked: on to the next step."""
    with turn(case_id, actor=actor, seen=seen, act="finish_review") as now:
        now.need(State.REVIEW)
        require_post(now, actor)
        note_findings(now, found)
        ticks = now.visit.ticks
        _need_all_ticks(now.docket.procedure.step(now.visit.step_key), ticks)
        advance(now, Outcome.DONE, "review_done", ticks=sorted(ticks))


def propose_refusal(case_id: UUID, *, actor: Actor, seen: int, reason: str, found: Findings) -> None:
    """The criteria are not met: go straight to the 起案 of a refusal, with the reason (行政手続法第8条)."""
    with turn(case_id, actor=actor, seen=seen, act="propose_refusal") as now:
        now.need(State.REVIEW)
        require_post(now, actor)
        if not reason.strip():
            raise Refused("不許可とする理由を入力してください。起案と通知の理由になります。", field="refusal_reason")
        if not can_refuse(now.docket.procedure, now.visit.step_key):
            raise Refused("この手続には不許可の通知がありません。補正を求めてください。", field="refusal_reason")
        note_findings(now, found)
        advance(now, Outcome.REFUSAL, "refusal_proposed", reason=reason.strip())


def back_to_review(case_id: UUID, *, actor: Actor, seen: int, step_key: str, reason: str) -> None:
    """Return to an earlier review or inspection, with the reason."""
    with turn(case_id, actor=actor, seen=seen, act="back_to_review") as now:
        now.need(*SEND_BACK_FROM)
        if not reason.strip():
            raise Refused("審査に戻す理由を入力してください。", field="back_reason")
        advance(now, Outcome.BACK, "sent_to_review", reason=reason.strip(), back_to=step_key)


def _need_all_ticks(step: Step, ticks: Mapping[str, Any]) -> None:
    missing = [item.label for item in step.checklist if item.key not in ticks]
    if missing:
        listed = "、".join(f"「{label}」" for label in missing[:5])
        raise Refused(
            f"まだ確かめていない項目があります: {listed}。確かめて印を付けるか、補正を求めてください。", field="tick"
        )
