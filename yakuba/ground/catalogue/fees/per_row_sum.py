"""A fee for each row of a repeat, by the same arithmetic as a rate table."""

from dataclasses import replace
from typing import Any

from yakuba.ground.catalogue.definition import Fee, FeeRate
from yakuba.ground.catalogue.fees.kind import Charge, FeeLine
from yakuba.ground.catalogue.fees.rate_table import RateTable
from yakuba.ground.catalogue.kinds import params
from yakuba.ground.catalogue.kinds.kind import Flaw
from yakuba.ground.languages import say
from yakuba.ground.money import spoken_yen


class PerRowSum(RateTable):
    """Within a row its own answers are found first, then those of the pages."""

    name = "per_row_sum"
    title = "行ごとの合計"
    params = {
        **RateTable.params,
        "repeat": params.words(),
        "minimum_at": params.one_of("line", ("line", "total")),
    }

    def flaws(self, fee: Fee) -> list[Flaw]:
        if not self.param(fee, "repeat"):
            return [
                Flaw(
                    "repeat", "どのくり返しの質問か分かりません。", 'repeat = "質問のkey" を書いてください。'
                )
            ]
        return super().flaws(fee)

    def lines(self, charge: Charge) -> list[FeeLine]:
        rows: Any = charge.scene.data["q"].get(self.param(charge.fee, "repeat"))
        found: list[FeeLine] = []
        for place, row in enumerate(rows if isinstance(rows, list) else [], 1):
            inner = charge.scene.row()
            inner.data["q"].update(row)
            own = Charge(charge.fee, charge.table, inner, charge.wording, charge.today, f"{place}. ")
            found.extend(super().lines(own))
        if self.param(charge.fee, "minimum_at") == "total":
            return self._raised(charge.fee, found)
        return found

    def least_of_line(self, fee: Fee, rate: FeeRate) -> int:
        per_line = self.param(fee, "minimum_at") == "line"
        return int(self.param(fee, "minimum", rate)) if per_line else 0

    def _raised(self, fee: Fee, lines: list[FeeLine]) -> list[FeeLine]:
        """The lines with the last of each fiscal year raised so far that the year reaches the minimum."""
        least = self.param(fee, "minimum")
        years = {line.fiscal_year: 0 for line in lines}
        for line in lines:
            years[line.fiscal_year] += line.amount
        last = {line.fiscal_year: place for place, line in enumerate(lines)}
        for year, place in last.items():
            if years[year] < least:
                line = lines[place]
                reason = say("年度の合計が最低額より少ないので、合計を{least}に", least=spoken_yen(least))
                amount = line.amount + least - years[year]
                lines[place] = replace(line, amount=amount, because=(*line.because, reason))
        return lines


KIND = PerRowSum()
