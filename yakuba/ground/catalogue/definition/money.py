"""What it costs: fees, their dated tables, reductions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from yakuba.ground.catalogue.definition.words import Rule


@dataclass(frozen=True, slots=True)
class FeeRate:
    """One line of a fee table. `amount` is decimal text in yen; `params` may override those of the fee."""

    label: str
    amount: str
    when: Rule | None = None
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FeeTable:
    """The rates in force from `valid_from` ("YYYY-MM-DD") until the next table, and the law that says so."""

    valid_from: str
    basis: str
    rates: tuple[FeeRate, ...]
    valid_until: str = ""
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Reduction:
    """減額・免除: `percent` (1–100) off while `when` holds; one reduction, the greatest, is applied."""

    key: str
    title: str
    percent: int
    basis: str
    when: Rule | None = None
    valid_from: str = ""
    valid_until: str = ""


@dataclass(frozen=True, slots=True)
class Fee:
    """One fee; `kind` names the arithmetic in `fees/`, `params` its numbers."""

    key: str
    kind: str
    title: str
    tables: tuple[FeeTable, ...]
    when: Rule | None = None
    tax_when: Rule | None = None
    params: Mapping[str, Any] = field(default_factory=dict)
    reductions: tuple[Reduction, ...] = ()
