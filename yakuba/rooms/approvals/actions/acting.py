"""What people on the route do: 承認, 同意・不同意, 決裁・否認, 上司の決裁を求める, 差戻し, 後閲."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from yakuba.ground.access.actor import Actor
from yakuba.ground.calendar import clock
from yakuba.ground.identifiers import new_id
from yakuba.ground.journal.models import ProvedRow
from yakuba.ground.journal.record import record
from yakuba.ground.news import tell
from yakuba.rooms.approvals.actions.desk import Desk, journal, open_desk, settle, write_act
from yakuba.rooms.approvals.models import Act, KoetsuDuty
from yakuba.rooms.approvals.reading.course import person_of
from yakuba.rooms.approvals.reading.superior import superior
from yakuba.rooms.approvals.rules import course as rules
from yakuba.rooms.approvals.rules.course import Course
from yakuba.rooms.approvals.rules.refusals import ApprovalProblem, Closed, NeedsReason, NotYourTurn, Stale
from yakuba.rooms.approvals.rules.standing import Standing, standings
from yakuba.rooms.approvals.rules.tidings import Decided, SentBack
from yakuba.rooms.approvals.rules.values import (
    STATE_TITLES,
    ApprovalState,
    Capacity,
    KoetsuCause,
    Outcome,
    StepKind,
    StepState,
)


@dataclass(frozen=True)
class Press:
    """One press of a button: on which step, having seen which digest on a page opened when (UTC)."""

    approval_id: UUID
    step_id: UUID
    seen: str
    opened_at: datetime
    reason: str = ""


@dataclass(frozen=True)
class Seat:
    """A desk with the presser's right to act at the step pressed on."""

    desk: Desk
    standing: Standing
    press: Press
    by: Actor

    @property
    def ahead(self) -> tuple[UUID, ...]:
        return tuple(step.id for step in self.standing.ahead)

    @property
    def vacant(self) -> frozenset[str]:
        organization = self.desk.affair.organization
        return frozenset(s.post_key for s in self.desk.course.route() if not organization.holding(s.post_key))


def take_seat(press: Press, by: Actor, outcomes: Sequence[Outcome]) -> Seat | None:
    """The right to act, or None when this person has already done just this (a double click).

    Raises Approval.DoesNotExist, Closed, Stale (the exhibit or the route is another one), NotYourTurn.
    """
    desk = open_desk(press.approval_id, by)
    done = Act.objects.filter(approval=desk.approval, step_id=press.step_id).first()
    if done is not None and done.staff_id == by.id and done.outcome in outcomes:
        return None
    if desk.course.state not in (ApprovalState.CIRCULATING, ApprovalState.RETURNED):
        raise Closed(STATE_TITLES[desk.course.state])
    step = next((step for step in desk.course.steps if step.id == press.step_id), None)
    if desk.exhibit.digest != press.seen or step is None or step.state is StepState.VOID:
        raise Stale()
    person = person_of(by)
    found = standings(person, desk.course, desk.affair) if person else ()
    for standing in found:
        if standing.step.id == press.step_id:
            return Seat(desk, standing, press, by)
    raise NotYourTurn("ほかの人がすでに処理したか、いまは別の職の人の番です。画面を読み直してください。")


def finish(seat: Seat, course: Course, outcome: Outcome) -> Act:
    """Write the course, the act, the duties to read afterwards, and the one event."""
    desk, standing = seat.desk, seat.standing
    rows = settle(desk.approval, course, desk.affair)
    act = write_act(
        desk,
        seat.by,
        outcome,
        step=standing.step,
        capacity=standing.capacity,
        post_key=standing.post_key,
        ahead=bool(standing.ahead),
        reason=seat.press.reason,
        opened_at=seat.press.opened_at,
    )
    duties = _duties(seat, act)
    facts = {"step": str(standing.step.id), "ahead": [str(step_id) for step_id in seat.ahead]}
    journal(act, desk, seat.by, [*rows, *duties], facts)
    return act


def _duties(seat: Seat, act: Act) -> list[ProvedRow]:
    owed = [(step, KoetsuCause.SKIPPED_REVIEWER) for step in seat.standing.ahead]
    if seat.standing.capacity is Capacity.DAIKETSU and act.outcome != Outcome.SEND_BACK:
        owed.append((seat.standing.step, KoetsuCause.SUBSTITUTED_DECIDER))
    return [
        KoetsuDuty.objects.create(
            approval=seat.desk.approval,
            step_id=step.id,
            cause=str(cause),
            post_key=step.post_key,
            post_title=step.post_title,
            act=act,
            arose_at=act.at,
        )
        for step, cause in owed
    ]


@transaction.atomic
def agree(press: Press, *, by: Actor) -> None:
    """承認 of a review, or 同意 of a 合議 (a written reason is an opinion). Raises what take_seat raises."""
    seat = take_seat(press, by, (Outcome.AGREE, Outcome.AGREE_WITH_OPINION))
    if seat is None:
        return
    step = seat.standing.step
    if step.kind is StepKind.DECIDE:
        raise NotYourTurn()
    opinion = step.kind is StepKind.CONSULT and press.reason.strip()
    course = rules.agree(seat.desk.course, step.id, ahead=seat.ahead, vacant=seat.vacant)
    finish(seat, course, Outcome.AGREE_WITH_OPINION if opinion else Outcome.AGREE)


@transaction.atomic
def disagree(press: Press, *, by: Actor) -> None:
    """合議 不同意: kept with its reason; the decision moves one superior up, once. Raises NeedsReason too."""
    seat = take_seat(press, by, (Outcome.DISAGREE,))
    if seat is None:
        return
    _need_reason(press, "不同意")
    moved = Act.objects.filter(
        approval=seat.desk.approval,
        outcome=Outcome.DISAGREE,
        step__in=[s.id for s in seat.desk.course.route()],
    ).exists()
    above = None if moved else superior(seat.desk.course, seat.desk.affair)
    course = rules.disagree(
        seat.desk.course,
        seat.standing.step.id,
        above,
        ahead=seat.ahead,
        vacant=seat.vacant,
        new_id=new_id,
    )
    finish(seat, course, Outcome.DISAGREE)


@transaction.atomic
def decide(press: Press, *, by: Actor) -> None:
    """決裁: own, 専決, 代決 or 職務代理 as the table and the day say. The room above is told Decided."""
    _conclude(press, by, Outcome.DECIDE)


@transaction.atomic
def reject(press: Press, *, by: Actor) -> None:
    """否認 by the one who could have decided, with a reason. The room above is told Decided."""
    _conclude(press, by, Outcome.REJECT)


def _conclude(press: Press, by: Actor, outcome: Outcome) -> None:
    seat = take_seat(press, by, (outcome,))
    if seat is None:
        return
    approve = outcome is Outcome.DECIDE
    if not approve:
        _need_reason(press, "否認")
    course = rules.decide(seat.desk.course, seat.standing.step.id, ahead=seat.ahead, approve=approve)
    act = finish(seat, course, outcome)
    approval = seat.desk.approval
    tell(
        Decided(
            approval_id=approval.id,
            subject=approval.subject,
            matter_kind=approval.matter_kind,
            outcome="approved" if approve else "rejected",
            exhibit_digest=seat.desk.exhibit.digest,
            capacity=act.capacity,
            decided_at=act.at,
            decided_by=by.ref,
        )
    )


@transaction.atomic
def refer_up(press: Press, *, by: Actor) -> None:
    """The holder of 専決 asks the superior to decide (重要・異例・疑義), with a reason."""
    seat = take_seat(press, by, (Outcome.REFER_UP,))
    if seat is None:
        return
    _need_reason(press, "上司の決裁を求めること")
    above = superior(seat.desk.course, seat.desk.affair)
    if above is None:
        raise ApprovalProblem("これより上の決裁する職がありません。")
    course = rules.refer_up(seat.desk.course, seat.standing.step.id, above, ahead=seat.ahead, new_id=new_id)
    finish(seat, course, Outcome.REFER_UP)


@transaction.atomic
def send_back(press: Press, *, by: Actor, to: UUID | None = None) -> None:
    """差戻し to the drafter (`to` None) or to an earlier step, with a reason; later approvals become void."""
    seat = take_seat(press, by, (Outcome.SEND_BACK,))
    if seat is None:
        return
    _need_reason(press, "差戻し")
    course = rules.send_back(seat.desk.course, seat.standing.step.id, to=to, new_id=new_id)
    finish(replace(seat, standing=replace(seat.standing, ahead=())), course, Outcome.SEND_BACK)
    approval = seat.desk.approval
    tell(SentBack(approval.id, approval.subject, to is None, press.reason.strip(), by.ref))


def _need_reason(press: Press, what: str) -> None:
    if not press.reason.strip():
        raise NeedsReason(what)


@transaction.atomic
def read_afterwards(duty_id: UUID, *, by: Actor) -> UUID:
    """後閲: a holder of the post passed over has read it; returns the draft's id.

    Reading twice does nothing more. Raises KoetsuDuty.DoesNotExist for a duty of another's post.
    """
    posts = [holding.post_key for holding in by.holdings]
    duty = KoetsuDuty.objects.select_for_update().get(id=duty_id, post_key__in=posts)
    if duty.read_at is None:
        duty.read_at, duty.read_by_id = clock.now(), by.id
        duty.save()
        record(
            kind="approval.read_afterwards",
            subject=f"approval:{duty.approval_id}",
            by=by.by("own", duty.post_key),
            facts={"duty": str(duty.id), "cause": duty.cause},
            rows=[duty],
        )
    return duty.approval_id
