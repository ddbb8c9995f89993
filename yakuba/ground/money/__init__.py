"""Yen: whole numbers, written and read the Japanese way. Knows no Django."""

from yakuba.ground.money.reading import YenError, parse_yen
from yakuba.ground.money.yen import ROUNDINGS, Rounding, format_yen, round_yen, spoken_yen, tax, tax_within

__all__ = [
    "ROUNDINGS",
    "Rounding",
    "YenError",
    "format_yen",
    "parse_yen",
    "round_yen",
    "spoken_yen",
    "tax",
    "tax_within",
]
