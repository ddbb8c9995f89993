"""Yakuba's own JSON Logic operators: days, ages, fiscal years, decision tables, yen rounding.

All are total: a day that is missing or unreadable makes a comparison false and a computed value null.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from yakuba.ground.calendar.age import age_on
from yakuba.ground.calendar.fiscal import fiscal_year
from yakuba.ground.calendar.months import months_spanned, period_end
from yakuba.ground.catalogue.logic import STANDARD, Evaluate, LogicError, Operator, number, truthy
from yakuba.ground.money import ROUNDINGS, round_yen


def _day(value: Any) -> date | None:
    if not isinstance(value, str):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _two_days(compute: Callable[[date, date], Any], otherwise: Any = None) -> Operator:
    def run(values: Any, data: Any, evaluate: Evaluate) -> Any:
        found = [_day(evaluate(value, data)) for value in values] if isinstance(values, list) else []
        if len(found) != 2 or found[0] is None or found[1] is None:
            return otherwise
        return compute(found[0], found[1])

    return run


def _compared(test: Callable[[date, date], bool]) -> Operator:
    return _two_days(test, otherwise=False)


def _age(birth: date, day: date) -> int | None:
    return age_on(birth, day) if birth <= day else None


def _months(start: date, end: date) -> int | None:
    return months_spanned(start, end) if start <= end else None


def _whole_months(start: date, end: date) -> int | None:
    if start > end:
        return None
    months = months_spanned(start, end)
    return months if period_end(start, months) == end else months - 1


def _one(values: Any, data: Any, evaluate: Evaluate) -> Any:
    return evaluate(values[0] if isinstance(values, list) and values else values, data)


def _fiscal_year(values: Any, data: Any, evaluate: Evaluate) -> int | None:
    day = _day(_one(values, data, evaluate))
    return None if day is None else fiscal_year(day)


def _in_fiscal_year(values: Any, data: Any, evaluate: Evaluate) -> bool:
    if not isinstance(values, list) or len(values) != 2:
        return False
    day, year = _day(evaluate(values[0], data)), evaluate(values[1], data)
    return day is not None and fiscal_year(day) == year


def is_answered(value: Any) -> bool:
    """Whether a logic value counts as an answer: not null, not empty text, list or map."""
    return value is not None and value != "" and value != [] and value != {}


def _count(values: Any, data: Any, evaluate: Evaluate) -> int:
    found = _one(values, data, evaluate)
    return len(found) if isinstance(found, list) else 0


def _table(values: Any, data: Any, evaluate: Evaluate) -> Any:
    for row in values if isinstance(values, list) else []:
        if isinstance(row, list) and len(row) == 2 and truthy(evaluate(row[0], data)):
            return evaluate(row[1], data)
    return None


def _yen(values: Any, data: Any, evaluate: Evaluate) -> int | None:
    parts = values if isinstance(values, list) else [values, "floor"]
    amount = number(evaluate(parts[0], data)) if parts else None
    how = parts[1] if len(parts) > 1 else "floor"
    if amount is None:
        return None
    if how not in ROUNDINGS:
        raise LogicError(f"yen の丸め方「{how}」はありません。{'、'.join(ROUNDINGS)} から選んでください。")
    return round_yen(Decimal(str(amount)), how)


OWN: dict[str, Operator] = {
    "before": _compared(lambda a, b: a < b),
    "after": _compared(lambda a, b: a > b),
    "on_or_before": _compared(lambda a, b: a <= b),
    "on_or_after": _compared(lambda a, b: a >= b),
    "age_on": _two_days(_age),
    "days_between": _two_days(lambda a, b: (b - a).days),
    "months_between": _two_days(_months),
    "whole_months": _two_days(_whole_months),
    "fiscal_year": _fiscal_year,
    "in_fiscal_year": _in_fiscal_year,
    "answered": lambda values, data, evaluate: is_answered(_one(values, data, evaluate)),
    "count": _count,
    "table": _table,
    "yen": _yen,
}

OPERATORS: dict[str, Operator] = {**STANDARD, **OWN}


def evaluate(rule: Any, data: Any) -> Any:
    """The value of a stored rule over `data`. Raises LogicError only for a broken rule, never for data."""
    if isinstance(rule, dict) and len(rule) == 1:
        name, values = next(iter(rule.items()))
        operator = OPERATORS.get(name)
        if operator is None:
            raise LogicError(f"「{name}」という計算はありません。")
        return operator(values, data, evaluate)
    if isinstance(rule, list):
        return [evaluate(one, data) for one in rule]
    return rule
