"""Due days: of a standard period in business days, and of periods the law gives in days or months."""

from datetime import date, timedelta

from yakuba.ground.calendar.business import Calendar
from yakuba.ground.calendar.months import add_months


def due_in_business_days(calendar: Calendar, start: date, days: int, *, stopped: int = 0) -> date:
    """The day by which something begun on `start` is due: `days` business days after it.

    `start` is not counted (民法第140条). `stopped` business days during which the clock stood
    (waiting for a correction, 行政手続法第7条) are added.
    """
    return calendar.add_business_days(start, days + stopped)


def due_in_days(calendar: Calendar, start: date, days: int) -> date:
    """The last day of a period of calendar `days` after `start`, moved to the next business day when closed.

    民法第140条 (the first day is not counted) and 第142条 (a period ending on a holiday ends the day after).
    """
    return calendar.next_open(start + timedelta(days=days))


def due_in_months(calendar: Calendar, start: date, months: int) -> date:
    """The last day of a period of `months` after `start` (審査請求の3か月), moved to a business day.

    民法第140条, 第142条 and 第143条: begun on 1/31, one month ends on 2/28 or 2/29.
    """
    return calendar.next_open(add_months(start, months))


def business_days_left(calendar: Calendar, day: date, due: date) -> int:
    """Business days from `day` to `due`: 0 on the due day, negative when late."""
    return calendar.business_days_between(day, due)
