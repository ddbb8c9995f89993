"""Who may act on a draft now, at which step, and in which legal capacity.

専決 is the standing power of a decider below the mayor; 代決 is the power of the first available person of
the order table while the decider is away (不在); 職務代理 is an acting assignment and has the full power of
the post; 引上げ lets a later person act ahead of reviewers who are all away. Judged as of the day of the act.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from yakuba.rooms.approvals.rules import authority
from yakuba.rooms.approvals.rules.authority import Table
from yakuba.rooms.approvals.rules.course import LIVE, Course, Step
from yakuba.rooms.approvals.rules.route import Organization, find_post, role_of
from yakuba.rooms.approvals.rules.values import ApprovalState, Capacity, StepKind, StepState

MAYOR_RANK = 90
SUBSTITUTABLE = frozenset({StepKind.CONSULT, StepKind.DECIDE})


@dataclass(frozen=True)
class Person:
    """Somebody at the screen: staff id and the posts held today; True marks an acting assignment."""

    id: UUID
    posts: Mapping[str, bool]


@dataclass(frozen=True)
class Affair:
    """What standing depends on besides the course.

    `section` is where the drafter's own line starts; everything is judged as of `day`, the day of the act.
    """

    matter_kind: str
    section: str
    drafter: UUID
    drafter_may_decide: bool
    table: Table
    organization: Organization
    day: date


@dataclass(frozen=True)
class Standing:
    """The right to act at `step`: in which capacity, from which post, past whom, and why (Japanese)."""

    step: Step
    capacity: Capacity
    post_key: str
    ahead: tuple[Step, ...] = ()
    because: str = ""


def standings(person: Person, course: Course, affair: Affair) -> tuple[Standing, ...]:
    """Every step the person may act at on `affair.day`: own turn, then 代決, then 引上げ."""
    if course.state is not ApprovalState.CIRCULATING:
        return ()
    found = [
        *_own(person, course, affair),
        *_substitute(person, course, affair),
        *_ahead(person, course, affair),
    ]
    return tuple({standing.step.id: standing for standing in reversed(found)}.values())[::-1]


def _own(person: Person, course: Course, affair: Affair) -> Iterator[Standing]:
    for step in course.open_steps():
        if step.post_key in person.posts and _unbiased(person, step, affair):
            yield Standing(step, _capacity(person, step), step.post_key)


def _unbiased(person: Person, step: Step, affair: Affair) -> bool:
    """A drafter passes no judgement on the own draft, unless the table lets the drafter decide."""
    return person.id != affair.drafter or (step.kind is StepKind.DECIDE and affair.drafter_may_decide)


def _capacity(person: Person, step: Step) -> Capacity:
    if person.posts[step.post_key]:
        return Capacity.ACTING
    return Capacity.SENKETSU if step.kind is StepKind.DECIDE and step.rank < MAYOR_RANK else Capacity.OWN


def _substitute(person: Person, course: Course, affair: Affair) -> Iterator[Standing]:
    for step in course.open_steps():
        if not may_be_substituted(step, affair):
            continue
        post_key, holders = first_substitute(step, affair)
        if person.id in holders and person.id != affair.drafter:
            because = f"{step.post_title}が不在のため、代決順位により"
            yield Standing(step, Capacity.DAIKETSU, post_key, because=because)


def may_be_substituted(step: Step, affair: Affair) -> bool:
    """Whether 代決 is open at this step: its holder is away (不在, not 欠員) and no row forbids it."""
    if step.kind not in SUBSTITUTABLE or not affair.organization.away(step.post_key):
        return False
    return authority.restriction(affair.table, affair.matter_kind, affair.day) is None


def first_substitute(step: Step, affair: Affair) -> tuple[str, tuple[UUID, ...]]:
    """The first post of the order table with somebody present who is not the drafter, and those people."""
    for post_key in substitute_posts(step, affair):
        present = tuple(
            holder
            for holder in affair.organization.holding(post_key)
            if holder not in affair.organization.absent and holder != affair.drafter
        )
        if present:
            return post_key, present
    return "", ()


def substitute_posts(step: Step, affair: Affair) -> tuple[str, ...]:
    """The posts that may stand in at this step, in the order of the table in force on the day (代決順位)."""
    organization = affair.organization
    post = organization.posts.get(step.post_key)
    start = affair.section if step.kind is StepKind.DECIDE or post is None else post.section
    sections = authority.lineage(start, organization.parents) if start else ()
    roles = authority.substitutes(affair.table, step.post_key, affair.day) or authority.substitutes(
        affair.table, role_of(step.post_key), affair.day
    )
    found = (find_post(role, sections, organization.posts) for role in roles)
    return tuple(post.key for post in found if post is not None and post.key != step.post_key)


def _ahead(person: Person, course: Course, affair: Affair) -> Iterator[Standing]:
    """引上げ: every reviewer between the open step and the person's own is away or vacant."""
    for step in course.route():
        if step.state is not StepState.WAITING or step.post_key not in person.posts:
            continue
        between = tuple(other for other in course.route() if other.order < step.order and other.state in LIVE)
        passable = all(
            other.kind is StepKind.REVIEW and affair.organization.unavailable(other.post_key)
            for other in between
        )
        if passable and _unbiased(person, step, affair):
            names = "・".join(other.post_title for other in between)
            because = f"{names}が不在のため、引き上げて"
            yield Standing(step, _capacity(person, step), step.post_key, between, because)
