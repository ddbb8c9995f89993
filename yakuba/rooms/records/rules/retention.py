"""How long a finished matter is kept: the day it starts to count, and the last day of keeping."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from yakuba.ground.calendar.fiscal import fiscal_year, fiscal_year_start
from yakuba.ground.town import TownError, value_in_force

FILE = "retention.toml"


class Start(StrEnum):
    """From when the period counts (起算)."""

    NEXT_FISCAL_YEAR = "next_fiscal_year"
    NEXT_JANUARY = "next_january"
    COMPLETION = "completion"
    EVENT = "event"


class AtEnd(StrEnum):
    """What happens when the period is over (満了時措置)."""

    DISPOSE = "dispose"
    TRANSFER = "transfer"
    REVIEW = "review"


START_TITLES = {
    Start.NEXT_FISCAL_YEAR: "完結の翌年度から",
    Start.NEXT_JANUARY: "完結の翌年の1月1日から",
    Start.COMPLETION: "完結の翌日から",
    Start.EVENT: "決められた出来事の翌日から",
}
AT_END_TITLES = {AtEnd.DISPOSE: "廃棄", AtEnd.TRANSFER: "移管", AtEnd.REVIEW: "満了の前に見直し"}


@dataclass(frozen=True)
class RecordRuleValue:
    """How a finished matter is filed, as its edition says; keys of retention.toml, `Start` and `AtEnd`."""

    classification: str
    file_title: str
    retention: str
    start: str = Start.NEXT_FISCAL_YEAR
    at_end: str = AtEnd.DISPOSE


@dataclass(frozen=True)
class Period:
    """A retention class in force; `years` None means permanent (永久)."""

    key: str
    title: str
    years: int | None
    basis: str


def period(data: Mapping[str, Any], key: str, day: date) -> Period:
    """The retention class `key` in force on `day`. Raises TownError naming file and key."""
    row = value_in_force(
        [row for row in data.get("retention", ()) if row.get("key") == key],
        day,
        file=FILE,
        key=f"retention[{key}]",
    )
    years = row.get("years")
    if years is not None and (not isinstance(years, int) or years < 1):
        raise TownError(FILE, f"retention[{key}].years", "5 のように入れてください。永久なら書きません。")
    return Period(key, row["title"], years, row["basis"])


def classification_title(data: Mapping[str, Any], key: str, day: date) -> str:
    """The name of the class 大-中-小 `key` in force on `day`. Raises TownError naming file and key."""
    rows = [row for row in data.get("classification", ()) if row.get("key") == key]
    return str(value_in_force(rows, day, file=FILE, key=f"classification[{key}]")["title"])


def begins_on(start: Start, completed_on: date, event_on: date | None = None) -> date | None:
    """The first day that counts; None while the event a period waits for has not been noted.

    The day of completion or of the event itself does not count (民法第140条).
    """
    if start is Start.NEXT_FISCAL_YEAR:
        return fiscal_year_start(fiscal_year(completed_on) + 1)
    if start is Start.NEXT_JANUARY:
        return date(completed_on.year + 1, 1, 1)
    day = completed_on if start is Start.COMPLETION else event_on
    return day + timedelta(days=1) if day else None


def expires_on(years: int | None, begins: date | None) -> date | None:
    """The last day of keeping, `years` years from `begins`; None for 永久 and for a period not begun.

    Years are counted by the calendar; where the corresponding day is missing (29 February) the period ends
    with the last day of the month (民法第143条第2項).
    """
    if years is None or begins is None:
        return None
    try:
        return begins.replace(year=begins.year + years) - timedelta(days=1)
    except ValueError:
        return date(begins.year + years, 2, 28)


def may_be_disposed(expires: date | None, *, held: bool, day: date) -> bool:
    """Whether a record may be put to disposal on `day`: its last day has passed and no hold (保留) stands."""
    return expires is not None and expires < day and not held


def fault_of(data: Mapping[str, Any], rule: RecordRuleValue, day: date) -> str:
    """What is wrong with a filing rule on `day`, in Japanese with how to mend it; "" when nothing is."""
    try:
        period(data, rule.retention, day)
        classification_title(data, rule.classification, day)
    except TownError as fault:
        return str(fault)
    if rule.start not in list(Start):
        return f"起算「{rule.start}」はありません。{'・'.join(Start)} から選んでください。"
    if rule.at_end not in list(AtEnd):
        return f"満了時措置「{rule.at_end}」はありません。{'・'.join(AtEnd)} から選んでください。"
    return "" if rule.file_title.strip() else "簿冊の名前(file_title)を入れてください。"
