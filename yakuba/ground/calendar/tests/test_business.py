"""Open days, closings and due days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yakuba.ground.calendar.business import CalendarError, business_calendar
from yakuba.ground.calendar.deadline import (
    business_days_left,
    due_in_business_days,
    due_in_days,
    due_in_months,
)

CLOSINGS = {
    "weekly": ["sat", "sun"],
    "national_holidays": True,
    "yearly": [{"title": "年末年始", "from": "12-29", "to": "01-03"}],
    "closed": [{"day": date(2026, 10, 1), "title": "町制記念日"}],
    "open": [{"day": date(2026, 3, 29), "title": "転入転出の休日窓口"}],
}
CALENDAR = business_calendar(CLOSINGS)
DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2090, 12, 31))


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 11, 20), None),
        (date(2026, 11, 21), "土曜日・日曜日"),
        (date(2026, 11, 23), "勤労感謝の日"),
        (date(2026, 5, 6), "振替休日"),
        (date(2026, 9, 22), "国民の休日"),
        (date(2026, 12, 28), None),
        (date(2026, 12, 29), "年末年始"),
        (date(2027, 1, 1), "元日"),
        (date(2027, 1, 3), "年末年始"),
        (date(2027, 1, 4), None),
        (date(2026, 10, 1), "町制記念日"),
        (date(2026, 3, 29), None),
    ],
)
def test_the_town_hall_says_why_it_is_closed(day, why):
    assert CALENDAR.closing(day) == why
    assert CALENDAR.is_open(day) is (why is None)


@given(DAYS, st.integers(min_value=1, max_value=60))
def test_the_nth_business_day_is_open_and_n_business_days_away(start, count):
    day = CALENDAR.add_business_days(start, count)
    assert CALENDAR.is_open(day)
    assert CALENDAR.business_days_between(start, day) == count


@given(DAYS, st.integers(min_value=1, max_value=60))
def test_counting_back_reaches_an_open_day_as_far_away(start, count):
    day = CALENDAR.add_business_days(start, -count)
    assert CALENDAR.is_open(day)
    open_days = sum(CALENDAR.is_open(day + timedelta(days=n)) for n in range((start - day).days))
    assert open_days == count


def test_the_year_end_is_stepped_over():
    assert CALENDAR.add_business_days(date(2026, 12, 25), 2) == date(2027, 1, 4)
    assert CALENDAR.add_business_days(date(2027, 1, 4), -1) == date(2026, 12, 28)
    assert CALENDAR.add_business_days(date(2026, 11, 21), 0) == date(2026, 11, 24)


def test_a_standard_period_does_not_count_its_first_day_nor_the_days_it_stood():
    start = date(2026, 11, 20)
    assert due_in_business_days(CALENDAR, start, 1) == date(2026, 11, 24)
    assert due_in_business_days(CALENDAR, start, 1, stopped=3) == date(2026, 11, 27)
    assert business_days_left(CALENDAR, date(2026, 11, 25), date(2026, 11, 24)) == -1
    assert business_days_left(CALENDAR, date(2026, 11, 24), date(2026, 11, 24)) == 0


def test_a_period_that_ends_on_a_holiday_ends_on_the_next_open_day():
    assert due_in_days(CALENDAR, date(2026, 11, 9), 14) == date(2026, 11, 24)
    assert due_in_days(CALENDAR, date(2026, 11, 6), 14) == date(2026, 11, 20)
    assert due_in_months(CALENDAR, date(2026, 9, 30), 3) == date(2027, 1, 4)
    assert due_in_months(CALENDAR, date(2027, 1, 31), 1) == date(2027, 3, 1)


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"weekly": "sat"}, "weekly"),
        ({"weekly": ["土"]}, "weekly"),
        ({"weekly": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]}, "weekly"),
        ({"national_holidays": "yes"}, "national_holidays"),
        ({"yearly": [{"title": "年末年始", "from": "12-32", "to": "01-03"}]}, "yearly.from"),
        ({"yearly": [{"title": "年末年始", "from": "12-29"}]}, "yearly.to"),
        ({"closed": [{"day": "2026-10-01"}]}, "closed.day"),
        ({"open": {"day": date(2026, 3, 29)}}, "open"),
    ],
)
def test_a_wrong_town_calendar_is_refused_with_its_key(change, key):
    with pytest.raises(CalendarError, match=key):
        business_calendar(CLOSINGS | change)


def test_a_town_that_never_opens_is_refused():
    closed = CLOSINGS | {"yearly": [{"title": "休み", "from": "01-01", "to": "12-31"}]}
    with pytest.raises(CalendarError, match="no business day"):
        business_calendar(closed).next_open(date(2026, 4, 1))
