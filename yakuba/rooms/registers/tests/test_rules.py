"""The state of an entry on a day, and what is refused."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yakuba.rooms.registers import rules
from yakuba.rooms.registers.rules import RegisterRefused, State

DAY = date(2026, 11, 2)
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@given(st.none() | DAYS, st.none() | DAYS, st.none() | DAYS, DAYS)
def test_an_entry_has_one_state_on_every_day(
    valid_from: date | None, valid_to: date | None, ended_on: date | None, day: date
) -> None:
    found = rules.state(valid_from=valid_from, valid_to=valid_to, ended_on=ended_on, day=day)
    assert (found == State.ENDED) == (ended_on is not None and ended_on <= day)
    if found in (State.VALID, State.SOON):
        assert valid_from is None or valid_from <= day
        assert valid_to is None or day <= valid_to
    if found == State.SOON:
        assert valid_to is not None
        assert valid_to - day <= timedelta(days=rules.SOON_DAYS)


def test_the_last_day_still_counts_and_the_next_does_not() -> None:
    limits = {"valid_from": None, "valid_to": DAY, "ended_on": None}
    assert rules.state(**limits, day=DAY) == State.SOON
    assert rules.state(**limits, day=DAY + timedelta(1)) == State.EXPIRED


def test_a_renewed_entry_is_not_said_to_expire_soon() -> None:
    ends = DAY + timedelta(10)
    assert rules.state(valid_from=None, valid_to=ends, ended_on=None, day=DAY) == State.SOON
    assert rules.state(valid_from=None, valid_to=ends, ended_on=ends, day=DAY) == State.VALID


@given(st.none() | DAYS, st.none() | DAYS)
def test_only_a_reversed_period_is_refused(first: date | None, last: date | None) -> None:
    if first and last and last < first:
        with pytest.raises(RegisterRefused):
            rules.refuse_period(first, last)
    else:
        rules.refuse_period(first, last)


def test_an_entry_is_ended_once_and_not_ahead_of_time() -> None:
    rules.refuse_end(valid_from=DAY, on=DAY, today=DAY, ended_on=None)
    for wrong in (
        {"on": DAY + timedelta(1), "ended_on": None},
        {"on": DAY - timedelta(1), "ended_on": None},
        {"on": DAY, "ended_on": DAY},
    ):
        with pytest.raises(RegisterRefused):
            rules.refuse_end(valid_from=DAY, today=DAY, **wrong)


@pytest.mark.parametrize(
    ("typed", "kept"), [("１２３", "123"), (" a-１ ", "A-1"), ("第12号", "第12号"), ("1‐2", "1-2")]
)
def test_a_number_is_kept_in_one_form(typed: str, kept: str) -> None:
    assert rules.clean_number(typed) == kept
    assert rules.clean_number(kept) == kept


@pytest.mark.parametrize("typed", ["", " 　", "1" * 41])
def test_no_number_or_a_very_long_one_is_refused(typed: str) -> None:
    with pytest.raises(RegisterRefused):
        rules.clean_number(typed)


def test_empty_facts_are_left_out_and_long_ones_refused() -> None:
    assert rules.clean_facts({"犬種": " 柴 ", "毛色": " "}) == [["犬種", "柴"]]
    with pytest.raises(RegisterRefused, match="犬種"):
        rules.clean_facts({"犬種": "あ" * 2001})
