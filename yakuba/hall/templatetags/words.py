"""Filters every template has: days in Japanese eras, times of the town, yen."""

from datetime import date, datetime

from django import template

from yakuba.ground.calendar import clock
from yakuba.ground.calendar.era import format_datetime, format_era
from yakuba.ground.money import format_yen

register = template.Library()


@register.filter
def era(day: date | datetime | str | None) -> str:
    """令和8年11月23日. Timestamps are shown as the day in Asia/Tokyo; ISO text is read first."""
    if not day:
        return ""
    if isinstance(day, str):
        day = date.fromisoformat(day)
    return format_era(clock.local(day).date() if isinstance(day, datetime) else day)


@register.filter
def jst(moment: datetime | None) -> str:
    """Day and minute in Asia/Tokyo."""
    return format_datetime(moment) if moment else ""


@register.filter
def yen(amount: int | None) -> str:
    return "" if amount is None else format_yen(amount)
