"""Fixed amounts: every rate whose condition holds is charged, times a count where one is named."""

from decimal import Decimal

from yakuba.ground.calendar.fiscal import fiscal_year
from yakuba.ground.catalogue.fees.kind import Charge, FeeKind, FeeLine
from yakuba.ground.catalogue.fees.quantity import quantity_of
from yakuba.ground.catalogue.kinds import params
from yakuba.ground.catalogue.kinds.number import shown
from yakuba.ground.catalogue.logic import truthy
from yakuba.ground.catalogue.trace import explain
from yakuba.ground.languages import marked, say
from yakuba.ground.money import ROUNDINGS, round_yen


class Fixed(FeeKind):
    """定額: in the fiscal year of the filing day."""

    name = "fixed"
    title = "定額"
    params = {
        "quantity": params.words(),
        "quantity_label": params.words(marked("数")),
        "unit": params.words(marked("件")),
        "rounding": params.one_of("floor", ROUNDINGS),
    }
    rate_params = ("quantity", "quantity_label", "unit")

    def lines(self, charge: Charge) -> list[FeeLine]:
        found = []
        for rate in charge.table.rates:
            trace = explain(rate.when if rate.when is not None else True, charge.scene.data, charge.wording)
            if not truthy(trace.value):
                continue
            name = self.param(charge.fee, "quantity", rate)
            label = say(self.param(charge.fee, "quantity_label", rate))
            count = quantity_of(charge.scene, name, label, charge.wording) if name else Decimal(1)
            unit = say(self.param(charge.fee, "unit", rate))
            amount = round_yen(Decimal(rate.amount) * count, self.param(charge.fee, "rounding"))
            price = say("{label} {amount}円", label=rate.label, amount=shown(Decimal(rate.amount)))
            because = (*trace.sentences, f"{price} × {label} {shown(count)}{unit}" if name else price)
            title = (
                charge.fee.title if rate.label == charge.fee.title else f"{charge.fee.title}({rate.label})"
            )
            year = fiscal_year(charge.today)
            found.append(FeeLine(title, amount, year, charge.table.basis, because, charge.fee.key))
        return found


KIND = Fixed()
