"""How much is charged: the quantity from an answer, and the time from a period."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Any

from yakuba.ground.calendar.fiscal import fiscal_year, split_by_fiscal_year
from yakuba.ground.calendar.months import (
    calendar_months_touched,
    days_spanned,
    months_spanned,
    period_end,
    years_spanned,
)
from yakuba.ground.catalogue.fees.kind import FeeError
from yakuba.ground.catalogue.kinds.params import as_decimal
from yakuba.ground.catalogue.logic import look_up
from yakuba.ground.catalogue.scene import Scene
from yakuba.ground.catalogue.trace import Wording
from yakuba.ground.languages import marked, say

ROUND = {"ceil": ROUND_CEILING, "floor": ROUND_FLOOR, "half_up": ROUND_HALF_UP}


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a period that is charged in one fiscal year; both days are counted."""

    year: int
    first: date
    last: date


_NOT_YET = marked("「{label}」が入力されると、料金が計算できます。")


def quantity_of(scene: Scene, name: str, label: str, wording: Wording) -> Decimal:
    """The number answered under `name` ("area", "signs.count"). Raises FeeError when it is not answered."""
    if name.endswith(".count"):  # "signs.count"; a question named "count" has no dot before it
        rows = look_up(name.removesuffix(".count"), scene.data["q"])
        return Decimal(len(rows)) if isinstance(rows, list) else Decimal(0)
    found = as_decimal(look_up(name, scene.data["q"]))
    if found is None:
        raise FeeError(say(_NOT_YET, label=wording.labels.get(f"q.{name}", label)))
    return found


def rounded_quantity(quantity: Decimal, how: str, step: str, least: str | None) -> Decimal:
    """`quantity` to a multiple of `step` (ceil, floor, half_up; none: as it is), at least `least`."""
    if how in ROUND:
        unit = Decimal(step)
        quantity = (quantity / unit).to_integral_value(rounding=ROUND[how]) * unit
    return max(quantity, Decimal(least)) if least is not None else quantity


def stretches(value: Any, label: str, split: str) -> list[Stretch]:
    """The period answered, cut at 31 March when `split` is fiscal_year. Raises FeeError when there is
    none.
    """
    if not isinstance(value, dict) or not value.get("from") or not value.get("to"):
        raise FeeError(say(_NOT_YET, label=label))
    first, last = date.fromisoformat(value["from"]), date.fromisoformat(value["to"])
    if split == "fiscal_year":
        return [Stretch(*part) for part in split_by_fiscal_year(first, last)]
    return [Stretch(fiscal_year(first), first, last)]


def months_of(stretch: Stretch, how: str) -> int:
    """Months charged: a `started` month counts, `calendar` months touched, or `complete` ones only."""
    if how == "calendar":
        return calendar_months_touched(stretch.first, stretch.last)
    months = months_spanned(stretch.first, stretch.last)
    if how == "complete" and period_end(stretch.first, months) > stretch.last:
        return months - 1
    return months


def time_factor(
    stretch: Stretch, time_unit: str, month_count: str, year_count: str
) -> tuple[Decimal, int, str]:
    """Numerator and denominator of the time charged, and how it is said (`4か月/12か月`)."""
    if time_unit == "day":
        days = days_spanned(stretch.first, stretch.last)
        return Decimal(days), 1, say("{days}日", days=days)
    if time_unit == "month":
        months = months_of(stretch, month_count)
        return Decimal(months), 1, say("{months}か月", months=months)
    if year_count == "started":
        years = years_spanned(stretch.first, stretch.last)
        return Decimal(years), 1, say("{years}年", years=years)
    months = months_of(stretch, month_count)
    return Decimal(months), 12, say("{months}か月/12か月", months=months)
