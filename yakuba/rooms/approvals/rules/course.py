"""The course of one draft: which steps are open, done, skipped or void, and how each act moves them.

Every function takes a course and gives a new one; nothing is ever removed, so that void steps and the acts
on them stay readable. After 決裁, 否認 or 取下げ every function refuses with Closed.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from yakuba.rooms.approvals.rules.refusals import ApprovalProblem, Closed, NotYourTurn
from yakuba.rooms.approvals.rules.route import PlannedStep
from yakuba.rooms.approvals.rules.values import STATE_TITLES, ApprovalState, StepKind, StepState

NewId = Callable[[], UUID]
LIVE = frozenset({StepState.WAITING, StepState.OPEN})


@dataclass(frozen=True)
class Step:
    """One step of the route as it stands; `pulled` marks a reviewer passed over by 引上げ."""

    id: UUID
    version: int
    order: int
    kind: StepKind
    post_key: str
    post_title: str
    rank: int
    authority: str
    state: StepState
    skip_reason: str = ""
    pulled: bool = False


@dataclass(frozen=True)
class Course:
    """All steps of all versions, and where the draft stands."""

    state: ApprovalState
    version: int
    steps: tuple[Step, ...] = ()

    def step(self, step_id: UUID) -> Step:
        """The step with this id. Raises NotYourTurn when the draft has no such step."""
        for step in self.steps:
            if step.id == step_id:
                return step
        raise NotYourTurn()

    def route(self) -> tuple[Step, ...]:
        """The steps of the present version that still count, in order."""
        live = [
            step for step in self.steps if step.version == self.version and step.state is not StepState.VOID
        ]
        return tuple(sorted(live, key=lambda step: step.order))

    def open_steps(self) -> tuple[Step, ...]:
        """The steps somebody is asked to act on now."""
        return tuple(step for step in self.route() if step.state is StepState.OPEN)

    def acted(self) -> bool:
        """Whether anyone has acted on the present version since it was sent round."""
        return any(step.state is StepState.DONE for step in self.steps if step.version == self.version)


def start(planned: Sequence[PlannedStep], *, version: int, new_id: NewId) -> Course:
    """The course of a fresh version; the steps of earlier versions are all void by then and stay behind."""
    steps = tuple(
        Step(
            id=new_id(),
            version=version,
            order=step.order,
            kind=step.kind,
            post_key=step.post_key,
            post_title=step.post_title,
            rank=step.rank,
            authority=step.authority,
            state=StepState.SKIPPED if step.skip_reason else StepState.WAITING,
            skip_reason=step.skip_reason,
        )
        for step in planned
    )
    return _open_next(Course(ApprovalState.CIRCULATING, version, steps), vacant=())


def agree(course: Course, step_id: UUID, *, ahead: Collection[UUID], vacant: Collection[str]) -> Course:
    """A step is done. `ahead`: absent reviewers passed over (引上げ); `vacant`: posts nobody holds."""
    return _open_next(_settle(course, step_id, ahead), vacant=vacant)


def decide(course: Course, step_id: UUID, *, ahead: Collection[UUID], approve: bool) -> Course:
    """決裁 or 否認: the end. Raises NotYourTurn when the step is no 決裁 or somebody is still to be asked."""
    if course.step(step_id).kind is not StepKind.DECIDE:
        raise NotYourTurn()
    done = _settle(course, step_id, ahead)
    if not approve:
        return _void(done, [step for step in done.route() if step.state in LIVE], ApprovalState.REJECTED)
    if any(step.state in LIVE for step in done.route()):
        raise NotYourTurn("まだ回議・合議が終わっていません。")
    return replace(done, state=ApprovalState.APPROVED)


def refer_up(
    course: Course, step_id: UUID, superior: PlannedStep, *, ahead: Collection[UUID], new_id: NewId
) -> Course:
    """The decider asks the superior to decide: his step becomes a review that is done, one 決裁 follows."""
    if course.step(step_id).kind is not StepKind.DECIDE:
        raise NotYourTurn()
    done = _settle(course, step_id, ahead)
    done = _changed(done, {step_id: replace(done.step(step_id), kind=StepKind.REVIEW)})
    return _open_next(_with_decider(done, superior, new_id), vacant=())


def disagree(
    course: Course,
    step_id: UUID,
    superior: PlannedStep | None,
    *,
    ahead: Collection[UUID],
    vacant: Collection[str],
    new_id: NewId,
) -> Course:
    """合議 不同意: the opinion stands, and the decision moves to the superior of the former decider.

    `superior` is None when the decider is already the highest, or when another 不同意 has moved it before.
    """
    if course.step(step_id).kind is not StepKind.CONSULT:
        raise NotYourTurn()
    done = _settle(course, step_id, ahead)
    if superior is not None:
        former = [step for step in done.route() if step.kind is StepKind.DECIDE]
        done = _changed(done, {step.id: replace(step, kind=StepKind.REVIEW) for step in former})
        done = _with_decider(done, superior, new_id)
    return _open_next(done, vacant=vacant)


def send_back(course: Course, step_id: UUID, *, to: UUID | None, new_id: NewId) -> Course:
    """差戻し from a step: to the drafter (`to` None) or to an earlier step, from which it runs anew.

    To the drafter every approval becomes void; to a step, its own and all later ones.
    Raises ApprovalProblem when `to` is not an earlier step that somebody has done.
    """
    _refuse_closed(course)
    if to is None:
        return _void(course, course.route(), ApprovalState.RETURNED)
    target = course.step(to)
    if target not in returnable(course, step_id):
        raise ApprovalProblem("差し戻せるのは、起案者か、すでに処理した人です。選び直してください。")
    again = [step for step in course.route() if step.order >= target.order]
    stay = [step for step in again if step.state is StepState.SKIPPED and not step.pulled]
    anew = [
        replace(step, id=new_id(), state=StepState.WAITING, skip_reason="", pulled=False)
        for step in again
        if step not in stay
    ]
    void = _void(course, [step for step in again if step not in stay], course.state)
    return _open_next(replace(void, steps=(*void.steps, *anew)), vacant=())


def returnable(course: Course, step_id: UUID) -> tuple[Step, ...]:
    """The earlier steps whose people have acted: where a draft may be sent back to from this step."""
    here = course.step(step_id).order
    return tuple(step for step in course.route() if step.state is StepState.DONE and step.order < here)


def pull_back(course: Course) -> Course:
    """引戻し by the drafter. Raises ApprovalProblem once the next person has acted."""
    _refuse_closed(course)
    if course.acted():
        raise ApprovalProblem("次の人がすでに処理したため、引き戻せません。差戻しを頼んでください。")
    return _void(course, course.route(), ApprovalState.RETURNED)


def withdraw(course: Course) -> Course:
    """取下げ: allowed until the end, also while the draft lies with the drafter."""
    if course.state is not ApprovalState.RETURNED:
        _refuse_closed(course)
    return _void(course, [step for step in course.route() if step.state in LIVE], ApprovalState.WITHDRAWN)


def _refuse_closed(course: Course) -> None:
    if course.state is not ApprovalState.CIRCULATING:
        raise Closed(STATE_TITLES[course.state])


def _settle(course: Course, step_id: UUID, ahead: Collection[UUID]) -> Course:
    """Mark the step done and the steps passed over by 引上げ. Raises NotYourTurn unless its turn has come."""
    _refuse_closed(course)
    step = course.step(step_id)
    passed = [course.step(passed_id) for passed_id in ahead]
    earlier = [other for other in course.route() if other.order < step.order and other.state in LIVE]
    reachable = step.state is StepState.OPEN or (
        step.state is StepState.WAITING and {other.id for other in earlier} == {other.id for other in passed}
    )
    if not reachable or any(
        other.kind is not StepKind.REVIEW or other.order >= step.order for other in passed
    ):
        raise NotYourTurn()
    changes = {
        other.id: replace(other, state=StepState.SKIPPED, skip_reason="不在のため引上げ", pulled=True)
        for other in passed
    }
    return _changed(course, {**changes, step_id: replace(step, state=StepState.DONE)})


def _open_next(course: Course, *, vacant: Collection[str]) -> Course:
    """Open the next group of waiting steps, skipping reviewers whose post has fallen vacant meanwhile."""
    while not course.open_steps():
        waiting = [step for step in course.route() if step.state is StepState.WAITING]
        if not waiting:
            return course
        group = [step for step in waiting if step.order == waiting[0].order]
        course = _changed(course, {step.id: _opened(step, vacant) for step in group})
    return course


def _opened(step: Step, vacant: Collection[str]) -> Step:
    if step.kind is StepKind.REVIEW and step.post_key in vacant:
        return replace(step, state=StepState.SKIPPED, skip_reason=f"{step.post_title}が欠員のため")
    return replace(step, state=StepState.OPEN)


def _with_decider(course: Course, superior: PlannedStep, new_id: NewId) -> Course:
    last = max(step.order for step in course.route())
    decider = Step(
        id=new_id(),
        version=course.version,
        order=last + 1,
        kind=StepKind.DECIDE,
        post_key=superior.post_key,
        post_title=superior.post_title,
        rank=superior.rank,
        authority=superior.authority,
        state=StepState.WAITING,
    )
    return replace(course, steps=(*course.steps, decider))


def _void(course: Course, steps: Iterable[Step], state: ApprovalState) -> Course:
    voided = {step.id: replace(step, state=StepState.VOID) for step in steps}
    return replace(_changed(course, voided), state=state)


def _changed(course: Course, steps: dict[UUID, Step]) -> Course:
    return replace(course, steps=tuple(steps.get(step.id, step) for step in course.steps))
