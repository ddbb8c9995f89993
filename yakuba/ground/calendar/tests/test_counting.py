"""Months, fiscal years and ages are counted as the law counts them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yakuba.ground.calendar.age import age_on, everyday_age, reaches_age_on
from yakuba.ground.calendar.fiscal import fiscal_year, fiscal_year_label, split_by_fiscal_year
from yakuba.ground.calendar.months import (
    add_months,
    calendar_months_touched,
    days_spanned,
    full_years_and_months,
    last_day_of_month,
    months_spanned,
    period_end,
    years_spanned,
)

DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2150, 12, 31))


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2026, 12, 1), date(2027, 5, 31), 6),
        (date(2026, 12, 1), date(2026, 12, 1), 1),
        (date(2026, 12, 1), date(2026, 12, 31), 1),
        (date(2026, 12, 1), date(2027, 1, 1), 2),
        (date(2026, 12, 15), date(2027, 1, 14), 1),
        (date(2026, 12, 15), date(2027, 1, 15), 2),
        (date(2027, 1, 31), date(2027, 2, 28), 1),
        (date(2027, 1, 31), date(2027, 3, 1), 2),
        (date(2026, 4, 1), date(2027, 3, 31), 12),
    ],
)
def test_a_started_month_counts_as_one(start, end, months):
    assert months_spanned(start, end) == months


@given(DAYS, st.integers(min_value=1, max_value=240))
def test_a_period_of_n_months_spans_n_months_and_one_day_more_spans_another(start, months):
    end = period_end(start, months)
    assert months_spanned(start, end) == months
    assert months_spanned(start, end + timedelta(days=1)) == months + 1


@given(DAYS, st.integers(min_value=0, max_value=4000))
def test_months_never_shrink_as_the_period_grows(start, length):
    end = start + timedelta(days=length)
    assert months_spanned(start, end) <= months_spanned(start, end + timedelta(days=1))
    assert months_spanned(start, end) <= calendar_months_touched(start, end)


@given(DAYS, st.integers(min_value=-600, max_value=600))
def test_adding_months_keeps_the_day_or_takes_the_last_of_the_month(day, months):
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or later == last_day_of_month(later)


def test_years_and_days_of_a_period():
    assert full_years_and_months(date(2026, 4, 1), date(2027, 5, 31)) == (1, 2)
    assert years_spanned(date(2026, 4, 1), date(2027, 3, 31)) == 1
    assert years_spanned(date(2026, 4, 1), date(2027, 4, 1)) == 2
    assert days_spanned(date(2026, 4, 1), date(2026, 4, 1)) == 1


@pytest.mark.parametrize(
    "count", [months_spanned, calendar_months_touched, days_spanned, split_by_fiscal_year]
)
def test_a_period_that_ends_before_it_starts_is_refused(count):
    with pytest.raises(ValueError, match="before"):
        count(date(2026, 4, 2), date(2026, 4, 1))


def test_the_fiscal_year_turns_on_the_first_of_april():
    assert fiscal_year(date(2027, 3, 31)) == 2026
    assert fiscal_year(date(2027, 4, 1)) == 2027
    assert fiscal_year_label(2026) == "令和8年度"
    assert fiscal_year_label(2019) == "令和元年度"
    assert fiscal_year_label(2018) == "平成30年度"
    assert fiscal_year_label(1989) == "平成元年度"
    assert fiscal_year_label(1988) == "昭和63年度"


def test_a_period_over_the_turn_of_the_fiscal_year_is_cut_there():
    assert split_by_fiscal_year(date(2026, 12, 1), date(2027, 5, 31)) == [
        (2026, date(2026, 12, 1), date(2027, 3, 31)),
        (2027, date(2027, 4, 1), date(2027, 5, 31)),
    ]


@given(DAYS, st.integers(min_value=0, max_value=4000))
def test_the_parts_of_a_period_join_into_the_whole(start, length):
    end = start + timedelta(days=length)
    parts = split_by_fiscal_year(start, end)
    assert parts[0][1] == start
    assert parts[-1][2] == end
    assert sum(days_spanned(first, last) for _, first, last in parts) == length + 1
    for year, first, last in parts:
        assert fiscal_year(first) == fiscal_year(last) == year


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        (date(2008, 4, 2), date(2026, 4, 1), 18),
        (date(2008, 4, 2), date(2026, 3, 31), 17),
        (date(2008, 4, 1), date(2026, 3, 31), 18),
        (date(2008, 2, 29), date(2026, 2, 27), 17),
        (date(2008, 2, 29), date(2026, 2, 28), 18),
        (date(2008, 2, 29), date(2028, 2, 28), 20),
        (date(2008, 1, 1), date(2025, 12, 31), 18),
        (date(2026, 4, 1), date(2026, 4, 1), 0),
    ],
)
def test_by_law_a_year_is_full_on_the_day_before_the_birthday(birth, day, age):
    assert age_on(birth, day) == age


def test_people_say_their_age_from_the_birthday_on():
    birth = date(2008, 4, 2)
    assert everyday_age(birth, date(2026, 4, 1)) == 17
    assert everyday_age(birth, date(2026, 4, 2)) == 18
    assert everyday_age(birth, birth) == 0


@given(DAYS, st.integers(min_value=1, max_value=110))
def test_an_age_begins_on_the_day_it_is_reached(birth, age):
    reached = reaches_age_on(birth, age)
    assert age_on(birth, reached) == age
    assert age_on(birth, reached - timedelta(days=1)) == age - 1


def test_nobody_has_an_age_before_birth():
    with pytest.raises(ValueError, match="birth"):
        age_on(date(2026, 4, 2), date(2026, 4, 1))
