"""What a fee kind answers for, the lines it yields and the registry by name. One fee kind is one file
here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from yakuba.ground.catalogue.definition import DefinitionError, Fee, FeeRate, FeeTable
from yakuba.ground.catalogue.kinds.kind import Flaw
from yakuba.ground.catalogue.kinds.params import Param
from yakuba.ground.catalogue.scene import Scene
from yakuba.ground.catalogue.trace import Wording


class FeeError(ValueError):
    """The fee cannot be computed from these answers yet; `message` says in Japanese what is missing."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class FeeLine:
    """One amount (yen; negative for a reduction), the fiscal year it belongs to, its legal basis and
    reasons.
    """

    label: str
    amount: int
    fiscal_year: int
    basis: str
    because: tuple[str, ...] = ()
    fee: str = ""


@dataclass(frozen=True, slots=True)
class Assessment:
    """All lines; a reduction is a line of its own, so that the total is their sum. No lines = free of
    charge.
    """

    lines: tuple[FeeLine, ...] = ()
    reductions: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """Yen."""
        return sum(line.amount for line in self.lines)

    @property
    def by_year(self) -> dict[int, int]:
        """Fiscal year → yen; one 調定 each."""
        years: dict[int, int] = {}
        for line in self.lines:
            years[line.fiscal_year] = years.get(line.fiscal_year, 0) + line.amount
        return years


@dataclass(frozen=True, slots=True)
class Charge:
    """What a fee kind works with: the fee, the table in force, the answers as conditions see them, the
    day.
    """

    fee: Fee
    table: FeeTable
    scene: Scene
    wording: Wording
    today: date
    row_label: str = field(default="")


class FeeKind:
    """The base of fee kinds."""

    name: ClassVar[str] = ""
    title: ClassVar[str] = ""
    params: ClassVar[Mapping[str, Param]] = {}
    rate_params: ClassVar[tuple[str, ...]] = ()
    """Parameters a single rate may override."""

    def flaws(self, fee: Fee) -> list[Flaw]:
        """What is wrong with the fee beyond its single parameters."""
        return []

    def lines(self, charge: Charge) -> list[FeeLine]:
        """The lines of one fee. Raises FeeError when an answer it needs is missing."""
        raise NotImplementedError

    def param(self, fee: Fee, name: str, rate: FeeRate | None = None) -> Any:
        """The parameter of the rate, else of the fee, else the default."""
        if rate is not None and name in rate.params:
            return rate.params[name]
        return fee.params.get(name, self.params[name].default)


def table_in_force(fee: Fee, day: date) -> FeeTable:
    """The newest table that began on or before `day`. Raises DefinitionError when none is in force: no
    fallback.
    """
    begun = [table for table in fee.tables if date.fromisoformat(table.valid_from) <= day]
    newest = max(begun, key=lambda table: table.valid_from, default=None)
    if newest is None or (newest.valid_until and day > date.fromisoformat(newest.valid_until)):
        raise DefinitionError(
            f"料金「{fee.title}」({fee.key})に{day.isoformat()}に効力のある表がありません。"
            "fees.toml の tables に、その日を含む表を根拠と一緒に足してください。"
        )
    return newest


_kinds: dict[str, FeeKind] = {}


def register_fee_kind(kind: FeeKind) -> None:
    """Make a fee kind known by its name. Raises ValueError when the name is taken."""
    if not kind.name or kind.name in _kinds:
        raise ValueError(f"fee kind {kind.name!r} has no name or is taken")
    _kinds[kind.name] = kind


def known_fee_kind(name: str) -> FeeKind | None:
    """The fee kind of that name, or None."""
    return _kinds.get(name)


def fee_kind_names() -> list[str]:
    """The names of all fee kinds known."""
    return list(_kinds)
