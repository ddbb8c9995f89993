"""Two members of staff, or two screens of one, do the same thing at the same moment: it is done once, and the
other is told so in the ordinary way.
"""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from conftest import BY, DAY, Cast
from tests.races.conftest import GUARDED, UNHELD, UNLOCKED, Race
from tests.races.meeting import Outcome
from yakuba.ground import news
from yakuba.ground.calendar import clock
from yakuba.ground.journal.models import Event
from yakuba.ground.numbering.models import Series
from yakuba.rooms.approvals import door as approvals
from yakuba.rooms.approvals.models import Act, Approval
from yakuba.rooms.cases.actions import closing, decision, issuance
from yakuba.rooms.cases.models import Case, Drafting, IssuedLetter
from yakuba.rooms.cases.tests.conftest import PLATE, Office
from yakuba.rooms.payments import door as payments
from yakuba.rooms.payments.models import Assessment, Receipt
from yakuba.rooms.payments.tests.conftest import DUE, NEXT_YEAR, SIGN
from yakuba.rooms.records import actions as records
from yakuba.rooms.records.models import DocumentNumber
from yakuba.rooms.registers import door as registers
from yakuba.rooms.registers.models import Entry, EntryEnd

pytestmark = pytest.mark.django_db(transaction=True)
SUBJECT = "case:0192f0c1-2345-7000-8000-000000000001"


def words(outcomes: list[Outcome]) -> list[str]:
    return sorted(outcome.word for outcome in outcomes)


# Approvals


def pressing(office: Office, approval_id: UUID, act: str) -> Callable[[], None]:
    """The head's press of a button, on a screen that was opened before."""
    head = office.cast.head
    view, offer = approvals.approval(approval_id, head), approvals.offer(approval_id, head)
    assert offer is not None
    press = approvals.Press(approval_id, offer.step_id, view.digest, clock.now(), "理由")
    return lambda: getattr(approvals, act)(press, by=head)


def circulating(office: Office) -> tuple[UUID, UUID]:
    case_id = office.to("circulating")
    approval_id = office.approval(case_id)
    office.press(approval_id, office.cast.chief, "agree")
    return case_id, approval_id


def test_a_draft_is_decided_once(office: Office, together: Race, guarded: bool) -> None:
    _case_id, approval_id = circulating(office)
    yes, no = pressing(office, approval_id, "decide"), pressing(office, approval_id, "reject")
    outcomes = together(yes, no, at="yakuba.rooms.approvals.actions.acting.finish")
    acts = Act.objects.filter(approval=approval_id, outcome__in=("decide", "reject")).count()
    assert ((words(outcomes), acts) == (["Closed", "done"], 1)) is guarded, outcomes


@pytest.mark.parametrize("guard", [GUARDED, UNHELD, UNLOCKED], indirect=True)
def test_a_matter_is_taken_back_or_decided_and_neither_waits_for_ever(
    office: Office, together: Race, guarded: bool
) -> None:
    """The one locks the case and then its draft, the other the draft and then its case."""
    case_id, approval_id = circulating(office)
    decide = pressing(office, approval_id, "decide")
    outcomes = together(
        lambda: closing.withdraw(case_id, by=office.cast.resident),
        decide,
        at=(
            "yakuba.rooms.approvals.actions.acting.finish",
            "yakuba.rooms.cases.actions.closing.drop_live_draft",
        ),
    )
    case, draft = Case.objects.get(id=case_id), Drafting.objects.get(approval_id=approval_id)
    ended = (case.state, case.decision, draft.outcome, Approval.objects.get(id=approval_id).state)
    promised = ([outcome.word for outcome in outcomes], ended) in (
        (["done", "Closed"], ("withdrawn", "", "stopped", "withdrawn")),
        # Decided first: until the letter goes out it can still be taken back.
        (["done", "done"], ("withdrawn", "permit", "approved", "approved")),
    )
    assert promised is guarded, outcomes


def test_one_draft_is_written_for_a_case(office: Office, together: Race, guarded: bool) -> None:
    case_id = office.to("drafting")
    seen = office.seen(case_id)

    def draft() -> UUID:
        proposal = decision.Proposal("permit")
        return decision.draft_decision(case_id, actor=office.cast.clerk, seen=seen, proposal=proposal)

    outcomes = together(draft, draft, at="yakuba.rooms.cases.actions.decision.prepared")
    once = words(outcomes) == ["AlreadyDone", "done"] and Approval.objects.count() == 1
    assert once is guarded, outcomes


# Letters


def test_a_letter_is_issued_once_under_one_number(office: Office, together: Race, guarded: bool) -> None:
    case_id = office.to("issue")
    seen = office.seen(case_id)

    def issue() -> UUID | None:
        return issuance.issue(case_id, actor=office.cast.clerk, seen=seen, delivery="counter", found=PLATE)

    outcomes = together(issue, issue, at="yakuba.rooms.cases.actions.issuance.text_to_issue")
    letters, numbers = IssuedLetter.objects.count(), DocumentNumber.objects.count()
    assert ((words(outcomes), letters, numbers) == (["AlreadyDone", "done"], 1, 1)) is guarded, outcomes


@pytest.mark.parametrize("guard", [GUARDED, UNLOCKED], indirect=True)
def test_a_letter_reaches_the_applicant_once_and_nobody_waits_for_ever(
    office: Office, together: Race, guarded: bool
) -> None:
    """The applicant downloads it while the clerk notes that it was handed over."""
    case_id = office.to("issue")
    letter_id = office.issue(case_id, "counter")
    issuance.make_pdf(letter_id)
    seen = office.seen(case_id)
    outcomes = together(
        lambda: issuance.taken(letter_id),
        lambda: issuance.deliver(case_id, letter_id, actor=office.cast.clerk, seen=seen),
        at="yakuba.rooms.cases.actions.turn.Turn.keep",
    )
    noted = Event.objects.filter(kind__in=("case.letter_taken", "case.delivered")).count()
    told = {outcome.word for outcome in outcomes}
    assert (noted == 1 and told <= {"done", "Refused"}) is guarded, outcomes


# Money


def assessed(cast: Cast, *lines: payments.Line) -> list[UUID]:
    refs = payments.assess(
        subject=SUBJECT, payer_name="見本 太郎", payer_address="斜里町本町1番地",
        section="construction_road", due_on=DUE, lines=lines, by=cast.clerk, reference="R8-0012",
    )  # fmt: skip
    return [ref.id for ref in refs]


def paying(cast: Cast, assessment_id: UUID, amount: int, screen: str) -> Callable[[], object]:
    return lambda: payments.receive(
        assessment_id, amount=amount, method="cash", received_on=DAY, by=cast.cashier, key=screen
    )


def test_a_payment_is_taken_once(cast: Cast, together: Race, guarded: bool) -> None:
    (made,) = assessed(cast, SIGN)
    one, other = (paying(cast, made, 4200, screen) for screen in ("screen-1", "screen-2"))
    outcomes = together(one, other, at="yakuba.rooms.payments.actions.next_number")
    once = words(outcomes) == ["PaymentRefused", "done"] and Receipt.objects.count() == 1
    assert once is guarded, outcomes


@pytest.mark.parametrize("guard", [GUARDED, UNHELD], indirect=True)
def test_when_the_last_two_of_a_matter_are_paid_and_cancelled_at_once_one_says_it_is_settled(
    cast: Cast, together: Race, guarded: bool
) -> None:
    """Each of them locks its own assessment: the row is not enough, or the case would wait for ever."""
    first, second = assessed(cast, SIGN, NEXT_YEAR)
    told: list[payments.Settled] = []
    with news.rewired({payments.Settled: (told.append,)}):
        outcomes = together(
            paying(cast, first, 4200, "screen-1"),
            lambda: payments.cancel(second, reason="誤り", by=cast.clerk),
            at="yakuba.rooms.payments.actions._tell_if_settled",
            after=True,
        )
    assert (words(outcomes) == ["done", "done"] and len(told) == 1) is guarded, outcomes


def test_an_assessment_is_paid_or_cancelled(cast: Cast, together: Race, guarded: bool) -> None:
    (made,) = assessed(cast, SIGN)
    outcomes = together(
        paying(cast, made, 4200, "screen-1"),
        lambda: payments.cancel(made, reason="誤り", by=cast.clerk),
        at="yakuba.rooms.payments.actions._enter",
    )
    state = Assessment.objects.get(id=made).state
    kinds = set(Assessment.objects.get(id=made).entries.values_list("kind", flat=True))
    one = words(outcomes) == ["PaymentRefused", "done"] and ("reversed" in kinds) == (state == "cancelled")
    assert one is guarded, outcomes


# Numbers


def naive(series: str, year: int) -> int:
    """A number as it must not be taken: read, then written."""
    row = Series.objects.filter(name=series, year=year).first() or Series(name=series, year=year, last=0)
    row.last += 1
    row.save()
    return row.last


def test_a_number_is_given_once_and_without_a_gap(
    cast: Cast, together: Race, guarded: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def take() -> str:
        return records.take_number(
            section="construction_road", day=DAY, subject=SUBJECT, title="通知", by=BY
        ).text

    take()
    if not guarded:
        monkeypatch.setattr(records, "next_number", naive)
    outcomes = together(take, take, at="yakuba.rooms.records.actions.document_text")
    numbers = sorted(DocumentNumber.objects.values_list("number", flat=True))
    assert (words(outcomes) == ["done", "done"] and numbers == [1, 2, 3]) is guarded, outcomes


# Registers


def entry(cast: Cast, number: str, replaces: UUID | None = None) -> registers.EntryRef:
    facts: dict[str, Any] = {
        "register": "road_occupancy", "register_title": "道路占用許可台帳", "title": "看板 10㎡",
        "holder_name": "見本 太郎", "holder_ref": cast.resident.ref, "facts": {}, "conditions": "",
        "valid_from": date(2026, 12, 1), "valid_to": date(2027, 5, 31), "subject": SUBJECT,
        "procedure_key": "road_occupancy", "section": "construction_road",
    }  # fmt: skip
    return registers.write(by=cast.clerk, number=number, replaces=replaces, **facts)


def test_an_entry_is_renewed_once(cast: Cast, together: Race, guarded: bool) -> None:
    former = entry(cast, "A-1")
    one, other = (lambda n=number: entry(cast, n, former.id) for number in ("A-2", "A-3"))
    outcomes = together(one, other, at="yakuba.rooms.registers.actions._insert")
    renewed = Entry.objects.filter(follows=former.id).count()
    assert ((words(outcomes), renewed) == (["RegisterRefused", "done"], 1)) is guarded, outcomes
    assert EntryEnd.objects.count() <= 1
