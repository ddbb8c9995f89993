"""Months and years as the law counts them (民法第140条・第143条), for fees and periods."""

import calendar
from datetime import date, timedelta


def last_day_of_month(day: date) -> date:
    """The last day of the month of `day`."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def add_months(day: date, months: int) -> date:
    """The day `months` later (or earlier); the month's last if there is none (2/30 → 2/28)."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def add_years(day: date, years: int) -> date:
    """The corresponding day `years` later; 28 February where 29 does not exist."""
    return add_months(day, years * 12)


def period_end(start: date, months: int) -> date:
    """The last day of a period of `months` from `start`, `start` counted: 2026-12-01 and 6 → 2027-05-31.

    民法第143条第2項: it ends on the day before the corresponding day, or, where the last month has no
    corresponding day, on that month's last day (1/31 and 1 → 2/28).
    """
    end = add_months(start, months)
    return end - timedelta(days=1) if end.day == start.day else end


def months_spanned(start: date, end: date) -> int:
    """Months from `start` to `end`, both counted; a started month counts as one; they run day to day.

    2026-12-01–2027-05-31 is 6, 2026-12-15–2027-01-15 is 2. Raises ValueError when `end` is before `start`.
    """
    _ordered(start, end)
    months = max(0, (end.year - start.year) * 12 + end.month - start.month - 1)
    while period_end(start, months) < end:
        months += 1
    return months


def calendar_months_touched(start: date, end: date) -> int:
    """How many months of the calendar have a day in `start`–`end`: 2026-12-15–2027-01-15 is 2."""
    _ordered(start, end)
    return (end.year - start.year) * 12 + end.month - start.month + 1


def years_spanned(start: date, end: date) -> int:
    """Years from `start` to `end`, both counted, a started year counting as one."""
    return -(-months_spanned(start, end) // 12)


def full_years_and_months(start: date, end: date) -> tuple[int, int]:
    """Whole years, then the months of the rest, a started month counting as one: 14 months → (1, 2)."""
    return divmod(months_spanned(start, end), 12)


def days_spanned(start: date, end: date) -> int:
    """Days from `start` to `end`, both counted."""
    _ordered(start, end)
    return (end - start).days + 1


def _ordered(start: date, end: date) -> None:
    if end < start:
        raise ValueError("the period ends before it starts")
