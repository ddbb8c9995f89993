"""Open days of the town hall (地方自治法第4条の2 and the town's 休日条例, from town/calendar.toml)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import holidays

WEEKDAY_KEYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LONGEST_CLOSING = 400


class CalendarError(ValueError):
    """The town's calendar cannot be used; the text names the key and how to mend it."""


@dataclass(frozen=True)
class Yearly:
    """A closing that returns every year, given as (month, day); it may run over New Year."""

    title: str
    first: tuple[int, int]
    last: tuple[int, int]

    def holds(self, day: date) -> bool:
        """Whether `day` lies in it."""
        place = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= place <= self.last
        return place >= self.first or place <= self.last


@lru_cache(maxsize=256)
def national_holidays(year: int) -> Mapping[date, str]:
    """国民の祝日 and substitute holidays of one year (国民の祝日に関する法律): day → name.

    Known for 1949 to 2099; from the coming year on the equinoxes are computed, and become law by the
    official gazette of the February before.
    """
    return dict(holidays.country_holidays("JP", years=year, language="ja"))


@dataclass(frozen=True)
class Calendar:
    """One town's open and closed days."""

    weekly: frozenset[int]
    yearly: tuple[Yearly, ...]
    closed: Mapping[date, str]
    opened: Mapping[date, str]
    national: bool = True

    def closing(self, day: date) -> str | None:
        """Why the town hall is closed on `day`, in Japanese, or None when it is open."""
        if day in self.opened:
            return None
        if day in self.closed:
            return self.closed[day]
        holiday = national_holidays(day.year).get(day) if self.national else None
        if holiday is not None:
            return holiday
        for closing in self.yearly:
            if closing.holds(day):
                return closing.title
        return "土曜日・日曜日" if day.weekday() in self.weekly else None

    def is_open(self, day: date) -> bool:
        """Whether `day` is a business day (開庁日)."""
        return self.closing(day) is None

    def next_open(self, day: date) -> date:
        """`day` itself when open, else the next business day. Raises CalendarError when none comes."""
        for ahead in range(_LONGEST_CLOSING):
            candidate = day + timedelta(days=ahead)
            if self.is_open(candidate):
                return candidate
        raise CalendarError("town/calendar.toml: no business day is left; make `weekly` shorter")

    def previous_open(self, day: date) -> date:
        """`day` itself when open, else the business day before. Raises CalendarError when there is none."""
        for back in range(_LONGEST_CLOSING):
            candidate = day - timedelta(days=back)
            if self.is_open(candidate):
                return candidate
        raise CalendarError("town/calendar.toml: no business day is left; make `weekly` shorter")

    def add_business_days(self, start: date, count: int) -> date:
        """The `count`th business day after `start` (before it, when negative); `start` is not counted.

        0 gives `start` itself, or the next business day when it is closed (民法第140条: 初日不算入).
        """
        day = self.next_open(start) if count == 0 else start
        step = timedelta(days=1 if count > 0 else -1)
        for _ in range(abs(count)):
            day = self.next_open(day + step) if count > 0 else self.previous_open(day + step)
        return day

    def business_days_between(self, first: date, last: date) -> int:
        """Business days after `first` up to and with `last`; negative when `last` is before `first`."""
        if last < first:
            return -self.business_days_between(last, first)
        days = (last - first).days
        return sum(self.is_open(first + timedelta(days=ahead)) for ahead in range(1, days + 1))


def business_calendar(town_closings: Mapping[str, Any]) -> Calendar:
    """The calendar built from the data of town/calendar.toml.

    Keys: `weekly` (["sat","sun"]), `national_holidays` (true), `yearly` (rows of title, from "12-29",
    to "01-03"), `closed` and `open` (rows of day, title; an `open` day wins).
    Raises CalendarError naming the key.
    """
    return Calendar(
        weekly=_weekly(town_closings),
        yearly=tuple(_yearly(row) for row in _rows(town_closings, "yearly")),
        closed=dict(_one_off(row, "closed") for row in _rows(town_closings, "closed")),
        opened=dict(_one_off(row, "open") for row in _rows(town_closings, "open")),
        national=_national(town_closings),
    )


def _weekly(data: Mapping[str, Any]) -> frozenset[int]:
    names = data.get("weekly")
    if not isinstance(names, list) or not all(name in WEEKDAY_KEYS for name in names):
        raise CalendarError(f'weekly: give a list of {", ".join(WEEKDAY_KEYS)}, such as ["sat", "sun"]')
    days = frozenset(WEEKDAY_KEYS.index(name) for name in names)
    if len(days) == len(WEEKDAY_KEYS):
        raise CalendarError("weekly: at least one day of the week must be open")
    return days


def _national(data: Mapping[str, Any]) -> bool:
    value = data.get("national_holidays")
    if not isinstance(value, bool):
        raise CalendarError("national_holidays: give true or false")
    return value


def _rows(data: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    rows = data.get(key, [])
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise CalendarError(f"{key}: write each row as [[{key}]]")
    return rows


def _yearly(row: Mapping[str, Any]) -> Yearly:
    return Yearly(str(row.get("title", "休庁日")), _month_day(row, "from"), _month_day(row, "to"))


def _month_day(row: Mapping[str, Any], key: str) -> tuple[int, int]:
    text = str(row.get(key, ""))
    try:
        day = date.fromisoformat(f"2024-{text}")
    except ValueError:
        raise CalendarError(f'yearly.{key}: write month and day as "12-29", not "{text}"') from None
    return day.month, day.day


def _one_off(row: Mapping[str, Any], key: str) -> tuple[date, str]:
    day = row.get("day")
    if not isinstance(day, date):
        raise CalendarError(f"{key}.day: write a date without quotes, such as day = 2026-10-01")
    return day, str(row.get("title", "臨時休庁" if key == "closed" else "臨時開庁"))
