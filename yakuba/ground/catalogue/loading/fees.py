"""fees.toml: fees, their dated tables and reductions."""

from itertools import pairwise
from typing import Any

from yakuba.ground.catalogue.definition import Fee, FeeRate, FeeTable, Question, Reduction
from yakuba.ground.catalogue.fees import fee_kind_names, known_fee_kind
from yakuba.ground.catalogue.fees.kind import FeeKind
from yakuba.ground.catalogue.kinds.params import as_decimal
from yakuba.ground.catalogue.loading.report import nearest
from yakuba.ground.catalogue.loading.table import Table, stored, unique
from yakuba.ground.catalogue.vocabulary import Vocabulary


def load_fees(top: Table, vocabulary: Vocabulary, questions: tuple[Question, ...]) -> tuple[Fee, ...]:
    """All fees. Conditions may use every answer of the applicant, but not the fee itself."""
    tables = top.many("fees")
    fees = tuple(_fee(table, vocabulary, questions) for table in tables)
    unique(zip(tables, (fee.key for fee in fees), strict=True), "料金")
    top.close()
    return fees


def _fee(table: Table, vocabulary: Vocabulary, questions: tuple[Question, ...]) -> Fee:
    key, title = table.name(), table.text("title", required=True)
    name = table.word("kind", fee_kind_names())
    kind = known_fee_kind(name)
    own = _row_vocabulary(table, vocabulary, questions)
    when, tax_when = table.rule("when", vocabulary), table.rule("tax_when", vocabulary)
    listed = table.many("tables")
    reductions = tuple(_reduction(one, vocabulary) for one in table.many("reductions"))
    params = _params(table, kind, tuple(kind.params) if kind else ())
    fee_tables = tuple(_table(one, kind, own) for one in listed)
    _check_dates(table, fee_tables)
    fee = Fee(key, name, title, fee_tables, when, tax_when, params, reductions)
    for flaw in kind.flaws(fee) if kind else []:
        table.fault(flaw.key, flaw.message, flaw.mend)
    _check_answers(table, params, own)
    for place, one in enumerate(listed):
        for at, rate in enumerate(fee_tables[place].rates):
            _check_answers(
                Table(rate.params, one.file, f"{one.place}.rates[{at}]", one.report), rate.params, own
            )
    return fee


def _row_vocabulary(table: Table, vocabulary: Vocabulary, questions: tuple[Question, ...]) -> Vocabulary:
    """With `repeat`, rates also see the answers of the row."""
    name = table.data.get("repeat")
    if name is None:
        return vocabulary
    repeat = next((question for question in questions if question.key == name and question.questions), None)
    own = vocabulary.copy()
    if repeat is None:
        repeats = [question.key for question in questions if question.questions]
        table.fault("repeat", f"「{name}」というくり返しの質問はありません。", nearest(str(name), repeats))
        return own
    for inner in repeat.questions:
        own.add(inner)
    return own


def _params(table: Table, kind: FeeKind | None, allowed: tuple[str, ...]) -> dict[str, Any]:
    if kind is None:
        table.seen.update(table.data)
        return {}
    given: dict[str, Any] = {}
    for name, value in table.rest().items():
        if name not in allowed:
            table.fault(
                name,
                f"「{kind.name}」の料金にこの名前はありません。",
                nearest(name, [*allowed, *sorted(table.seen)]),
            )
        elif problem := kind.params[name].check(value):
            table.fault(name, "値が合いません。", problem)
        else:
            given[name] = value
    return given


def _table(table: Table, kind: FeeKind | None, vocabulary: Vocabulary) -> FeeTable:
    valid_from, basis = table.day("valid_from", required=True), table.text("basis", required=True)
    until, url, note = table.day("valid_until"), table.text("url"), table.text("note")
    rates = tuple(_rate(one, kind, vocabulary) for one in table.many("rates"))
    if not rates:
        table.fault("rates", "料率がありません。", "[[fees.tables.rates]] を書いてください。")
    table.close()
    return FeeTable(valid_from, basis, rates, until, url, note)


def _rate(table: Table, kind: FeeKind | None, vocabulary: Vocabulary) -> FeeRate:
    label, when = table.text("label", required=True), table.rule("when", vocabulary)
    amount = as_decimal(stored(table.take("amount")))
    if amount is None or amount < 0:
        table.fault(
            "amount", "0以上の数ではありません。", 'amount = 1200 か amount = "58.5" のように書いてください。'
        )
    params = _params(table, kind, kind.rate_params if kind else ())
    return FeeRate(label, f"{amount or 0:f}", when, params)


def _check_dates(table: Table, tables: tuple[FeeTable, ...]) -> None:
    if not tables:
        table.fault("tables", "料金の表がありません。", "[[fees.tables]] に施行日と根拠を書いてください。")
    days = [one.valid_from for one in tables]
    for place, (before, after) in enumerate(pairwise(days), 1):
        if before and after and after <= before:
            message = "前の表より後の日付ではありません。"
            table.fault(
                f"tables[{place}].valid_from", message, "古い表は直さず、新しい表を後ろに足してください。"
            )
    for place, one in enumerate(tables):
        if one.valid_until and one.valid_until < one.valid_from:
            table.fault(f"tables[{place}].valid_until", "始まりより前の日です。", "日付を直してください。")


def _check_answers(table: Table, params: Any, vocabulary: Vocabulary) -> None:
    quantity, period = params.get("quantity"), params.get("period")
    if quantity:
        term = vocabulary.term(f"q.{quantity}")
        numbers = [
            path.removeprefix("q.")
            for path, one in vocabulary.terms.items()
            if one.type == "number" and path.startswith("q.")
        ]
        if term is None or term.type != "number":
            table.fault(
                "quantity", f"「{quantity}」は数の質問ではありません。", nearest(str(quantity), numbers)
            )
    if period and vocabulary.term(f"q.{period}.from") is None:
        periods = [
            path[2:-5] for path in vocabulary.terms if path.startswith("q.") and path.endswith(".from")
        ]
        table.fault("period", f"「{period}」は期間の質問ではありません。", nearest(str(period), periods))


def _reduction(table: Table, vocabulary: Vocabulary) -> Reduction:
    found = Reduction(
        table.name(), table.text("title", required=True), table.whole("percent", least=1, most=100) or 0,
        table.text("basis", required=True), table.rule("when", vocabulary),
        table.day("valid_from"), table.day("valid_until"),
    )  # fmt: skip
    if "percent" not in table.data:
        table.fault("percent", "書かれていません。", "減らす割合を1から100で書いてください。100は免除です。")
    table.close()
    return found
