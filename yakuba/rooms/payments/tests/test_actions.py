"""調定, 収納 and 消込 by those who may, and refused to those who may not."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from yakuba.ground import news
from yakuba.ground.access.actor import system
from yakuba.ground.access.gate import Denied
from yakuba.ground.journal.read import history
from yakuba.rooms.payments import door
from yakuba.rooms.payments.door import Line, PaymentRefused, Settled
from yakuba.rooms.payments.models import Assessment, Entry, Receipt
from yakuba.rooms.payments.tests.conftest import DUE, NEXT_YEAR, SIGN, SUBJECT, TODAY, Assess, Receive

pytestmark = pytest.mark.django_db


def test_a_fee_over_two_fiscal_years_makes_two_assessments(assess: Assess) -> None:
    first, second = assess(SIGN, NEXT_YEAR)
    assert (first.fiscal_year, first.amount, first.number) == (2026, 4200, "2026-000001")
    assert (second.fiscal_year, second.amount, second.number) == (2027, 2100, "2027-000001")


def test_fees_of_one_year_are_one_assessment(assess: Assess) -> None:
    (made,) = assess(SIGN, Line("街灯", 300, 2026, "見本"))
    (view,) = door.assessments_of([SUBJECT])[SUBJECT]
    assert made.amount == view.amount == 4500
    assert [fee.label for fee in view.fees] == ["看板 10㎡", "街灯"]
    assert view.fees[0].because == ("10㎡ × 105円 × 4月",)


def test_an_exempted_fee_makes_no_assessment_and_uses_no_number(assess: Assess) -> None:
    assert assess(SIGN, Line("免除", -4200, 2026, "全額免除")) == []
    assert assess()[0].number == "2026-000001"


def test_only_the_section_assesses(assess: Assess, cast: Any) -> None:
    assert assess(by=cast.clerk)
    for actor in (cast.other_clerk, cast.cashier, cast.admin, cast.resident, system("jobs")):
        with pytest.raises(Denied):
            assess(by=actor)
    assert Assessment.objects.count() == 1


def test_a_due_day_in_the_past_or_a_missing_name_is_refused(assess: Assess) -> None:
    with pytest.raises(PaymentRefused, match="納期限"):
        assess(due_on=TODAY - timedelta(1))
    with pytest.raises(PaymentRefused, match="氏名"):
        assess(payer_name=" ")


def test_the_due_day_comes_from_the_town_and_falls_on_an_open_day(db: None) -> None:
    assert door.due_day(date(2026, 11, 2)) == date(2026, 12, 2)
    assert door.due_day(date(2026, 11, 5)) == date(2026, 12, 7)  # 5 December is a Saturday


def test_the_cashier_receives_and_the_news_is_told_once_all_is_paid(assess: Assess, receive: Receive) -> None:
    first, second = assess(SIGN, NEXT_YEAR)
    with news.told() as told:
        receipt = receive(first.id, 4200)
        assert told == []
        receive(second.id, 2100, key="screen-2")
    assert receipt.number == "2026-000001"
    assert told == [Settled(SUBJECT, (first.id, second.id))]
    assert {view.state for view in door.assessments_of([SUBJECT])[SUBJECT]} == {"settled"}


def test_only_the_cashier_receives(assess: Assess, receive: Receive, cast: Any) -> None:
    (made,) = assess()
    for actor in (cast.clerk, cast.head, cast.mayor, cast.admin, cast.resident, system("jobs")):
        with pytest.raises(Denied):
            receive(made.id, 4200, by=actor)
    assert not Receipt.objects.exists()
    assert receive(made.id, 4200, by=cast.cashier).number


def test_a_form_sent_twice_makes_one_receipt(assess: Assess, receive: Receive) -> None:
    (made,) = assess()
    first = receive(made.id, 4200, key="same")
    again = receive(made.id, 4200, key="same")
    assert (again.id, again.number) == (first.id, first.number)
    assert (first.already, again.already) == (False, True)
    assert Entry.objects.filter(kind="received").count() == 1


def test_a_second_payment_of_the_same_assessment_is_refused(assess: Assess, receive: Receive) -> None:
    (made,) = assess()
    receive(made.id, 4200)
    with pytest.raises(PaymentRefused, match="もう納付済み"):
        receive(made.id, 4200, key="screen-2")


def test_one_form_cannot_take_two_payments(assess: Assess, receive: Receive) -> None:
    first, second = assess(SIGN, NEXT_YEAR)
    receive(first.id, 4200, key="same")
    with pytest.raises(PaymentRefused, match="開き直して"):
        receive(second.id, 2100, key="same")


@pytest.mark.parametrize("amount", [4199, 4201, 0])
def test_any_other_sum_is_refused_and_leaves_nothing(assess: Assess, receive: Receive, amount: int) -> None:
    (made,) = assess()
    with pytest.raises(PaymentRefused):
        receive(made.id, amount, tendered=10_000)
    assert list(Entry.objects.values_list("kind", flat=True)) == ["assessed"]
    assert receive(made.id, 4200).number == "2026-000001"


def test_too_little_cash_an_unknown_way_and_a_wrong_day_are_refused(assess: Assess, receive: Receive) -> None:
    (made,) = assess()
    for changes in (
        {"tendered": 4000},
        {"method": "shells"},
        {"key": ""},
        {"received_on": TODAY + timedelta(1)},
        {"received_on": TODAY - timedelta(1)},
    ):
        with pytest.raises(PaymentRefused):
            receive(made.id, 4200, **changes)
    assert not Receipt.objects.exists()


def test_an_unpaid_assessment_is_taken_back_with_a_reason(
    assess: Assess, receive: Receive, cast: Any
) -> None:
    (made,) = assess()
    with pytest.raises(PaymentRefused, match="理由"):
        door.cancel(made.id, reason="", by=cast.clerk)
    with pytest.raises((Denied, Assessment.DoesNotExist)):
        door.cancel(made.id, reason="取下げ", by=cast.cashier)
    with pytest.raises(Assessment.DoesNotExist):
        door.cancel(made.id, reason="取下げ", by=cast.other_clerk)
    door.cancel(made.id, reason="申請の取下げ", by=cast.clerk)
    with pytest.raises(PaymentRefused, match="取り消されています"):
        receive(made.id, 4200)
    with pytest.raises(PaymentRefused):
        door.cancel(made.id, reason="もう一度", by=cast.clerk)


def test_a_paid_assessment_is_not_taken_back(assess: Assess, receive: Receive, cast: Any) -> None:
    (made,) = assess()
    receive(made.id, 4200)
    with pytest.raises(PaymentRefused, match="還付"):
        door.cancel(made.id, reason="取下げ", by=cast.clerk)


def test_a_withdrawn_matter_owes_nothing_more_and_no_news_is_told(assess: Assess, receive: Receive) -> None:
    first, second = assess(SIGN, NEXT_YEAR)
    receive(first.id, 4200)
    with news.told() as told:
        assert door.cancel_open(subject=SUBJECT, reason="取下げ", by=system("withdrawal")) == [second.id]
    assert told == []
    states = [view.state for view in door.assessments_of([SUBJECT])[SUBJECT]]
    assert states == ["settled", "cancelled"]


def test_the_rest_being_taken_back_settles_the_matter(assess: Assess, receive: Receive, cast: Any) -> None:
    first, second = assess(SIGN, NEXT_YEAR)
    receive(first.id, 4200)
    with news.told() as told:
        door.cancel(second.id, reason="期間の短縮", by=cast.clerk)
    assert told == [Settled(SUBJECT, (first.id,))]


def test_what_happened_is_in_the_journal_without_the_name(assess: Assess, receive: Receive) -> None:
    (made,) = assess()
    receive(made.id, 4200)
    events = history(f"payment:{made.id}")
    assert [event.kind for event in events] == ["payment.assessed", "payment.received"]
    assert events[0].facts == {"case": SUBJECT.partition(":")[2], "number": made.number, "amount": 4200}
    assert "𠮷田" not in "".join(event.body for event in events)


def test_assessments_of_many_subjects_take_one_query(assess: Assess, django_assert_num_queries: Any) -> None:
    subjects = [f"case:{UUID(int=number)}" for number in range(5)]
    for subject in subjects[:3]:
        assess(subject=subject)
    with django_assert_num_queries(1):
        found = door.assessments_of(subjects)
    assert [len(found[subject]) for subject in subjects] == [1, 1, 1, 0, 0]
    assert found[subjects[0]][0].due_on == DUE
