"""The assessed fee as it is sealed with a submission, and back. Pure."""

from collections.abc import Mapping
from typing import Any

from yakuba.ground.catalogue.fees import Assessment, FeeLine


def fee_to_json(fee: Assessment) -> dict[str, Any]:
    """Every line with its basis and reasons; amounts in yen."""
    lines = [
        {
            "label": line.label,
            "amount": line.amount,
            "fiscal_year": line.fiscal_year,
            "basis": line.basis,
            "because": list(line.because),
            "fee": line.fee,
        }
        for line in fee.lines
    ]
    return {"lines": lines, "total": fee.total, "reductions": list(fee.reductions)}


def fee_from_json(stored: Mapping[str, Any]) -> Assessment:
    lines = (FeeLine(**{**line, "because": tuple(line["because"])}) for line in stored["lines"])
    return Assessment(tuple(lines), tuple(stored["reductions"]))
