"""決裁待ち: what waits for somebody, what they must read afterwards, drafted, or saw decided."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from yakuba.ground.access.actor import Actor
from yakuba.ground.calendar import clock
from yakuba.rooms.approvals.models import Act, Approval, KoetsuDuty, RouteStep
from yakuba.rooms.approvals.reading.course import affair_of, course_of, person_of
from yakuba.rooms.approvals.reading.organization import structure, with_holders
from yakuba.rooms.approvals.reading.planning import read_table
from yakuba.rooms.approvals.rules.authority import Table
from yakuba.rooms.approvals.rules.course import LIVE, Course
from yakuba.rooms.approvals.rules.route import Organization
from yakuba.rooms.approvals.rules.standing import Standing, standings, substitute_posts
from yakuba.rooms.approvals.rules.values import (
    CAPACITY_TITLES,
    KOETSU_TITLES,
    STATE_TITLES,
    STEP_TITLES,
    ApprovalState,
    KoetsuCause,
    StepState,
)

MOST = 200
"""How many rows a list shows at most; the oldest first, so that nothing old is hidden."""


@dataclass(frozen=True)
class ApprovalRow:
    """One line of a list. `waiting_since` is when the reader's step was opened; `duty_id` only for 後閲."""

    id: UUID
    title: str
    drafter_name: str
    drafted_at: datetime
    waiting_since: datetime | None
    what: str
    state: str
    state_text: str
    duty_id: UUID | None = None


@dataclass(frozen=True)
class Inbox:
    """The four lists of the page, the oldest waiting first."""

    waiting: tuple[ApprovalRow, ...]
    to_read: tuple[ApprovalRow, ...]
    drafted: tuple[ApprovalRow, ...]
    decided: tuple[ApprovalRow, ...]


def inbox(actor: Actor) -> Inbox:
    """Everything of the actor's own, as of today. At most eleven queries, whatever the number of drafts."""
    return Inbox(tuple(waiting_for(actor)), _to_read(actor), _drafted(actor), _decided(actor))


def waiting_for(actor: Actor) -> list[ApprovalRow]:
    """Drafts the actor may act on today: own turn, 代決 and 引上げ, the longest waiting first."""
    person = person_of(actor)
    candidates = _candidates(actor)
    if person is None or not candidates:
        return []
    steps: dict[UUID, list[RouteStep]] = defaultdict(list)
    for step in RouteStep.objects.filter(approval__in=candidates):
        steps[step.approval_id].append(step)
    courses = {row.id: course_of(row, steps[row.id]) for row in candidates}
    table = read_table()
    organization = _people(candidates, courses, table)
    rows = []
    for approval in candidates:
        affair = affair_of(approval, clock.today(), organization, table)
        found = standings(person, courses[approval.id], affair)
        if found:
            opened = [step.opened_at for step in steps[approval.id] if step.state == StepState.OPEN]
            rows.append(_row(approval, _what(found[0]), since=opened[0]))
    return sorted(rows, key=lambda row: row.waiting_since or row.drafted_at)


def _candidates(actor: Actor) -> list[Approval]:
    """Circulating drafts in which the actor may have standing; those at an own open step come first."""
    posts = [holding.post_key for holding in actor.holdings]
    mine = Q(state__in=[StepState.OPEN, StepState.WAITING], post_key__in=posts)
    for post in posts:
        mine |= Q(state=StepState.OPEN, substitutes__contains=f"|{post}|")
    steps = RouteStep.objects.filter(mine, approval__state=ApprovalState.CIRCULATING).values("approval")
    own = RouteStep.objects.filter(approval=OuterRef("pk"), state=StepState.OPEN, post_key__in=posts)
    found = Approval.objects.filter(id__in=steps).select_related("drafter").annotate(own=Exists(own))
    return list(found.order_by("-own", "drafted_at")[:MOST])


def _people(candidates: list[Approval], courses: Mapping[UUID, Course], table: Table) -> Organization:
    bare = structure()
    keys: set[str] = set()
    for approval in candidates:
        affair = affair_of(approval, clock.today(), bare, table)
        live = [step for step in courses[approval.id].route() if step.state in LIVE]
        keys |= {step.post_key for step in live}
        keys |= {post for step in live for post in substitute_posts(step, affair)}
    return with_holders(bare, keys, clock.today())


def _what(standing: Standing) -> str:
    capacity = CAPACITY_TITLES[standing.capacity]
    words = [STEP_TITLES[standing.step.kind], capacity, "引上げ" if standing.ahead else ""]
    return "・".join(word for word in words if word)


def _to_read(actor: Actor) -> tuple[ApprovalRow, ...]:
    duties = (
        KoetsuDuty.objects.filter(post_key__in=[h.post_key for h in actor.holdings], read_at=None)
        .exclude(step__state=StepState.VOID)
        .select_related("approval__drafter")
        .order_by("arose_at")
    )
    return tuple(
        _row(duty.approval, KOETSU_TITLES[KoetsuCause(duty.cause)], since=duty.arose_at, duty_id=duty.id)
        for duty in duties[:MOST]
    )


def _drafted(actor: Actor) -> tuple[ApprovalRow, ...]:
    open_states = [ApprovalState.CIRCULATING, ApprovalState.RETURNED]
    rows = Approval.objects.filter(drafter_id=actor.id, state__in=open_states).select_related("drafter")
    return tuple(
        _row(row, STATE_TITLES[ApprovalState(row.state)]) for row in rows.order_by("drafted_at")[:MOST]
    )


def _decided(actor: Actor) -> tuple[ApprovalRow, ...]:
    """The last twenty that ended and that the actor drafted or acted on."""
    if actor.kind != "staff" or actor.id is None:
        return ()
    acted = Act.objects.filter(staff_id=actor.id).values("approval")
    ended = [ApprovalState.APPROVED, ApprovalState.REJECTED]
    rows = Approval.objects.filter(id__in=acted, state__in=ended).select_related("drafter")
    return tuple(
        _row(row, STATE_TITLES[ApprovalState(row.state)], since=row.ended_at)
        for row in rows.order_by("-ended_at")[:20]
    )


def _row(
    approval: Approval, what: str, *, since: datetime | None = None, duty_id: UUID | None = None
) -> ApprovalRow:
    return ApprovalRow(
        id=approval.id,
        title=approval.title,
        drafter_name=approval.drafter.name,
        drafted_at=approval.drafted_at,
        waiting_since=since,
        what=what,
        state=approval.state,
        state_text=STATE_TITLES[ApprovalState(approval.state)],
        duty_id=duty_id,
    )
