"""標準処理期間 (行政手続法第6条) in business days, with the days on which its clock stood taken out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from yakuba.ground.calendar.business import Calendar
from yakuba.ground.calendar.deadline import business_days_left, due_in_business_days


@dataclass(frozen=True)
class Stop:
    """Days on which the clock stood: from the day it was stopped to the day it went on (None: still
    standing).
    """

    begins: date
    ends: date | None


def stopped_days(calendar: Calendar, stops: Sequence[Stop], today: date) -> int:
    """Business days the clock stood. Overlapping stops count once; the day of stopping counts as worked."""
    total = 0
    reached: date | None = None
    for stop in sorted(stops, key=lambda stop: stop.begins):
        begins = stop.begins if reached is None else max(stop.begins, reached)
        ends = stop.ends or today
        if ends > begins:
            total += calendar.business_days_between(begins, ends)
            reached = ends
    return total


def due_day(
    calendar: Calendar, arrived: date, standard_days: int | None, stops: Sequence[Stop], today: date
) -> date | None:
    """The day the case is due, as if a standing clock went on today; None without a standard period."""
    if not standard_days:
        return None
    return due_in_business_days(
        calendar, arrived, standard_days, stopped=stopped_days(calendar, stops, today)
    )


def step_due(calendar: Calendar, entered: date, due_days: int | None) -> date | None:
    """The day a step is due, `due_days` business days after it was entered; None when it has no such rule."""
    return due_in_business_days(calendar, entered, due_days) if due_days else None


@dataclass(frozen=True)
class Deadline:
    """What a deadline chip shows: business days left (negative: late; None: no deadline), and whether it
    stands.
    """

    days: int | None
    day: date | None
    stopped: bool


def deadline(calendar: Calendar, due: date | None, today: date, *, stopped: bool) -> Deadline:
    """The chip of a case due on `due`, seen on `today`. Once the day is past it is late by a day at least,
    also on the holidays that follow it.
    """
    if due is None:
        return Deadline(None, None, stopped)
    left = business_days_left(calendar, today, due)
    return Deadline(min(left, -1) if today > due else left, due, stopped)
