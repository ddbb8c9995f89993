"""Arithmetic of yen. Yen are ints; fractions live only in Decimals on the way to a named rounding."""

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Literal, get_args

from yakuba.ground.languages import say

Rounding = Literal["floor", "ceil", "half_up"]

ROUNDINGS: tuple[Rounding, ...] = get_args(Rounding)

_MODES: dict[str, str] = {"floor": ROUND_FLOOR, "ceil": ROUND_CEILING, "half_up": ROUND_HALF_UP}


def format_yen(yen: int) -> str:
    """`1200` → `1,200円`; a negative sum is written with △ as public accounts do (`△1,200円`)."""
    sign = "△" if yen < 0 else ""
    return f"{sign}{abs(yen):,}円"


def spoken_yen(yen: int) -> str:
    """As `format_yen`, in the language being spoken: `¥1,200` in English. For pages, never for papers."""
    sign = "△" if yen < 0 else ""
    return say("{sign}{amount}円", sign=sign, amount=f"{abs(yen):,}")


def round_yen(amount: Decimal, how: Rounding, *, unit: int = 1) -> int:
    """`amount` rounded `floor` (切捨て), `ceil` (切上げ) or `half_up` (四捨五入) to `unit` yen.

    `half_up` rounds a half away from zero. Raises ValueError for an unknown rounding, a `unit` below 1,
    or an amount that is not a finite number.
    """
    if how not in _MODES:
        raise ValueError(f"unknown rounding {how!r}: one of {', '.join(ROUNDINGS)}")
    if unit < 1:
        raise ValueError("unit must be 1 yen or more")
    if not amount.is_finite():
        raise ValueError("amount must be a finite number")
    return int((amount / unit).to_integral_value(rounding=_MODES[how])) * unit


def tax(net: int, rate: Decimal, how: Rounding = "floor") -> int:
    """The consumption tax (yen) to add to `net` yen at `rate` (Decimal('0.10')).

    A fraction of a yen is dropped unless another rounding is named (国税通則法第119条 drops it too).
    """
    return round_yen(Decimal(net) * rate, how)


def tax_within(gross: int, rate: Decimal, how: Rounding = "floor") -> int:
    """The consumption tax (yen) contained in `gross` yen at `rate` (Decimal('0.10'))."""
    return round_yen(Decimal(gross) * rate / (1 + rate), how)
