"""Parameters of question kinds: a default and a check that says in Japanese what is wrong with a value."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

Check = Callable[[Any], str]


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter: its default and the check of a written value ("" means fit)."""

    default: Any
    check: Check


def whole(default: int | None, *, least: int = 0, most: int = 1_000_000_000_000) -> Param:
    """A whole number between `least` and `most`."""

    def check(value: Any) -> str:
        fit = isinstance(value, int) and not isinstance(value, bool) and least <= value <= most
        return "" if fit else f"{least}から{most}までの整数にしてください。"

    return Param(default, check)


def decimal(default: str | None) -> Param:
    """A number, as TOML number or decimal text."""

    def check(value: Any) -> str:
        return "" if as_decimal(value) is not None else "数にしてください。例: 10 または 0.5"

    return Param(default, check)


def words(default: str = "") -> Param:
    """Any text."""
    return Param(default, lambda value: "" if isinstance(value, str) else "文字にしてください。")


def flag(*, default: bool) -> Param:
    """true or false."""
    return Param(default, lambda value: "" if isinstance(value, bool) else "true か false にしてください。")


def one_of(default: str, allowed: Sequence[str]) -> Param:
    """One of named words."""
    return Param(
        default, lambda value: "" if value in allowed else f"{'、'.join(allowed)} のどれかにしてください。"
    )


def some_of(default: Sequence[str], allowed: Sequence[str]) -> Param:
    """A list of named words."""

    def check(value: Any) -> str:
        fit = isinstance(value, list) and value and all(one in allowed for one in value)
        return "" if fit else f"{'、'.join(allowed)} から選んで [ ] に並べてください。"

    return Param(list(default), check)


def pattern(default: str = "") -> Param:
    """A regular expression that can be compiled and has no nested repetition (it runs on what strangers
    type).
    """

    def check(value: Any) -> str:
        if not isinstance(value, str):
            return "文字にしてください。"
        if re.search(r"[+*}][^()\[\]]*\)[+*{]", value):
            return "くり返しの中にくり返しがあり、時間がかかりすぎます。書き直してください。"
        try:
            re.compile(value)
        except re.error:
            return "正規表現として読めません。"
        return ""

    return Param(default, check)


_BOUND = re.compile(r"today(?:([+-])([0-9]{1,5}))?")


def day_bound() -> Param:
    """A day: "YYYY-MM-DD", "today", "today+14" or "today-30" (days)."""

    def check(value: Any) -> str:
        fit = isinstance(value, str) and (not value or _BOUND.fullmatch(value) or _iso(value) is not None)
        return "" if fit else "2026-04-01、today、today+14、today-30 のように書いてください。"

    return Param("", check)


def bound_day(bound: str, today: date) -> date | None:
    """The day a `day_bound` means on `today`; None when there is no bound."""
    found = _BOUND.fullmatch(bound)
    if found is None:
        return _iso(bound)
    days = int(found.group(2) or 0)
    return today + timedelta(days=-days if found.group(1) == "-" else days)


def _iso(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def as_decimal(value: Any) -> Decimal | None:
    """A finite Decimal from an int or decimal text; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        return None
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None
