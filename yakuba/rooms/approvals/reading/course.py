"""From rows to the course the rules work on, and to what a person's standing depends on."""

from collections.abc import Iterable
from datetime import date

from yakuba.ground.access.actor import Actor
from yakuba.rooms.approvals.models import Approval, RouteStep
from yakuba.rooms.approvals.reading.organization import structure, with_holders
from yakuba.rooms.approvals.reading.planning import read_table
from yakuba.rooms.approvals.rules.authority import Table
from yakuba.rooms.approvals.rules.course import LIVE, Course, Step
from yakuba.rooms.approvals.rules.route import Organization
from yakuba.rooms.approvals.rules.standing import Affair, Person, substitute_posts
from yakuba.rooms.approvals.rules.values import ApprovalState, StepKind, StepState


def course_of(approval: Approval, rows: Iterable[RouteStep]) -> Course:
    """The course these rows describe."""
    steps = tuple(_step(row) for row in sorted(rows, key=lambda row: (row.version, row.order, row.id)))
    return Course(ApprovalState(approval.state), approval.version, steps)


def _step(row: RouteStep) -> Step:
    return Step(
        id=row.id,
        version=row.version,
        order=row.order,
        kind=StepKind(row.kind),
        post_key=row.post_key,
        post_title=row.post_title,
        rank=row.rank,
        authority=row.authority,
        state=StepState(row.state),
        skip_reason=row.skip_reason,
        pulled=row.pulled,
    )


def affair_of(approval: Approval, day: date, organization: Organization, table: Table) -> Affair:
    """What standing on this draft depends on, on `day`, given who is in which post."""
    return Affair(
        matter_kind=approval.matter_kind,
        section=approval.line_section,
        drafter=approval.drafter_id,
        drafter_may_decide=approval.drafter_may_decide,
        table=table,
        organization=organization,
        day=day,
    )


def affair_with_people(approval: Approval, course: Course, day: date) -> Affair:
    """The same with the people of all live steps and of their substitutes. Four queries."""
    bare = affair_of(approval, day, structure(), read_table())
    live = [step for step in course.route() if step.state in LIVE]
    keys = {step.post_key for step in live}
    keys |= {post for step in live for post in substitute_posts(step, bare)}
    return affair_of(approval, day, with_holders(bare.organization, keys, day), bare.table)


def person_of(actor: Actor) -> Person | None:
    """The actor as the rules know a person; None for anybody but staff."""
    if actor.kind != "staff" or actor.id is None:
        return None
    regular = {holding.post_key: holding.acting for holding in actor.holdings if holding.acting}
    return Person(actor.id, regular | {h.post_key: False for h in actor.holdings if not h.acting})
