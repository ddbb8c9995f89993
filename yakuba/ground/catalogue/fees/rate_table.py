"""Rates by condition: quantity × unit price × time, split by fiscal year, rounded as the ordinance says."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from yakuba.ground.calendar.era import spoken_day
from yakuba.ground.calendar.fiscal import fiscal_year, spoken_fiscal_year
from yakuba.ground.catalogue.definition import Fee, FeeRate
from yakuba.ground.catalogue.fees.kind import Charge, FeeError, FeeKind, FeeLine
from yakuba.ground.catalogue.fees.quantity import (
    ROUND,
    Stretch,
    quantity_of,
    rounded_quantity,
    stretches,
    time_factor,
)
from yakuba.ground.catalogue.kinds import params
from yakuba.ground.catalogue.kinds.kind import Flaw
from yakuba.ground.catalogue.kinds.number import shown
from yakuba.ground.catalogue.logic import look_up, truthy
from yakuba.ground.catalogue.trace import explain
from yakuba.ground.languages import marked, say
from yakuba.ground.money import ROUNDINGS, round_yen, spoken_yen, tax

_UNITS = {"year": marked("年額"), "month": marked("月額"), "day": marked("日額"), "none": ""}
_SAID = {
    "ceil": marked("{label} {raw}を切り上げて{amount}"),
    "floor": marked("{label} {raw}を切り捨てて{amount}"),
    "half_up": marked("{label} {raw}を四捨五入して{amount}"),
    "none": marked("{label} {raw}を最低の数量にして{amount}"),
}


@dataclass(frozen=True, slots=True)
class _Measured:
    """A quantity ready to be charged and the words that say how it came about."""

    amount: Decimal
    words: str
    because: tuple[str, ...] = ()


class RateTable(FeeKind):
    """The first rate whose condition holds; none is an error, never a charge of nothing."""

    name = "rate_table"
    title = "料率表"
    params = {
        "quantity": params.words(),
        "quantity_label": params.words(marked("数量")),
        "unit": params.words(),
        "quantity_rounding": params.one_of("none", ("none", *ROUND)),
        "quantity_step": params.decimal("1"),
        "quantity_minimum": params.decimal(None),
        "period": params.words(),
        "time_unit": params.one_of("none", tuple(_UNITS)),
        "split": params.one_of("none", ("none", "fiscal_year")),
        "month_count": params.one_of("started", ("started", "calendar", "complete")),
        "year_count": params.one_of("started", ("started", "months")),
        "rounding": params.one_of("floor", ROUNDINGS),
        "rounding_unit": params.whole(1, least=1, most=1000),
        "rounding_at": params.one_of("fiscal_year", ("fiscal_year", "total")),
        "minimum": params.whole(0),
        "tax_rate": params.decimal(None),
        "tax_rounding": params.one_of("floor", ROUNDINGS),
    }
    rate_params = (
        "quantity", "quantity_label", "unit", "quantity_rounding", "quantity_step", "quantity_minimum",
        "time_unit", "year_count", "minimum", "tax_rate",
    )  # fmt: skip

    def flaws(self, fee: Fee) -> list[Flaw]:
        timed = [self.param(fee, "time_unit")]
        timed += [self.param(fee, "time_unit", rate) for table in fee.tables for rate in table.rates]
        found = []
        if any(unit != "none" for unit in timed) and not self.param(fee, "period"):
            found.append(
                Flaw(
                    "period",
                    "期間の質問がないのに、期間で計算する料率があります。",
                    "period を書いてください。",
                )
            )
        if (
            self.param(fee, "quantity_rounding") != "none"
            and Decimal(str(self.param(fee, "quantity_step"))) <= 0
        ):
            found.append(
                Flaw("quantity_step", "0より大きい数ではありません。", "1 や 0.1 のように書いてください。")
            )
        return found

    def lines(self, charge: Charge) -> list[FeeLine]:
        for rate in charge.table.rates:
            trace = explain(rate.when if rate.when is not None else True, charge.scene.data, charge.wording)
            if truthy(trace.value):
                return self._charged(charge, rate, trace.sentences)
        raise FeeError(
            say(
                "料金「{title}」の表に、この内容に当たる行がありません。窓口にお尋ねください。",
                title=charge.fee.title,
            )
        )

    def _charged(self, charge: Charge, rate: FeeRate, reasons: tuple[str, ...]) -> list[FeeLine]:
        measured = self._measure(charge, rate)
        parts = self._parts(charge, rate)
        exact = []
        words = []
        for stretch in parts:
            said = ""
            amount = Decimal(rate.amount) * measured.amount
            if stretch is not None and self._of(charge, rate, "time_unit") != "none":
                top, bottom, said = self._time(charge, rate, stretch)
                amount = amount * top / bottom
            exact.append(amount)
            words.append(self._formula(charge, rate, measured, said, stretch))
        amounts = self._rounded(charge, exact)
        return [
            self._line(charge, rate, stretch, amount, (*reasons, *measured.because, said))
            for stretch, amount, said in zip(parts, amounts, words, strict=True)
        ]

    def least_of_line(self, fee: Fee, rate: FeeRate) -> int:
        """The least amount (yen, before tax) of one line."""
        return int(self.param(fee, "minimum", rate))

    def _of(self, charge: Charge, rate: FeeRate, name: str) -> Any:
        return self.param(charge.fee, name, rate)

    def _measure(self, charge: Charge, rate: FeeRate) -> _Measured:
        name, label = self._of(charge, rate, "quantity"), self._of(charge, rate, "quantity_label")
        if not name:
            return _Measured(Decimal(1), "")
        unit, how = self._of(charge, rate, "unit"), self._of(charge, rate, "quantity_rounding")
        raw = quantity_of(charge.scene, name, label, charge.wording)
        least = self._of(charge, rate, "quantity_minimum")
        step = str(self._of(charge, rate, "quantity_step"))
        amount = rounded_quantity(raw, how, step, None if least is None else str(least))
        because: tuple[str, ...] = ()
        if amount != raw:
            because = (
                say(_SAID[how], label=label, raw=f"{shown(raw)}{unit}", amount=f"{shown(amount)}{unit}"),
            )
        return _Measured(amount, f" × {shown(amount)}{unit}", because)

    def _parts(self, charge: Charge, rate: FeeRate) -> list[Stretch | None]:
        name = self._of(charge, rate, "period")
        split = self._of(charge, rate, "split")
        if not name or (self._of(charge, rate, "time_unit") == "none" and split == "none"):
            return [None]
        label = charge.wording.label(f"q.{name}")
        return [*stretches(look_up(name, charge.scene.data["q"]), label, split)]

    def _time(self, charge: Charge, rate: FeeRate, stretch: Stretch) -> tuple[Decimal, int, str]:
        unit, year_count = self._of(charge, rate, "time_unit"), self._of(charge, rate, "year_count")
        return time_factor(stretch, unit, self._of(charge, rate, "month_count"), year_count)

    def _formula(
        self, charge: Charge, rate: FeeRate, measured: _Measured, said: str, stretch: Stretch | None
    ) -> str:
        unit = say(_UNITS[self._of(charge, rate, "time_unit")])
        amount = shown(Decimal(rate.amount))
        price = say("{label} {unit}{amount}円", label=rate.label, unit=unit, amount=amount)
        whole = f"{price}{measured.words}{f' × {said}' if said else ''}"
        if stretch is None:
            return whole
        first, last = spoken_day(stretch.first), spoken_day(stretch.last)
        return say("{what}({first}から{last}まで)", what=whole, first=first, last=last)

    def _rounded(self, charge: Charge, exact: list[Decimal]) -> list[int]:
        how, unit = self.param(charge.fee, "rounding"), self.param(charge.fee, "rounding_unit")
        if self.param(charge.fee, "rounding_at") == "fiscal_year":
            return [round_yen(amount, how, unit=unit) for amount in exact]
        # Rounded once over the whole: each year gets what the rounded sum grew by, so the years add up to it.
        sums = [round_yen(sum(exact[: count + 1], Decimal(0)), how, unit=unit) for count in range(len(exact))]
        return [now - before for before, now in zip([0, *sums], sums, strict=False)]

    def _line(
        self, charge: Charge, rate: FeeRate, stretch: Stretch | None, amount: int, because: tuple[str, ...]
    ) -> FeeLine:
        least, rate_of_tax = self.least_of_line(charge.fee, rate), self._of(charge, rate, "tax_rate")
        reasons = list(because)
        if amount < least:
            reasons.append(say("計算した額が最低額より少ないので{least}", least=spoken_yen(least)))
            amount = least
        if rate_of_tax is not None and charge.scene.holds(charge.fee.tax_when):
            added = tax(amount, Decimal(str(rate_of_tax)), self.param(charge.fee, "tax_rounding"))
            reasons.append(say("消費税相当額{tax}を加えます", tax=spoken_yen(added)))
            amount += added
        year = stretch.year if stretch is not None else fiscal_year(charge.today)
        split = self._of(charge, rate, "split") == "fiscal_year" and stretch is not None
        ending = say(" {year}分", year=spoken_fiscal_year(year)) if split else ""
        label = f"{charge.fee.title}({charge.row_label}{rate.label}){ending}"
        return FeeLine(label, amount, year, charge.table.basis, tuple(reasons), charge.fee.key)


KIND = RateTable()
