"""Fees: tables in force, rounding, the split at 31 March, reductions."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yakuba.ground.calendar.fiscal import fiscal_year
from yakuba.ground.catalogue.definition import (
    DefinitionError,
    Fee,
    FeeRate,
    FeeTable,
    Page,
    Procedure,
    Question,
    Reduction,
    Step,
)
from yakuba.ground.catalogue.fees import Assessment, FeeError, assess

FACTS = {"today": "2026-11-20", "channel": "online"}
ITEM = (Question("size", "number", "面積", params={"places": 2}), Question("sort", "text", "種類"))


def form(*fees: Fee) -> Procedure:
    questions = (
        Question("area", "number", "面積", params={"places": 2}, required=False),
        Question("period", "period", "期間", required=False),
        Question("poor", "yes_no", "減免", required=False),
        Question("items", "repeat", "物件", required=False, questions=ITEM),
    )
    steps = (Step("intake", "intake", "受付"), Step("close", "close", "完結"))
    return Procedure(
        "p", "手続", "て", "説明", "s", "permit", (Page("one", "頁", "", questions),), steps, fees=fees
    )


def fee(
    amount: str = "1200", *, kind: str = "rate_table", reductions: tuple[Reduction, ...] = (), **params: Any
) -> Fee:
    table = FeeTable("2024-04-01", "見本条例 別表", (FeeRate("看板", amount),))
    return Fee("f", kind, "占用料", (table,), params=params, reductions=reductions)


YEARLY = {
    "quantity": "area",
    "period": "period",
    "time_unit": "year",
    "year_count": "months",
    "split": "fiscal_year",
}


def charged(one: Fee, **answers: Any) -> Assessment:
    return assess(form(one), answers, FACTS)


def period(first: str, last: str) -> dict[str, str]:
    return {"from": first, "to": last}


def test_no_fee_is_free() -> None:
    assert assess(form(), {}, FACTS) == Assessment()


def test_a_year_is_split_at_the_end_of_march() -> None:
    found = charged(fee(**YEARLY), area="10", period=period("2026-12-01", "2027-05-31"))
    assert found.by_year == {2026: 4000, 2027: 2000}
    assert "令和8年度分" in found.lines[0].label
    assert found.lines[0].because == (
        "看板 年額1,200円 × 10 × 4か月/12か月(令和8年12月1日から令和9年3月31日まで)",
    )


@pytest.mark.parametrize(
    ("params", "answers", "total"),
    [
        ({"time_unit": "month", "period": "period"}, {"period": period("2026-12-15", "2027-01-15")}, 2400),
        (
            {"time_unit": "month", "period": "period", "month_count": "complete"},
            {"period": period("2026-12-15", "2027-01-15")},
            1200,
        ),
        ({"time_unit": "day", "period": "period"}, {"period": period("2026-12-01", "2026-12-03")}, 3600),
        ({"time_unit": "year", "period": "period"}, {"period": period("2026-12-01", "2027-12-01")}, 2400),
        ({"quantity": "area", "quantity_rounding": "ceil"}, {"area": "0.2"}, 1200),
        ({"quantity": "area", "quantity_rounding": "floor"}, {"area": "2.9"}, 2400),
        ({"quantity": "area", "quantity_rounding": "ceil", "quantity_step": "0.1"}, {"area": "0.21"}, 360),
        ({"quantity": "area", "quantity_minimum": "1"}, {"area": "0.5"}, 1200),
        ({"quantity": "area", "rounding_unit": 100}, {"area": "1.04"}, 1200),
        ({"quantity": "area", "rounding": "ceil", "rounding_unit": 10}, {"area": "1.001"}, 1210),
        ({"quantity": "area", "minimum": 500}, {"area": "0.1"}, 500),
        ({"quantity": "area", "tax_rate": "0.10"}, {"area": "1.01"}, 1333),
        ({"quantity": "items.count"}, {"items": [{"sort": "a"}, {"sort": "b"}]}, 2400),
        ({}, {}, 1200),
    ],
)
def test_the_arithmetic_is_what_the_parameters_say(
    params: dict[str, Any], answers: dict[str, Any], total: int
) -> None:
    assert charged(fee(**params), **answers).total == total


def test_tax_is_added_only_while_its_condition_holds() -> None:
    short = {"<": [{"whole_months": [{"var": "q.period.from"}, {"var": "q.period.to"}]}, 1]}
    taxed = replace(fee(tax_rate="0.10", time_unit="day", period="period"), tax_when=short)
    assert charged(taxed, period=period("2026-12-01", "2026-12-10")).total == 13200
    assert charged(taxed, period=period("2026-12-01", "2026-12-31")).total == 31 * 1200


def test_rounding_once_over_the_whole_adds_up() -> None:
    odd = fee("100", **{**YEARLY, "rounding_at": "total"})
    found = charged(odd, area="1", period=period("2026-12-01", "2027-05-31"))
    assert (found.total, sum(found.by_year.values())) == (50, 50)


def test_an_answer_that_is_missing_is_asked_for_by_name() -> None:
    with pytest.raises(FeeError, match="「面積」が入力されると"):
        charged(fee(quantity="area"))
    with pytest.raises(FeeError, match="期間"):
        charged(fee(**YEARLY), area="1")


def test_no_rate_for_the_case_is_an_error_and_never_free() -> None:
    rate = FeeRate("看板", "100", when={"===": [{"var": "q.poor"}, True]})
    table = FeeTable("2024-04-01", "見本", (rate,))
    with pytest.raises(FeeError, match="当たる行がありません"):
        charged(Fee("f", "rate_table", "料", (table,)), poor=False)


def test_the_table_in_force_on_the_filing_day_is_used() -> None:
    tables = tuple(
        FeeTable(day, day, (FeeRate("看板", amount),))
        for day, amount in (("2024-04-01", "1"), ("2026-11-20", "2"))
    )
    two = Fee("f", "fixed", "料", tables)
    assert charged(two).lines[0].basis == "2026-11-20"
    assert assess(form(two), {}, {**FACTS, "today": "2026-11-19"}).total == 1


@pytest.mark.parametrize(
    "table", [FeeTable("2026-11-21", "見本", ()), FeeTable("2020-04-01", "見本", (), "2026-11-19")]
)
def test_no_table_in_force_is_an_error_and_never_a_fallback(table: FeeTable) -> None:
    with pytest.raises(DefinitionError, match="効力のある表がありません"):
        charged(Fee("f", "fixed", "料", (table,)))


def test_the_greatest_reduction_that_holds_is_a_line_of_its_own() -> None:
    when = {"===": [{"var": "q.poor"}, True]}
    lowered = (
        Reduction("half", "半分", 50, "条例第5条", when),
        Reduction("some", "少し", 10, "条例第6条", when),
    )
    found = charged(fee("1201", reductions=lowered), poor=True)
    assert [(line.amount, line.basis) for line in found.lines] == [
        (1201, "見本条例 別表"),
        (-601, "条例第5条"),
    ]
    assert found.lines[1].because == ("減免が「はい」なので",)
    assert charged(fee("1201", reductions=lowered), poor=False).total == 1201


def test_a_reduction_counts_only_while_it_is_in_force() -> None:
    old = Reduction("half", "半分", 100, "条例", valid_from="2020-01-01", valid_until="2026-11-19")
    assert charged(fee(reductions=(old,))).total == 1200


def test_fixed_charges_every_rate_that_holds() -> None:
    rates = (FeeRate("登録", "3000"), FeeRate("済票", "550", {"===": [{"var": "q.poor"}, True]}))
    both = Fee("f", "fixed", "手数料", (FeeTable("2024-04-01", "見本", rates),))
    assert charged(both, poor=True).total == 3550
    assert charged(both, poor=False).total == 3000


@pytest.mark.parametrize(("minimum_at", "total"), [("line", 200), ("total", 150)])
def test_rows_are_charged_one_by_one_and_the_minimum_is_per_line_or_year(minimum_at: str, total: int) -> None:
    rows = [{"size": "0.5", "sort": "a"}, {"size": "1", "sort": "b"}]
    by_row = fee(
        "50", kind="per_row_sum", repeat="items", quantity="size", minimum=100, minimum_at=minimum_at
    )
    least = replace(by_row, params={**by_row.params, "minimum": 100 if minimum_at == "line" else 150})
    found = charged(least, items=rows)
    assert found.total == total
    assert len(found.lines) == 2


_days = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@given(_days, st.integers(0, 1500), st.integers(1, 99_999), st.sampled_from(["year", "month", "day"]))
def test_the_split_covers_each_fiscal_year_of_the_period_and_nothing_is_negative(
    first: date, days: int, price: int, unit: str
) -> None:
    last = first + timedelta(days=days)
    split = fee(str(price), **{**YEARLY, "time_unit": unit})
    found = charged(split, area="3", period=period(first.isoformat(), last.isoformat()))
    assert sorted(found.by_year) == list(range(fiscal_year(first), fiscal_year(last) + 1))
    assert all(line.amount >= 0 for line in found.lines)
    assert found.total == sum(found.by_year.values())


@given(_days, st.integers(0, 1500), st.integers(1, 9_999))
def test_by_the_day_the_split_changes_nothing(first: date, days: int, price: int) -> None:
    ends = period(first.isoformat(), (first + timedelta(days=days)).isoformat())
    one = charged(fee(str(price), time_unit="day", period="period"), period=ends)
    cut = charged(fee(str(price), time_unit="day", period="period", split="fiscal_year"), period=ends)
    assert one.total == cut.total == (days + 1) * price


@given(st.decimals(0, 9999, places=2), st.decimals(0, 9999, places=2))
def test_more_is_never_cheaper(small: Decimal, more: Decimal) -> None:
    low, high = sorted((small, more))
    by_area = fee("1234.5", quantity="area", quantity_rounding="ceil", minimum=100)
    assert charged(by_area, area=str(low)).total <= charged(by_area, area=str(high)).total
