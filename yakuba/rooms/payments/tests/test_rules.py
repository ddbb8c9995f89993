"""The ledger never owes less than nothing, and a payment is the whole sum or none."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from yakuba.rooms.payments import rules
from yakuba.rooms.payments.rules import Kind, Line, PaymentRefused, Posting, State

AMOUNTS = st.integers(1, rules.LARGEST)
DAY = date(2026, 11, 2)


class Ledger(RuleBasedStateMachine):
    """Whatever a cashier and a clerk try, in any order, the books balance."""

    @initialize(amount=AMOUNTS)
    def assess(self, amount: int) -> None:
        self.amount = amount
        self.postings: tuple[Posting, ...] = (Posting(Kind.ASSESSED, amount),)

    @rule(difference=st.sampled_from([0, 0, 1, -1, 1000]))
    def receive(self, difference: int) -> None:
        was = rules.state_of(self.postings)
        try:
            self.postings += rules.receive(self.postings, self.amount + difference)
        except PaymentRefused:
            assert was != State.OPEN or difference != 0
        else:
            assert was == State.OPEN
            assert difference == 0

    @rule()
    def cancel(self) -> None:
        was = rules.state_of(self.postings)
        try:
            self.postings += rules.cancel(self.postings)
        except PaymentRefused:
            assert was != State.OPEN
        else:
            assert was == State.OPEN

    @invariant()
    def books_balance(self) -> None:
        sums = {kind: sum(row.amount for row in self.postings if row.kind == kind) for kind in Kind}
        owed = rules.outstanding(self.postings)
        assert owed >= 0
        assert rules.unmatched(self.postings) == 0
        assert sums[Kind.ASSESSED] == owed + sums[Kind.SETTLED] + sums[Kind.REVERSED]
        assert (owed == 0) == (rules.state_of(self.postings) != State.OPEN)
        assert len({row.kind for row in self.postings}) == len(self.postings)


TestLedger = Ledger.TestCase


YEARS = st.sampled_from([2025, 2026, 2027, None])


@given(st.lists(st.tuples(st.integers(-100, 10**6), YEARS), max_size=8))
def test_lines_are_split_by_fiscal_year_and_nothing_is_lost(wanted: list[tuple[int, int | None]]) -> None:
    lines = [Line("占用料", amount, year, "見本") for amount, year in wanted]
    sums = dict.fromkeys((year or 2026 for _, year in wanted), 0)
    for amount, year in wanted:
        sums[year or 2026] += amount
    if any(amount < 0 for amount in sums.values()):
        with pytest.raises(PaymentRefused):
            rules.by_fiscal_year(lines, DAY)
        return
    found = rules.by_fiscal_year(lines, DAY)
    assert list(found) == sorted(year for year, amount in sums.items() if amount)
    assert {year: sum(line.amount for line in of_year) for year, of_year in found.items()} == {
        year: sums[year] for year in found
    }


def test_a_reduction_lowers_its_year_and_is_not_counted_as_a_fee() -> None:
    lines = [
        Line("看板", 4200, 2026, "条例"),
        Line("減額(50%)", -2100, 2026, "条例"),
        Line("街灯", 300, 2026, "条例"),
    ]
    (of_year,) = rules.by_fiscal_year(lines, DAY).values()
    assert sum(line.amount for line in of_year) == 2400
    assert rules.label_of(of_year) == "看板 ほか1件"


def test_a_year_exempted_in_full_is_left_out() -> None:
    lines = [
        Line("看板", 4200, 2026, "条例"),
        Line("免除(100%)", -4200, 2026, "条例"),
        Line("看板", 10, 2027, "条例"),
    ]
    assert list(rules.by_fiscal_year(lines, DAY)) == [2027]


def test_a_line_without_year_belongs_to_the_year_of_the_day() -> None:
    assert list(rules.by_fiscal_year([Line("手数料", 3000, None, "見本")], date(2027, 3, 31))) == [2026]


def test_a_year_below_zero_is_refused() -> None:
    with pytest.raises(PaymentRefused, match="令和8年度分"):
        rules.by_fiscal_year([Line("手数料", -1, None, "見本")], DAY)


@given(AMOUNTS, AMOUNTS)
def test_change_is_what_was_handed_over_less_the_amount(amount: int, tendered: int) -> None:
    if tendered < amount:
        with pytest.raises(PaymentRefused, match="足りません"):
            rules.change(amount, tendered)
    else:
        assert rules.change(amount, tendered) + amount == tendered


def test_part_payments_and_overpayments_are_refused_with_the_difference() -> None:
    owed = (Posting(Kind.ASSESSED, 4200),)
    with pytest.raises(PaymentRefused, match="200円足りません。分割"):
        rules.receive(owed, 4000)
    with pytest.raises(PaymentRefused, match="800円多く"):
        rules.receive(owed, 5000)


def test_a_payment_is_dated_between_assessment_and_today() -> None:
    rules.refuse_day(DAY, DAY, DAY)
    with pytest.raises(PaymentRefused, match="今日より後"):
        rules.refuse_day(DAY + timedelta(1), DAY, DAY)
    with pytest.raises(PaymentRefused, match="調定日より前"):
        rules.refuse_day(DAY - timedelta(1), DAY, DAY)


def test_a_payment_is_late_from_the_day_after_its_due_day() -> None:
    assert not rules.overdue(DAY, State.OPEN, DAY)
    assert rules.overdue(DAY, State.OPEN, DAY + timedelta(1))
    assert not rules.overdue(DAY, State.SETTLED, DAY + timedelta(1))


@pytest.mark.parametrize("typed", ["2026-000034", "２０２６－３４", " 2026ー000034 ", "2026‐34"])
def test_a_number_is_read_as_people_type_it(typed: str) -> None:
    assert rules.read_number(typed) == (2026, 34)


@pytest.mark.parametrize("typed", ["𠮷田", "2026", "20260000000034", "2026-0000034", "R8-00012"])
def test_other_texts_are_no_number(typed: str) -> None:
    assert rules.read_number(typed) is None
