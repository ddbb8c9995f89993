"""The fee tables in force, in words people read. Figures come from the definition."""

from datetime import date
from typing import Any

from yakuba.ground.catalogue.definition import Fee, FeeRate, FeeTable, Procedure
from yakuba.ground.catalogue.fees.kind import table_in_force
from yakuba.ground.languages import marked, say

_PER_TIME = {"year": marked("1年"), "month": marked("1か月"), "day": marked("1日")}


def fee_tables(procedure: Procedure, day: date) -> list[dict[str, Any]]:
    """One table per fee: title, basis, note, rows (label, amount, unit), reductions. Empty: free of charge.

    Raises DefinitionError when no table is in force on `day`.
    """
    return [_table(fee, table_in_force(fee, day)) for fee in procedure.fees]


def _table(fee: Fee, table: FeeTable) -> dict[str, Any]:
    return {
        "title": fee.title,
        "basis": table.basis,
        "note": table.note,
        "rows": [_row(fee, rate) for rate in table.rates],
        "reductions": [{"title": one.title, "text": _off(one.percent)} for one in fee.reductions],
    }


def _row(fee: Fee, rate: FeeRate) -> dict[str, str]:
    return {"label": rate.label, "amount": _amount(rate), "unit": _unit(fee, rate)}


def _off(percent: int) -> str:
    return say("免除") if percent == 100 else say("{percent}%減額", percent=percent)


def _amount(rate: FeeRate) -> str:
    whole, _, places = rate.amount.partition(".")
    return say(
        "{sign}{amount}円", sign="", amount=f"{int(whole):,}{'.' + places if places.strip('0') else ''}"
    )


def _unit(fee: Fee, rate: FeeRate) -> str:
    if "につき" in rate.label or "per " in rate.label:
        return ""
    params = {**fee.params, **rate.params}
    parts = []
    if params.get("quantity") and fee.kind != "fixed":
        parts.append(f"1{say(str(params.get('unit', '㎡')))}")
    time_unit = _PER_TIME.get(str(params.get("time_unit", "none")))
    if time_unit:
        parts.append(say(time_unit))
    return say("{what}につき", what=say("・").join(parts)) if parts else ""
