"""Yen are whole numbers, rounded by name and read as people write them."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yakuba.ground.money import YenError, format_yen, parse_yen, round_yen, tax, tax_within

YEN = st.integers(min_value=0, max_value=999_999_999_999)
AMOUNTS = st.decimals(min_value=-(10**9), max_value=10**9, places=3)


@given(YEN)
def test_yen_written_are_read_back(yen):
    assert parse_yen(format_yen(yen)) == yen
    assert parse_yen(str(yen)) == yen


@given(st.text(max_size=40))
def test_any_text_gives_yen_or_a_message_that_mends(text):
    try:
        assert 0 <= parse_yen(text) <= 999_999_999_999
    except YenError as problem:
        assert "ください" in problem.message


@pytest.mark.parametrize(
    "text", ["1200", "1,200", "１，２００円", "￥1,200", "¥1200-", " 1 200 円", "1、200", "01200"]
)
def test_the_ways_people_write_a_sum_are_read(text):
    assert parse_yen(text) == 1200


def test_sums_in_myriads_are_read():
    assert parse_yen("3万5000円") == 35_000
    assert parse_yen("1億2万") == 100_020_000


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "金額を入力"),
        ("円", "金額を入力"),
        ("-100", "0円以上"),
        ("△100", "0円以上"),
        ("100.5", "小数点"),
        ("12,00", "コンマの位置"),
        ("1,200,30", "コンマの位置"),
        ("千円", "読めません"),
        ("9" * 30, "大きすぎます"),
        ("1000000000000", "大きすぎます"),
    ],
)
def test_a_sum_that_cannot_be_read_says_how_to_write_it(text, message):
    with pytest.raises(YenError) as caught:
        parse_yen(text)
    assert message in caught.value.message


def test_a_negative_sum_carries_the_sign_of_public_accounts():
    assert format_yen(1200) == "1,200円"
    assert format_yen(0) == "0円"
    assert format_yen(-1200) == "△1,200円"


@given(AMOUNTS, st.sampled_from([1, 10, 100, 1000]))
def test_roundings_lie_within_one_unit_and_in_order(amount, unit):
    floor, ceil = (round_yen(amount, how, unit=unit) for how in ("floor", "ceil"))
    half_up = round_yen(amount, "half_up", unit=unit)
    assert floor <= amount <= ceil
    assert ceil - floor in (0, unit)
    assert half_up in (floor, ceil)
    assert abs(Fraction(amount) - half_up) * 2 <= unit
    assert floor % unit == ceil % unit == half_up % unit == 0


def test_a_half_goes_up_and_a_unit_may_be_larger_than_a_yen():
    assert round_yen(Decimal("0.5"), "half_up") == 1
    assert round_yen(Decimal("2.5"), "half_up") == 3
    assert round_yen(Decimal("1299"), "floor", unit=100) == 1200
    assert round_yen(Decimal("-0.5"), "floor") == -1


def test_a_rounding_that_is_not_named_is_refused():
    with pytest.raises(ValueError, match="floor"):
        round_yen(Decimal(1), "banker")
    with pytest.raises(ValueError, match="unit"):
        round_yen(Decimal(1), "floor", unit=0)
    with pytest.raises(ValueError, match="finite"):
        round_yen(Decimal("NaN"), "floor")


@given(YEN)
def test_the_tax_within_a_gross_sum_is_the_tax_that_was_added(net):
    rate = Decimal("0.10")
    added = tax(net, rate)
    assert 0 <= net * rate - added < 1
    assert abs(tax_within(net + added, rate) - added) <= 1


def test_tax_drops_the_fraction_unless_told_otherwise():
    assert tax(1005, Decimal("0.10")) == 100
    assert tax(1005, Decimal("0.10"), "half_up") == 101
    assert tax_within(1100, Decimal("0.10")) == 100
