"""起案 of the decision, and what the deciders' news does to the case."""

from uuid import UUID

from yakuba.ground.access.actor import Actor, system
from yakuba.ground.access.gate import require
from yakuba.ground.access.rights import Right
from yakuba.ground.catalogue.definition import Letter
from yakuba.ground.journal.signature import By
from yakuba.ground.letters import LetterError
from yakuba.rooms.approvals import door as approvals
from yakuba.rooms.cases.actions.advance import advance
from yakuba.rooms.cases.actions.flow import go_on, leave, require_post, require_whole
from yakuba.rooms.cases.actions.turn import MACHINE, Refused, Turn, machine_turn, turn
from yakuba.rooms.cases.models import Drafting
from yakuba.rooms.cases.reading.papers import (
    NoLetter,
    Proposal,
    addressee_of,
    exhibit_of,
    letter_for,
    letter_title_of,
    matter_of,
    title_of,
)
from yakuba.rooms.cases.rules.machine import Outcome
from yakuba.rooms.cases.rules.states import State


def draft_decision(case_id: UUID, *, actor: Actor, seen: int, proposal: Proposal) -> UUID:
    """起案: freeze the exhibit and hand it to the deciders; returns the approval's id.

    A refusal needs its reason (行政手続法第8条). After a 差戻し or 引戻し the same approval goes round again.
    Raises Denied, Refused, Stale, AlreadyDone.
    """
    with turn(case_id, actor=actor, seen=seen, act="draft_decision") as now:
        now.need(State.DRAFTING)
        require_post(now, actor)
        require(actor, Right.APPROVAL_DRAFT, section=now.case.section)
        exhibit, letter = prepared(now, proposal)
        try:
            approval_id = _hand_over(now, actor, proposal, exhibit)
        except approvals.ApprovalProblem as problem:
            raise Refused(problem.message) from problem
        drafting = Drafting(
            visit=now.visit,
            decision=proposal.decision,
            letter_key=letter.key,
            letter_title=letter_title_of(now.docket, letter),
            addressee=addressee_of(now.docket, letter),
            conditions=proposal.conditions.strip(),
            reason=proposal.reason.strip(),
            body=exhibit.body,
            approval_id=approval_id,
            digest=approvals.exhibit_digest(exhibit),
            drafted_at=now.at,
            drafted_by=actor.ref,
        )
        now.keep(drafting)
        now.case.state = State.CIRCULATING
        now.tell("drafted", step=now.visit.step_key, decision=proposal.decision, approval=approval_id,
                 digest=drafting.digest)  # fmt: skip
        return approval_id


def prepared(turn: Turn, proposal: Proposal) -> tuple[approvals.Exhibit, Letter]:
    """The exhibit of a proposal and its letter. Raises Refused saying what is missing."""
    step = turn.docket.procedure.step(turn.visit.step_key)
    if proposal.decision not in ("permit", "refuse"):
        raise Refused("処分案を選んでください。", field="decision")
    if proposal.decision == "refuse" and not proposal.reason.strip():
        raise Refused("不許可の理由を入力してください。理由は通知に書かれます。", field="reason")
    if proposal.decision == "permit":
        require_whole(turn)
    try:
        letter = letter_for(turn.docket.procedure, step, proposal.decision)
        return exhibit_of(turn.docket, step, proposal), letter
    except NoLetter:
        raise Refused(
            "この処分案の通知文が、様式版にありません。手続の定義を確かめてください。", field="decision"
        ) from None
    except LetterError as problem:
        raise Refused(str(problem), field="decision") from problem


def _hand_over(turn: Turn, actor: Actor, proposal: Proposal, exhibit: approvals.Exhibit) -> UUID:
    step = turn.docket.procedure.step(turn.visit.step_key)
    matter = matter_of(turn.docket, step, proposal.decision)
    title = title_of(turn.docket, proposal)
    returned = _returned_before(turn)
    if returned is not None:
        approvals.redraft(
            returned, exhibit=exhibit, by=actor, matter=matter, title=title, reason=proposal.reason
        )
        return returned
    return approvals.draft(
        matter=matter, title=title, exhibit=exhibit, subject=turn.case.ref, by=actor, reason=proposal.reason
    )


def _returned_before(turn: Turn) -> UUID | None:
    """The approval that came back to the drafter and still lies there; None when it was rejected or never
    made.
    """
    drafts = [visit.drafting for visit in turn.docket.visits if hasattr(visit, "drafting")]
    if drafts and drafts[-1].outcome in (Outcome.SENT_BACK, Outcome.PULLED_BACK):
        return drafts[-1].approval_id
    return None


def decided(news: approvals.Decided) -> None:
    """決裁 or 否認 has fallen: the case goes on, or stands at drafting again."""
    drafting = _live(news.subject, news.approval_id)
    if drafting is None:
        return
    outcome = Outcome.APPROVED if news.outcome == "approved" else Outcome.REJECTED
    with machine_turn(drafting.visit.case_id, "decided") as now:
        drafting.decided_at = news.decided_at
        drafting.decided_by = news.decided_by
        drafting.capacity = news.capacity
        if outcome == Outcome.APPROVED:
            now.case.decision = drafting.decision
        _settle(now, drafting, outcome)
        advance(now, outcome, "decided" if outcome == Outcome.APPROVED else "rejected",
                done_by=news.decided_by, capacity=news.capacity, approval=news.approval_id,
                decision=drafting.decision, digest=news.exhibit_digest)  # fmt: skip


def sent_back(news: approvals.SentBack) -> None:
    """差戻し to the drafter opens the drafting again; one to an earlier person on the route changes nothing
    here.
    """
    drafting = _live(news.subject, news.approval_id) if news.to_drafter else None
    if drafting is not None:
        _again(drafting, Outcome.SENT_BACK, "draft_sent_back", by=news.by, comment=news.reason)


def pulled_back(news: approvals.PulledBack) -> None:
    """引戻し by the drafter opens the drafting again."""
    drafting = _live(news.subject, news.approval_id)
    if drafting is not None:
        _again(drafting, Outcome.PULLED_BACK, "draft_pulled_back", by=drafting.drafted_by, comment="")


def _again(drafting: Drafting, outcome: Outcome, kind: str, *, by: str, comment: str) -> None:
    with machine_turn(drafting.visit.case_id, kind, by=By(actor=by) if by else MACHINE) as now:
        drafting.comment = comment
        _settle(now, drafting, outcome)
        left = leave(now, outcome, reason=comment)
        now.tell(kind, approval=drafting.approval_id, **go_on(now, left))


def _settle(turn: Turn, drafting: Drafting, outcome: Outcome) -> None:
    drafting.outcome = outcome
    turn.keep(drafting)
    turn.renew()


def _live(subject: str, approval_id: UUID) -> Drafting | None:
    if not subject.startswith("case:"):
        return None
    return (
        Drafting.objects.select_related("visit")
        .filter(approval_id=approval_id, outcome="", visit__case_id=subject.removeprefix("case:"))
        .first()
    )


def drop_live_draft(turn: Turn, reason: str) -> None:
    """Withdraw what still circulates or lies at its drafter, because the matter itself has ended."""
    drafts = [visit.drafting for visit in turn.docket.visits if hasattr(visit, "drafting")]
    if not drafts or drafts[-1].outcome not in ("", Outcome.SENT_BACK, Outcome.PULLED_BACK):
        return
    _settle(turn, drafts[-1], Outcome.STOPPED)
    approvals.withdraw(drafts[-1].approval_id, by=system("cases"), reason=reason)
