"""From a row of the table to people: roles become posts; steps nobody can take are skipped, with why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from yakuba.ground.town import TownError
from yakuba.rooms.approvals.rules.authority import FILE, Rule, lineage
from yakuba.rooms.approvals.rules.refusals import SelfDecision
from yakuba.rooms.approvals.rules.values import StepKind

ROLE_TITLES = {
    "clerk": "係員",
    "senior": "主査",
    "chief": "係長",
    "deputy_head": "課長補佐",
    "head": "課長",
    "director": "部長",
    "deputy_mayor": "副町長",
    "mayor": "町長",
}


@dataclass(frozen=True)
class PostInfo:
    """A post as the organisation knows it. `section` is "" for posts of the whole town."""

    key: str
    title: str
    section: str
    rank: int


@dataclass(frozen=True)
class Organization:
    """Sections, posts and their holders as of one day; `absent` cannot decide that day (不在)."""

    parents: Mapping[str, str | None]
    posts: Mapping[str, PostInfo]
    holders: Mapping[str, tuple[UUID, ...]]
    absent: frozenset[UUID] = frozenset()
    names: Mapping[UUID, str] = field(default_factory=dict)

    def holding(self, post_key: str) -> tuple[UUID, ...]:
        """Who holds the post; empty when it is vacant (欠員)."""
        return self.holders.get(post_key, ())

    def unavailable(self, post_key: str) -> bool:
        """Whether nobody in this post can act today: it is vacant or all its holders are away."""
        return all(holder in self.absent for holder in self.holding(post_key))

    def away(self, post_key: str) -> bool:
        """Whether the post is held, and all its holders are away (不在, not 欠員)."""
        return bool(self.holding(post_key)) and self.unavailable(post_key)


@dataclass(frozen=True)
class PlannedStep:
    """One step of a route before it is walked; `skip_reason` is empty unless nobody will be asked."""

    order: int
    kind: StepKind
    post_key: str
    post_title: str
    rank: int
    authority: str
    skip_reason: str = ""


def find_post(role: str, sections: Sequence[str], posts: Mapping[str, PostInfo]) -> PostInfo | None:
    """The post of this role nearest to the section in charge; a full post key stands for itself."""
    if role in posts:
        return posts[role]
    for section in sections:
        if f"{section}.{role}" in posts:
            return posts[f"{section}.{role}"]
    return None


def role_of(post_key: str) -> str:
    """The role a post key ends in: "construction.head" → "head"."""
    return post_key.rpartition(".")[2]


def plan(
    rule: Rule, *, section: str, drafter_section: str, drafter: UUID, organization: Organization
) -> tuple[PlannedStep, ...]:
    """The route of `rule`: own line in order, then 合議 side by side, then the town's posts, then 決裁.

    The line starts at the drafter's team when that lies within the section in charge. Raises TownError when
    a post the row names does not exist, SelfDecision when only the drafter could decide.
    """
    own = lineage(section, organization.parents)
    within = drafter_section in organization.parents and section in lineage(
        drafter_section, organization.parents
    )
    sections = lineage(drafter_section, organization.parents) if within else own
    decider = _decider(rule, sections, organization)
    if not rule.drafter_may_decide and organization.holding(decider.key) == (drafter,):
        raise SelfDecision()
    line = [(role, find_post(role, sections, organization.posts)) for role in rule.route]
    steps = [_review(role, post, sections, drafter, organization) for role, post in line if post != decider]
    below = [step for step in steps if not _of_town(step, organization)]
    above = [step for step in steps if _of_town(step, organization)]
    consults = _consults(
        rule, sections, drafter, organization, taken={decider.key, *(s.post_key for s in steps)}
    )
    decide = PlannedStep(0, StepKind.DECIDE, decider.key, decider.title, decider.rank, rule.basis)
    return _numbered(
        [*([step] for step in below), consults, *([step] for step in above), [decide]], organization
    )


def _decider(rule: Rule, sections: Sequence[str], organization: Organization) -> PostInfo:
    decider = find_post(rule.decider, sections, organization.posts)
    if decider is None:
        raise TownError(FILE, f"rule[{rule.key}].decider", f"職「{rule.decider}」が組織にありません。")
    return decider


def _of_town(step: PlannedStep, organization: Organization) -> bool:
    post = organization.posts.get(step.post_key)
    return post is not None and not post.section


def _review(
    role: str, post: PostInfo | None, sections: Sequence[str], drafter: UUID, organization: Organization
) -> PlannedStep:
    if post is None:
        title = ROLE_TITLES.get(role, role)
        why = f"{title}の職が置かれていないため"
        return PlannedStep(0, StepKind.REVIEW, f"{sections[0]}.{role}", title, 0, "", why)
    holders = organization.holding(post.key)
    why = ""
    if not holders:
        why = f"{post.title}が欠員のため"
    elif holders == (drafter,):
        why = "起案者本人の職のため"
    return PlannedStep(0, StepKind.REVIEW, post.key, post.title, post.rank, "", why)


def _consults(
    rule: Rule, sections: Sequence[str], drafter: UUID, organization: Organization, *, taken: set[str]
) -> list[PlannedStep]:
    steps = []
    for role in rule.consult:
        post = find_post(role, sections, organization.posts)
        if post is None:
            raise TownError(FILE, f"rule[{rule.key}].consult", f"職「{role}」が組織にありません。")
        if post.key not in taken:
            why = "起案者本人の職のため" if organization.holding(post.key) == (drafter,) else ""
            steps.append(PlannedStep(0, StepKind.CONSULT, post.key, post.title, post.rank, rule.basis, why))
    return steps


def _numbered(groups: Sequence[Sequence[PlannedStep]], organization: Organization) -> tuple[PlannedStep, ...]:
    """Give each group its order, and skip a review whose only holder will act in a later step anyway."""
    found: list[PlannedStep] = []
    filled = [group for group in groups if group]
    for order, group in enumerate(filled, start=1):
        later = [organization.holding(step.post_key) for rest in filled[order:] for step in rest]
        for step in group:
            why = step.skip_reason
            if step.kind is StepKind.REVIEW and not why and organization.holding(step.post_key) in later:
                why = "同じ人が後の段を兼ねているため"
            found.append(
                PlannedStep(order, step.kind, step.post_key, step.post_title, step.rank, step.authority, why)
            )
    return tuple(found)
