"""Filters every template has: days in Japanese eras, times of the town, yen; in the page's language."""

from datetime import date, datetime

from django import template

from yakuba.ground import town
from yakuba.ground.calendar import clock
from yakuba.ground.calendar.era import spoken_datetime, spoken_day
from yakuba.ground.languages import say
from yakuba.ground.money import spoken_yen

register = template.Library()


@register.filter
def era(day: date | datetime | str | None) -> str:
    """令和8年11月23日, on an English page 23 November 2026; of a timestamp the day in Asia/Tokyo."""
    if not day:
        return ""
    if isinstance(day, str):
        day = date.fromisoformat(day)
    return spoken_day(clock.local(day).date() if isinstance(day, datetime) else day)


@register.filter
def jst(moment: datetime | None) -> str:
    """Day and minute in Asia/Tokyo."""
    return spoken_datetime(moment) if moment else ""


@register.filter
def yen(amount: int | None) -> str:
    return "" if amount is None else spoken_yen(amount)


@register.filter
def said(text: object) -> str:
    """A word of a table (a state, a step) or of the town (a section), in the language of the page."""
    return town.spoken(say(str(text)))
