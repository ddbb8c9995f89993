"""The route a matter takes as of a day: row of the table, then posts, then people."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from yakuba.ground import town
from yakuba.ground.access.actor import Actor
from yakuba.rooms.approvals.reading.organization import structure, with_holders
from yakuba.rooms.approvals.rules import authority
from yakuba.rooms.approvals.rules.authority import Rule, Table
from yakuba.rooms.approvals.rules.refusals import ApprovalProblem
from yakuba.rooms.approvals.rules.route import Organization, PlannedStep, find_post, plan
from yakuba.rooms.approvals.rules.values import Matter, StepKind

MAYOR_RANK = 90


@dataclass(frozen=True)
class Plan:
    """A route before it is walked, and the row of the table it came from."""

    table: Table
    rule: Rule
    steps: tuple[PlannedStep, ...]
    line_section: str
    organization: Organization


@dataclass(frozen=True)
class RouteStep:
    """One line of a preview. `capacity_note` says 専決, 不在, 欠員, or why the post is passed over."""

    order: int
    kind: str
    post_key: str
    post_title: str
    holder_names: tuple[str, ...]
    capacity_note: str
    authority: str


def read_table() -> Table:
    """The town's table. Raises TownError naming the row that cannot be read."""
    return authority.parse(town.read("decision_authority"))


def planned(matter: Matter, drafter: Actor, day: date) -> Plan:
    """The route of `matter` drafted on `day`. Raises TownError, SelfDecision, ApprovalProblem."""
    organization = structure()
    sections = authority.lineage(matter.section, organization.parents)
    table = read_table()
    rule = authority.select(table, matter, sections, day)
    line = _line_section(drafter, matter.section, organization)
    roles = [*rule.route, *rule.consult, rule.decider]
    start = authority.lineage(line, organization.parents)
    posts = [post for role in roles if (post := find_post(role, start, organization.posts)) is not None]
    organization = with_holders(organization, [post.key for post in posts], day)
    steps = plan(
        rule,
        section=matter.section,
        drafter_section=line,
        drafter=staff_id(drafter),
        organization=organization,
    )
    return Plan(table, rule, steps, line, organization)


def staff_id(drafter: Actor) -> UUID:
    """The staff id of a drafter. Raises ApprovalProblem for anybody but staff."""
    if drafter.kind != "staff" or drafter.id is None:
        raise ApprovalProblem("起案できるのは職員だけです。")
    return drafter.id


def _line_section(drafter: Actor, section: str, organization: Organization) -> str:
    """The drafter's team when it lies within the section in charge, else the section itself."""
    for holding in drafter.holdings:
        known = holding.section in organization.parents
        if known and section in authority.lineage(holding.section, organization.parents):
            return holding.section
    return section


def route_preview(matter: Matter, drafter: Actor, day: date) -> list[RouteStep]:
    """Whom a draft of `matter` would go to if it were drafted on `day`. Raises what `planned` raises."""
    found = planned(matter, drafter, day)
    names = found.organization.names
    return [
        RouteStep(
            order=step.order,
            kind=str(step.kind),
            post_key=step.post_key,
            post_title=step.post_title,
            holder_names=tuple(names[person] for person in found.organization.holding(step.post_key)),
            capacity_note=_note(step, found.organization),
            authority=step.authority,
        )
        for step in found.steps
    ]


def _note(step: PlannedStep, organization: Organization) -> str:
    if step.skip_reason:
        return f"{step.skip_reason}省略"
    if not organization.holding(step.post_key):
        return "欠員(職務代理の発令が必要)"
    if organization.unavailable(step.post_key):
        return "不在"
    return "専決" if step.kind is StepKind.DECIDE and step.rank < MAYOR_RANK else ""
