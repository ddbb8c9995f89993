"""Who decides instead, one step up: the order of superiors as of the day."""

from yakuba.rooms.approvals.reading.organization import with_holders
from yakuba.rooms.approvals.rules import authority
from yakuba.rooms.approvals.rules.course import Course
from yakuba.rooms.approvals.rules.route import PlannedStep, find_post, role_of
from yakuba.rooms.approvals.rules.standing import Affair
from yakuba.rooms.approvals.rules.values import StepKind


def superior(course: Course, affair: Affair) -> PlannedStep | None:
    """The 決裁 step of the nearest superior post held by another than the drafter; None at the top."""
    decider = next(step for step in course.route() if step.kind is StepKind.DECIDE)
    organization = affair.organization
    sections = authority.lineage(affair.section, organization.parents)
    role = authority.next_up(affair.table, role_of(decider.post_key), affair.day)
    while role is not None:
        post = find_post(role, sections, organization.posts)
        if post is not None:
            holders = with_holders(organization, [post.key], affair.day).holding(post.key)
            if any(holder != affair.drafter for holder in holders):
                why = f"上司の決裁({decider.authority})"
                return PlannedStep(0, StepKind.DECIDE, post.key, post.title, post.rank, why)
        role = authority.next_up(affair.table, role, affair.day)
    return None
