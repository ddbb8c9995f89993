"""What one draft's page shows: the exhibit, the route, everybody's acts, and what the reader may do."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from yakuba.ground.access.actor import Actor
from yakuba.ground.calendar import clock
from yakuba.rooms.approvals.models import Act, Approval, ExhibitVersion, KoetsuDuty, RouteStep
from yakuba.rooms.approvals.reading.course import affair_with_people, course_of, person_of
from yakuba.rooms.approvals.reading.shown import (
    ActView,
    ApprovalView,
    DutyView,
    Offer,
    ReturnTarget,
    StepView,
)
from yakuba.rooms.approvals.rules.course import Course, returnable
from yakuba.rooms.approvals.rules.standing import standings
from yakuba.rooms.approvals.rules.values import (
    CAPACITY_TITLES,
    KOETSU_TITLES,
    OUTCOME_TITLES,
    STATE_TITLES,
    STEP_TITLES,
    ApprovalState,
    Capacity,
    KoetsuCause,
    Outcome,
    StepKind,
    StepState,
    exhibit_from_json,
)


@dataclass(frozen=True)
class Papers:
    """All rows of one draft."""

    approval: Approval
    shown: ExhibitVersion
    steps: tuple[RouteStep, ...]
    acts: tuple[Act, ...]
    duties: tuple[KoetsuDuty, ...]

    def course(self) -> Course:
        """The course the step rows describe."""
        return course_of(self.approval, self.steps)


def approval_page(approval_id: UUID, actor: Actor) -> tuple[ApprovalView, Offer | None]:
    """The draft and what `actor` may do on it today. Nine queries. Raises Approval.DoesNotExist."""
    row = Approval.objects.visible_to(actor).select_related("drafter").get(id=approval_id)
    papers = _papers([row])[0]
    return _view(papers), _offer(papers, actor)


def approval_view(approval_id: UUID, actor: Actor) -> ApprovalView:
    """The draft, for somebody who may see it. Raises Approval.DoesNotExist."""
    row = Approval.objects.visible_to(actor).select_related("drafter").get(id=approval_id)
    return _view(_papers([row])[0])


def offer(approval_id: UUID, actor: Actor) -> Offer | None:
    """What `actor` may do today; None when it is not their turn. Raises Approval.DoesNotExist."""
    return approval_page(approval_id, actor)[1]


def approvals_of(subject: str) -> list[ApprovalView]:
    """All drafts of one subject, oldest first; the room above has already asked who may see the subject."""
    rows = Approval.objects.filter(subject=subject).select_related("drafter").order_by("drafted_at")
    return [_view(papers) for papers in _papers(list(rows))]


def subjects_of(subject: str) -> list[str]:
    """The journal's names of all drafts about one subject, for its evidence. One query."""
    return [
        f"approval:{key}" for key in Approval.objects.filter(subject=subject).values_list("id", flat=True)
    ]


def _papers(rows: list[Approval]) -> list[Papers]:
    if not rows:
        return []
    exhibits = {(e.approval_id, e.version): e for e in ExhibitVersion.objects.filter(approval__in=rows)}
    acts = list(Act.objects.filter(approval__in=rows).select_related("staff").order_by("at", "id"))
    steps = list(RouteStep.objects.filter(approval__in=rows))
    duties = list(
        KoetsuDuty.objects.filter(approval__in=rows)
        .exclude(step__state=StepState.VOID)
        .select_related("read_by")
        .order_by("arose_at")
    )
    return [
        Papers(
            row,
            exhibits[row.id, row.version],
            tuple(step for step in steps if step.approval_id == row.id),
            tuple(act for act in acts if act.approval_id == row.id),
            tuple(duty for duty in duties if duty.approval_id == row.id),
        )
        for row in rows
    ]


def _view(papers: Papers) -> ApprovalView:
    row, shown, course = papers.approval, papers.shown, papers.course()
    void = {step.id for step in papers.steps if step.state == StepState.VOID}
    return ApprovalView(
        id=row.id,
        title=row.title,
        subject=row.subject,
        matter_kind=row.matter_kind,
        section=row.section,
        state=row.state,
        state_text=STATE_TITLES[ApprovalState(row.state)],
        version=row.version,
        basis=row.basis,
        drafter_id=row.drafter_id,
        drafter_name=row.drafter.name,
        drafted_at=row.drafted_at,
        ended_at=row.ended_at,
        exhibit=exhibit_from_json(shown.content),
        digest=shown.digest,
        steps=_steps(course, papers.acts),
        acts=tuple(_act(act, void) for act in papers.acts),
        duties=tuple(_duty(duty) for duty in papers.duties),
        can_pull_back=course.state is ApprovalState.CIRCULATING and not course.acted(),
    )


def _steps(course: Course, acts: Iterable[Act]) -> tuple[StepView, ...]:
    by_step = {act.step_id: act for act in acts if act.step_id}
    found = []
    for step in course.route():
        act = by_step.get(step.id)
        found.append(
            StepView(
                id=step.id,
                order=step.order,
                kind=str(step.kind),
                kind_text=STEP_TITLES[step.kind],
                post_title=step.post_title,
                state=str(step.state),
                note=step.skip_reason,
                who=_who(act) if act else "",
                outcome_text=OUTCOME_TITLES[Outcome(act.outcome)] if act else "",
                capacity_text=_capacity(act) if act else "",
                at=act.at if act else None,
            )
        )
    return tuple(found)


def _capacity(act: Act) -> str:
    words = [CAPACITY_TITLES[Capacity(act.capacity)], "引上げ" if act.ahead else ""]
    return "・".join(word for word in words if word)


def _who(act: Act) -> str:
    return act.staff.name if act.staff else "システム"


def _act(act: Act, void: set[UUID]) -> ActView:
    return ActView(
        at=act.at,
        opened_at=act.opened_at,
        who=_who(act),
        post_title=act.post_title,
        outcome=act.outcome,
        outcome_text=OUTCOME_TITLES[Outcome(act.outcome)],
        capacity_text=_capacity(act),
        reason=act.reason,
        version=act.version,
        void=act.step_id in void and act.outcome != Outcome.SEND_BACK,
        seen=act.seen,
    )


def _duty(duty: KoetsuDuty) -> DutyView:
    return DutyView(
        id=duty.id,
        cause_text=KOETSU_TITLES[KoetsuCause(duty.cause)],
        post_key=duty.post_key,
        post_title=duty.post_title,
        arose_at=duty.arose_at,
        read_at=duty.read_at,
        read_by=duty.read_by.name if duty.read_by else "",
    )


def _offer(papers: Papers, actor: Actor) -> Offer | None:
    person, course = person_of(actor), papers.course()
    if person is None or course.state is not ApprovalState.CIRCULATING:
        return None
    found = standings(person, course, affair_with_people(papers.approval, course, clock.today()))
    if not found:
        return None
    standing, step = found[0], found[0].step
    names = {act.step_id: _who(act) for act in papers.acts if act.step_id}
    return Offer(
        step_id=step.id,
        kind=str(step.kind),
        title=f"{step.post_title}の{STEP_TITLES[step.kind]}",
        capacity_text=CAPACITY_TITLES[standing.capacity],
        because=standing.because,
        acts=_ACTS[step.kind],
        targets=tuple(
            ReturnTarget(target.id, f"{target.post_title} {names.get(target.id, '')}".strip())
            for target in returnable(course, step.id)
        ),
    )


_ACTS = {
    StepKind.REVIEW: (Outcome.AGREE, Outcome.SEND_BACK),
    StepKind.CONSULT: (Outcome.AGREE, Outcome.DISAGREE, Outcome.SEND_BACK),
    StepKind.DECIDE: (Outcome.DECIDE, Outcome.SEND_BACK, Outcome.REFER_UP, Outcome.REJECT),
}
