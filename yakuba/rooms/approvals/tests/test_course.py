"""The course of a draft as a state machine: whatever people press, in whatever order; no database."""

from dataclasses import replace
from datetime import date
from itertools import count
from uuid import UUID

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from yakuba.rooms.approvals.rules import authority, course
from yakuba.rooms.approvals.rules.course import LIVE, Course
from yakuba.rooms.approvals.rules.refusals import ApprovalProblem, Closed, NotYourTurn
from yakuba.rooms.approvals.rules.route import Organization, PlannedStep, PostInfo
from yakuba.rooms.approvals.rules.standing import Affair, Person, standings
from yakuba.rooms.approvals.rules.values import ApprovalState, Capacity, StepKind, StepState

DAY = date(2026, 11, 2)
IDS = {
    name: UUID(int=number)
    for number, name in enumerate(("drafter", "chief", "head", "other", "deputy", "mayor"), 1)
}
POSTS = {
    "team.chief": PostInfo("team.chief", "係長", "team", 30),
    "works.head": PostInfo("works.head", "課長", "works", 50),
    "other.head": PostInfo("other.head", "総務課長", "other", 50),
    "deputy_mayor": PostInfo("deputy_mayor", "副町長", "", 80),
    "mayor": PostInfo("mayor", "町長", "", 90),
}
HELD = {
    "chief": "team.chief",
    "head": "works.head",
    "other": "other.head",
    "deputy": "deputy_mayor",
    "mayor": "mayor",
}
PARENTS = {"works": None, "team": "works", "other": None}
DATED = {"valid_from": date(2024, 4, 1), "basis": "試験"}
TABLE = authority.parse(
    {
        "substitution": [
            {"decider": "mayor", "order": ["deputy_mayor", "head"], **DATED},
            {"decider": "head", "order": ["deputy_head", "chief"], **DATED},
        ],
        "no_substitution": [{"matter": "road.revoke", **DATED}],
        "upward": [{"order": ["head", "deputy_mayor", "mayor"], **DATED}],
    }
)
FULL = (
    PlannedStep(1, StepKind.REVIEW, "team.chief", "係長", 30, ""),
    PlannedStep(2, StepKind.REVIEW, "works.head", "課長", 50, ""),
    PlannedStep(3, StepKind.CONSULT, "other.head", "総務課長", 50, "試験"),
    PlannedStep(4, StepKind.REVIEW, "deputy_mayor", "副町長", 80, ""),
    PlannedStep(5, StepKind.DECIDE, "mayor", "町長", 90, "試験"),
)
SHORT = (FULL[0], PlannedStep(2, StepKind.DECIDE, "works.head", "課長", 50, "試験"))


def fresh_ids():
    numbers = count(1000)
    return lambda: UUID(int=next(numbers))


def started(planned=SHORT) -> Course:
    return course.start(planned, version=1, new_id=fresh_ids())


def person(name: str, *, acting: bool = False) -> Person:
    return Person(IDS[name], {HELD[name]: acting} if name in HELD else {})


def affair(
    *,
    absent: tuple[str, ...] = (),
    vacant: tuple[str, ...] = (),
    kind: str = "road.permit",
    drafter="drafter",
):
    holders = {post: (IDS[name],) for name, post in HELD.items() if name not in vacant}
    organization = Organization(PARENTS, POSTS, holders, frozenset(IDS[name] for name in absent))
    return Affair(
        kind, "team", IDS[drafter], drafter_may_decide=False, table=TABLE, organization=organization, day=DAY
    )


def stands(name: str, of: Course, **situation):
    found = standings(person(name), of, affair(**situation))
    return found[0] if found else None


def reviewed(planned=SHORT) -> Course:
    """A draft the 係長 has agreed to."""
    now = started(planned)
    return course.agree(now, now.open_steps()[0].id, ahead=(), vacant=())


def test_only_the_first_reviewer_may_act_at_first():
    now = started()
    assert [name for name in HELD if stands(name, now)] == ["chief"]


def test_a_decider_below_the_mayor_acts_by_senketsu_and_the_mayor_by_own_power():
    assert stands("head", reviewed()).capacity is Capacity.SENKETSU
    own = started((FULL[4],))
    assert stands("mayor", own).capacity is Capacity.OWN


def test_an_acting_assignment_decides_as_shokumu_dairi():
    found = standings(person("head", acting=True), reviewed(), affair())
    assert found[0].capacity is Capacity.ACTING


def test_daiketsu_needs_an_absent_decider_and_takes_the_first_person_present():
    now = started((FULL[4],))
    assert stands("deputy", now) is None
    assert stands("deputy", now, absent=("mayor",)).capacity is Capacity.DAIKETSU
    assert stands("head", now, absent=("mayor",)) is None
    assert stands("head", now, absent=("mayor", "deputy")).capacity is Capacity.DAIKETSU


def test_a_vacant_post_is_no_absence_so_nobody_substitutes():
    assert stands("deputy", started((FULL[4],)), vacant=("mayor",)) is None


def test_listed_matters_may_not_be_decided_by_daiketsu():
    now = started((FULL[4],))
    assert stands("deputy", now, absent=("mayor",), kind="road.revoke") is None


def test_a_drafter_never_stands_in_for_the_decider():
    now = started((FULL[4],))
    assert stands("deputy", now, absent=("mayor",), drafter="deputy") is None
    assert stands("head", now, absent=("mayor",), drafter="deputy").capacity is Capacity.DAIKETSU


def test_nobody_judges_the_own_draft():
    assert stands("chief", started(), drafter="chief") is None
    assert stands("head", reviewed(), drafter="head") is None


def test_a_later_person_acts_ahead_of_an_absent_reviewer_and_the_reviewer_is_marked():
    now = started()
    found = stands("head", now, absent=("chief",))
    assert [step.post_key for step in found.ahead] == ["team.chief"]
    after = course.decide(now, found.step.id, ahead=[step.id for step in found.ahead], approve=True)
    assert after.state is ApprovalState.APPROVED
    assert after.route()[0].pulled


def test_nobody_acts_ahead_of_a_reviewer_who_is_there_or_of_a_consult():
    assert stands("head", started()) is None
    with pytest.raises(NotYourTurn):
        now = started()
        course.decide(now, now.steps[1].id, ahead=(), approve=True)
    consulted = reviewed(FULL)
    consulted = course.agree(consulted, consulted.open_steps()[0].id, ahead=(), vacant=())
    assert stands("deputy", consulted, absent=("other",)) is None


def test_a_reviewer_whose_post_has_fallen_vacant_is_skipped_with_the_reason():
    now = started(FULL)
    after = course.agree(now, now.open_steps()[0].id, ahead=(), vacant={"works.head"})
    assert after.route()[1].state is StepState.SKIPPED
    assert "欠員" in after.route()[1].skip_reason
    assert after.open_steps()[0].post_key == "other.head"


def test_disagreement_moves_the_decision_one_superior_up_and_keeps_the_former_decider_as_reviewer():
    planned = (replace(FULL[2], order=1), replace(SHORT[1], order=2))
    now = started(planned)
    above = PlannedStep(0, StepKind.DECIDE, "deputy_mayor", "副町長", 80, "上司の決裁")
    after = course.disagree(now, now.open_steps()[0].id, above, ahead=(), vacant=(), new_id=fresh_ids())
    assert [(step.post_key, step.kind) for step in after.route()] == [
        ("other.head", StepKind.CONSULT),
        ("works.head", StepKind.REVIEW),
        ("deputy_mayor", StepKind.DECIDE),
    ]


def test_sent_back_to_the_drafter_every_approval_is_void():
    now = reviewed()
    after = course.send_back(now, now.open_steps()[0].id, to=None, new_id=fresh_ids())
    assert after.state is ApprovalState.RETURNED
    assert {step.state for step in after.steps} == {StepState.VOID}


def test_sent_back_to_a_reviewer_the_route_runs_anew_from_there():
    now = reviewed()
    chief = now.route()[0]
    after = course.send_back(now, now.open_steps()[0].id, to=chief.id, new_id=iter_ids())
    assert after.state is ApprovalState.CIRCULATING
    assert [step.post_key for step in after.open_steps()] == ["team.chief"]
    assert after.step(chief.id).state is StepState.VOID


def iter_ids():
    numbers = count(5000)
    return lambda: UUID(int=next(numbers))


def test_a_draft_cannot_be_sent_forward():
    now = started()
    with pytest.raises(ApprovalProblem):
        course.send_back(now, now.steps[0].id, to=now.steps[1].id, new_id=iter_ids())


def test_pulled_back_only_while_the_next_person_has_not_acted():
    assert course.pull_back(started()).state is ApprovalState.RETURNED
    with pytest.raises(ApprovalProblem, match="引き戻せません"):
        course.pull_back(reviewed())


def test_after_the_decision_nothing_moves():
    now = reviewed()
    done = course.decide(now, now.open_steps()[0].id, ahead=(), approve=True)
    step = done.route()[-1].id
    for act in (
        lambda: course.pull_back(done),
        lambda: course.withdraw(done),
        lambda: course.send_back(done, step, to=None, new_id=iter_ids()),
        lambda: course.decide(done, step, ahead=(), approve=False),
    ):
        with pytest.raises(Closed):
            act()


class AnyonePressesAnything(RuleBasedStateMachine):
    """People come and go, and press whatever their standing lets them press."""

    def __init__(self) -> None:
        super().__init__()
        self.new_id = fresh_ids()
        self.acts: list[tuple[UUID, UUID, Capacity]] = []

    @initialize(planned=st.sampled_from([FULL, SHORT]), absent=st.sets(st.sampled_from(sorted(HELD))))
    def drafted(self, planned, absent):
        self.planned, self.absent = planned, tuple(absent)
        self.course = course.start(planned, version=1, new_id=self.new_id)

    @rule(absent=st.sets(st.sampled_from(sorted(HELD))))
    def another_day(self, absent):
        self.absent = tuple(absent)

    def circulating(self) -> bool:
        return self.course.state is ApprovalState.CIRCULATING

    @precondition(circulating)
    @rule(
        name=st.sampled_from(sorted(IDS)),
        press=st.sampled_from(["go", "reject", "disagree", "back", "earlier"]),
    )
    def somebody_presses(self, name, press):
        found = standings(person(name), self.course, affair(absent=self.absent))
        if not found:
            return
        self._press(found[0], press, IDS[name])

    def _press(self, found, press, who):
        step, ahead = found.step, [other.id for other in found.ahead]
        targets = course.returnable(self.course, step.id)
        if press == "back" or (press == "earlier" and not targets):
            self.course = course.send_back(self.course, step.id, to=None, new_id=self.new_id)
        elif press == "earlier":
            self.course = course.send_back(self.course, step.id, to=targets[-1].id, new_id=self.new_id)
        elif step.kind is StepKind.DECIDE:
            self.course = course.decide(self.course, step.id, ahead=ahead, approve=press != "reject")
        elif step.kind is StepKind.CONSULT and press == "disagree":
            self.course = course.disagree(
                self.course, step.id, None, ahead=ahead, vacant=(), new_id=self.new_id
            )
        else:
            self.course = course.agree(self.course, step.id, ahead=ahead, vacant=())
        self.acts.append((step.id, who, found.capacity))

    @precondition(circulating)
    @rule()
    def the_drafter_pulls_back(self):
        if self.course.acted():
            with pytest.raises(ApprovalProblem):
                course.pull_back(self.course)
        else:
            self.course = course.pull_back(self.course)

    @precondition(lambda self: self.course.state is ApprovalState.RETURNED)
    @rule()
    def the_drafter_drafts_anew(self):
        self.course = course.start(self.planned, version=self.course.version + 1, new_id=self.new_id)
        self.acts.clear()

    @invariant()
    def somebody_is_asked_as_long_as_it_circulates(self):
        assert bool(self.course.open_steps()) == self.circulating()

    @invariant()
    def open_steps_stand_side_by_side_and_nothing_before_them_waits(self):
        for step in self.course.open_steps():
            assert not [
                other for other in self.course.route() if other.order < step.order and other.state in LIVE
            ]

    @invariant()
    def approved_means_everybody_was_asked_or_lawfully_passed_over(self):
        if self.course.state is ApprovalState.APPROVED:
            assert {step.state for step in self.course.route()} <= {StepState.DONE, StepState.SKIPPED}
            assert self.course.route()[-1].state is StepState.DONE
            assert self.course.route()[-1].kind is StepKind.DECIDE
            consults = [step for step in self.course.route() if step.kind is StepKind.CONSULT]
            assert all(step.state is StepState.DONE for step in consults)

    @invariant()
    def no_step_is_acted_on_twice_and_never_by_the_drafter(self):
        steps = [step for step, _, _ in self.acts]
        assert len(steps) == len(set(steps))
        assert IDS["drafter"] not in {who for _, who, _ in self.acts}


TestAnyonePressesAnything = AnyonePressesAnything.TestCase
TestAnyonePressesAnything.settings = settings(max_examples=50, stateful_step_count=25, deadline=None)
