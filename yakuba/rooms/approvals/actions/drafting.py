"""What the drafter does: 起案, 起案し直し, 引戻し, 取下げ."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from yakuba.ground.access.actor import Actor
from yakuba.ground.access.gate import require
from yakuba.ground.access.rights import Right
from yakuba.ground.calendar import clock
from yakuba.ground.identifiers import new_id
from yakuba.ground.news import tell
from yakuba.rooms.approvals.actions.desk import Desk, journal, open_desk, settle, write_act
from yakuba.rooms.approvals.models import Approval, ExhibitVersion
from yakuba.rooms.approvals.reading.course import affair_of
from yakuba.rooms.approvals.reading.planning import Plan, planned, staff_id
from yakuba.rooms.approvals.rules import course as rules
from yakuba.rooms.approvals.rules.course import Course
from yakuba.rooms.approvals.rules.refusals import ApprovalProblem, NotYourTurn, Stale
from yakuba.rooms.approvals.rules.tidings import PulledBack
from yakuba.rooms.approvals.rules.values import (
    ApprovalState,
    Exhibit,
    Matter,
    Outcome,
    exhibit_as_json,
    exhibit_digest,
)

TITLE_LENGTH = 200


@transaction.atomic
def draft(*, matter: Matter, title: str, exhibit: Exhibit, subject: str, by: Actor, reason: str = "") -> UUID:
    """起案: put `exhibit` before the deciders of `matter` as of today, and return the draft's id.

    Raises Denied without approval:draft in the section, TownError when no row of the table fits,
    SelfDecision when only the drafter could decide, ApprovalProblem for a missing or too long title.
    """
    require(by, Right.APPROVAL_DRAFT, section=matter.section)
    plan = planned(matter, by, clock.today())
    approval = Approval(
        title=_title(title),
        subject=subject,
        section=matter.section,
        drafter_id=staff_id(by),
        drafted_at=clock.now(),
    )
    _take_over(approval, matter, plan)
    return _send_round(approval, plan, exhibit, by, version=1, outcome=Outcome.DRAFT, reason=reason)


@transaction.atomic
def redraft(
    approval_id: UUID,
    *,
    exhibit: Exhibit,
    by: Actor,
    matter: Matter | None = None,
    title: str | None = None,
    reason: str = "",
) -> None:
    """起案し直し: the next version of a draft that was sent back or pulled back; the route starts anew.

    `matter` and `title` stay as they were when not given. Raises Approval.DoesNotExist for what `by` may not
    see, NotYourTurn for anyone but a colleague with approval:draft, ApprovalProblem while it circulates.
    """
    desk = open_desk(approval_id, by)
    approval = desk.approval
    require(by, Right.APPROVAL_DRAFT, section=approval.section)
    if desk.course.state is not ApprovalState.RETURNED:
        raise ApprovalProblem("起案し直せるのは、差し戻されたものか、引き戻したものだけです。")
    matter = matter or _same_matter(approval)
    plan = planned(matter, by, clock.today())
    approval.title = _title(title) if title is not None else approval.title
    approval.drafter_id = staff_id(by)
    _take_over(approval, matter, plan)
    version = approval.version + 1
    _send_round(approval, plan, exhibit, by, version=version, outcome=Outcome.REDRAFT, reason=reason)


def _same_matter(approval: Approval) -> Matter:
    amounts = {name: Decimal(value) for name, value in approval.amounts.items()}
    return Matter(approval.matter_kind, approval.section, amounts)


def _title(title: str) -> str:
    title = title.strip()
    if not 0 < len(title) <= TITLE_LENGTH:
        raise ApprovalProblem(f"件名を{TITLE_LENGTH}字以内で書いてください。")
    return title


def _take_over(approval: Approval, matter: Matter, plan: Plan) -> None:
    approval.matter_kind = matter.kind
    approval.section = matter.section
    approval.amounts = {name: str(value) for name, value in matter.amounts.items()}
    approval.line_section = plan.line_section
    approval.rule_key = plan.rule.key
    approval.basis = plan.rule.basis
    approval.drafter_may_decide = plan.rule.drafter_may_decide


def _send_round(
    approval: Approval,
    plan: Plan,
    exhibit: Exhibit,
    by: Actor,
    *,
    version: int,
    outcome: Outcome,
    reason: str,
) -> UUID:
    approval.version = version
    approval.state = str(ApprovalState.CIRCULATING)
    approval.save()
    shown = ExhibitVersion.objects.create(
        approval=approval, version=version, content=exhibit_as_json(exhibit), digest=exhibit_digest(exhibit)
    )
    course = rules.start(plan.steps, version=version, new_id=new_id)
    affair = affair_of(approval, clock.today(), plan.organization, plan.table)
    rows = settle(approval, course, affair)
    desk = Desk(approval, shown, course, affair)
    act = write_act(desk, by, outcome, reason=reason)
    facts = {"matter": approval.matter_kind, "section": approval.section, "rule": approval.rule_key}
    journal(act, desk, by, [shown, *rows], facts)
    return approval.id


@transaction.atomic
def pull_back(approval_id: UUID, *, by: Actor, seen: str, opened_at: datetime, reason: str = "") -> None:
    """引戻し by the drafter while the next person has not acted; the room above is told PulledBack.

    Pressing twice does nothing more. Raises Stale, NotYourTurn, ApprovalProblem.
    """
    desk = open_desk(approval_id, by)
    if desk.approval.drafter_id != by.id:
        raise NotYourTurn("引き戻せるのは、起案した人だけです。")
    if desk.course.state is ApprovalState.RETURNED:
        return
    if desk.exhibit.digest != seen:
        raise Stale()
    _end_round(desk, rules.pull_back(desk.course), by, Outcome.PULL_BACK, reason, opened_at)
    tell(PulledBack(desk.approval.id, desk.approval.subject))


@transaction.atomic
def withdraw(approval_id: UUID, *, by: Actor, reason: str) -> None:
    """取下げ: the matter will not be decided any more. Called by the room above, which knows why.

    The machine may do it too: the applicant, who has no right here, took the matter back.
    Raises Approval.DoesNotExist for what `by` may not see, Denied without approval:draft, Closed at the end.
    """
    desk = open_desk(approval_id, by)
    if by.kind != "system":
        require(by, Right.APPROVAL_DRAFT, section=desk.approval.section)
    if desk.course.state is ApprovalState.WITHDRAWN:
        return
    _end_round(desk, rules.withdraw(desk.course), by, Outcome.WITHDRAW, reason, None)


def _end_round(
    desk: Desk, course: Course, by: Actor, outcome: Outcome, reason: str, opened_at: datetime | None
) -> None:
    rows = settle(desk.approval, course, desk.affair)
    act = write_act(replace(desk, course=course), by, outcome, reason=reason, opened_at=opened_at)
    journal(act, desk, by, rows, {})
