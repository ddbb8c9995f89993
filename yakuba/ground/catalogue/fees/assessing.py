"""The fees of a procedure for given answers on a given day."""

from datetime import date
from decimal import Decimal

from yakuba.ground.catalogue.definition import Answers, DefinitionError, Facts, Fee, Procedure, Reduction
from yakuba.ground.catalogue.fees.kind import (
    Assessment,
    Charge,
    FeeLine,
    known_fee_kind,
    table_in_force,
)
from yakuba.ground.catalogue.logic import truthy
from yakuba.ground.catalogue.scene import Scene, full_scene
from yakuba.ground.catalogue.trace import Trace, Wording, explain
from yakuba.ground.catalogue.wording import wording_of
from yakuba.ground.languages import marked, say
from yakuba.ground.money import round_yen


def assess(procedure: Procedure, answers: Answers, facts: Facts) -> Assessment:
    """All fees (yen) by line with reasons; `facts["today"]` decides which tables are in force.

    Raises FeeError when an answer that is needed is missing, DefinitionError when no table is in force.
    """
    if not procedure.fees:
        return Assessment()
    scene = full_scene(procedure, answers, facts)
    wording = wording_of(procedure)
    today = date.fromisoformat(str(facts["today"]))
    lines: list[FeeLine] = []
    reductions: list[str] = []
    for fee in procedure.fees:
        if scene.holds(fee.when):
            charged = _charge(fee, scene, wording, today)
            lines.extend(charged)
            reduced = _reduced(fee, charged, scene, wording, today)
            lines.extend(reduced)
            reductions.extend(dict.fromkeys(line.label for line in reduced))
    return Assessment(tuple(lines), tuple(reductions))


def _charge(fee: Fee, scene: Scene, wording: Wording, today: date) -> list[FeeLine]:
    kind = known_fee_kind(fee.kind)
    if kind is None:
        raise DefinitionError(
            f"料金「{fee.key}」の種類「{fee.kind}」がありません。fees.toml の kind を直してください。"
        )
    return kind.lines(Charge(fee, table_in_force(fee, today), scene, wording, today))


def _reduced(fee: Fee, charged: list[FeeLine], scene: Scene, wording: Wording, today: date) -> list[FeeLine]:
    granted: list[tuple[Reduction, Trace]] = []
    for reduction in fee.reductions:
        trace = explain(reduction.when if reduction.when is not None else True, scene.data, wording)
        if truthy(trace.value) and _in_force(reduction, today):
            granted.append((reduction, trace))
    if not granted:
        return []
    reduction, trace = max(granted, key=lambda pair: pair[0].percent)
    return [
        FeeLine(
            say(
                marked("免除({title} {percent}%)")
                if reduction.percent == 100
                else marked("減額({title} {percent}%)"),
                title=reduction.title,
                percent=reduction.percent,
            ),
            round_yen(Decimal(line.amount) * (100 - reduction.percent) / 100, "floor") - line.amount,
            line.fiscal_year,
            reduction.basis,
            trace.sentences,
            fee.key,
        )
        for line in charged
        if line.amount
    ]


def _in_force(reduction: Reduction, today: date) -> bool:
    begun = not reduction.valid_from or date.fromisoformat(reduction.valid_from) <= today
    return begun and (not reduction.valid_until or today <= date.fromisoformat(reduction.valid_until))
