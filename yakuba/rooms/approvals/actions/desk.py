"""What every act starts from and ends with: the locked draft, its course, and the rows that changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from yakuba.ground.access.actor import Actor
from yakuba.ground.calendar import clock
from yakuba.ground.journal.holding import hold
from yakuba.ground.journal.models import ProvedRow
from yakuba.ground.journal.record import record
from yakuba.rooms.approvals.models import Act, Approval, ExhibitVersion, RouteStep
from yakuba.rooms.approvals.reading.course import affair_with_people, course_of
from yakuba.rooms.approvals.rules.course import Course, Step
from yakuba.rooms.approvals.rules.standing import SUBSTITUTABLE, Affair, substitute_posts
from yakuba.rooms.approvals.rules.values import Capacity, Outcome, StepState

_ENDED = frozenset({"approved", "rejected", "withdrawn"})


@dataclass(frozen=True)
class Desk:
    """A draft on the table, locked for the length of the transaction."""

    approval: Approval
    exhibit: ExhibitVersion
    course: Course
    affair: Affair


def open_desk(approval_id: UUID, by: Actor) -> Desk:
    """Lock the draft and read where it stands. Raises Approval.DoesNotExist for what `by` may not see.

    The machine itself (an actor of kind "system", never a person's request) sees every draft.
    """
    # The matter first: whoever ends it locks the matter before the draft.
    hold(Approval.objects.values_list("subject", flat=True).get(id=approval_id))
    approval = Approval.objects.select_for_update().get(id=approval_id)
    if by.kind != "system":
        approval = Approval.objects.visible_to(by).get(id=approval_id)
    course = course_of(approval, RouteStep.objects.filter(approval=approval))
    exhibit = ExhibitVersion.objects.get(approval=approval, version=approval.version)
    return Desk(approval, exhibit, course, affair_with_people(approval, course, clock.today()))


def settle(approval: Approval, course: Course, affair: Affair) -> list[ProvedRow]:
    """Write what the rules made of the course; returns the rows that changed, the draft among them."""
    now = clock.now()
    known = {row.id: row for row in RouteStep.objects.filter(approval=approval)}
    fresh = [_new_row(approval, step, affair, now) for step in course.steps if step.id not in known]
    RouteStep.objects.bulk_create(fresh)
    changed = [row for step in course.steps if (row := known.get(step.id)) and _differs(row, step)]
    for row in changed:
        _carry_over(row, course.step(row.id), affair, now)
        row.save()
    approval.state = str(course.state)
    approval.version = course.version
    approval.ended_at = now if course.state in _ENDED else None
    approval.save()
    return [approval, *fresh, *changed]


def _new_row(approval: Approval, step: Step, affair: Affair, now: datetime) -> RouteStep:
    row = RouteStep(
        id=step.id,
        approval=approval,
        version=step.version,
        order=step.order,
        post_key=step.post_key,
        post_title=step.post_title,
        rank=step.rank,
        authority=step.authority,
    )
    _carry_over(row, step, affair, now)
    return row


def _differs(row: RouteStep, step: Step) -> bool:
    return (row.kind, row.state, row.skip_reason, row.pulled) != (
        str(step.kind),
        str(step.state),
        step.skip_reason,
        step.pulled,
    )


def _carry_over(row: RouteStep, step: Step, affair: Affair, now: datetime) -> None:
    if step.state is StepState.OPEN and row.opened_at is None:
        row.opened_at = now
    row.kind, row.state = str(step.kind), str(step.state)
    row.skip_reason, row.pulled = step.skip_reason, step.pulled
    if step.kind in SUBSTITUTABLE:
        row.substitutes = "".join(f"|{post}" for post in substitute_posts(step, affair)) + "|"


def write_act(
    desk: Desk,
    by: Actor,
    outcome: Outcome,
    *,
    step: Step | None = None,
    capacity: Capacity = Capacity.OWN,
    post_key: str = "",
    ahead: bool = False,
    reason: str = "",
    opened_at: datetime | None = None,
) -> Act:
    """The row that says who did what, having seen which exhibit."""
    post = post_key or by.post
    known = desk.affair.organization.posts.get(post)
    return Act.objects.create(
        approval=desk.approval,
        version=desk.course.version,
        step_id=step.id if step else None,
        staff_id=by.id if by.kind == "staff" else None,
        post_key=post,
        post_title=known.title if known else by.post_title,
        capacity=str(capacity),
        ahead=ahead,
        outcome=str(outcome),
        reason=reason.strip(),
        seen=desk.exhibit.digest,
        opened_at=opened_at or clock.now(),
        at=clock.now(),
    )


def journal(act: Act, desk: Desk, by: Actor, rows: Sequence[ProvedRow], facts: Mapping[str, Any]) -> None:
    """One event for the act: whose matter, which version and digest; never titles or reasons."""
    whose, _, which = desk.approval.subject.partition(":")
    record(
        kind=f"approval.{act.outcome}",
        subject=f"approval:{desk.approval.id}",
        by=by.by(act.capacity, act.post_key),
        facts={whose: which, "version": act.version, "digest": act.seen, "act": str(act.id), **facts},
        rows=[act, *rows],
    )
