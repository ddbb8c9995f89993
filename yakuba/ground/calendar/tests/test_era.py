"""Days in eras, written and read."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yakuba.ground.calendar.era import (
    DayError,
    day_from_parts,
    format_datetime,
    format_day,
    format_era,
    parse_day,
)

DAYS = st.dates(min_value=date(1873, 1, 1), max_value=date(2200, 12, 31))


@given(DAYS)
def test_a_day_written_in_its_era_is_read_back(day):
    assert parse_day(format_era(day)) == day
    assert parse_day(format_era(day, short=True)) == day
    assert parse_day(format_day(day)) == day
    assert parse_day(day.isoformat()) == day


@given(st.text(max_size=30))
def test_any_text_gives_a_day_or_a_message_that_mends(text):
    try:
        day = parse_day(text)
    except DayError as problem:
        assert problem.message.endswith("。") or "例" in problem.message
    else:
        assert day >= date(1873, 1, 1)


@given(st.text(max_size=6), st.text(max_size=6), st.text(max_size=6), st.text(max_size=6))
def test_any_four_boxes_give_a_day_or_a_message_that_mends(era, year, month, day):
    try:
        assert day_from_parts(era, year, month, day) >= date(1873, 1, 1)
    except DayError as problem:
        assert problem.message


@pytest.mark.parametrize(
    ("day", "text", "short"),
    [
        (date(2026, 11, 23), "令和8年11月23日", "R8.11.23"),
        (date(2019, 5, 1), "令和元年5月1日", "R1.5.1"),
        (date(2019, 4, 30), "平成31年4月30日", "H31.4.30"),
        (date(1989, 1, 8), "平成元年1月8日", "H1.1.8"),
        (date(1989, 1, 7), "昭和64年1月7日", "S64.1.7"),
        (date(1926, 12, 25), "昭和元年12月25日", "S1.12.25"),
        (date(1926, 12, 24), "大正15年12月24日", "T15.12.24"),
        (date(1912, 7, 30), "大正元年7月30日", "T1.7.30"),
        (date(1912, 7, 29), "明治45年7月29日", "M45.7.29"),
        (date(1873, 1, 1), "明治6年1月1日", "M6.1.1"),
    ],
)
def test_eras_change_on_their_days(day, text, short):
    assert format_era(day) == text
    assert format_era(day, short=True) == short


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-23",
        "2026/11/23",
        "20261123",
        "２０２６／１１／２３",
        "令和8年11月23日",
        "令和８年１１月２３日",
        " 令和 8 年 11 月 23 日 ",
        "令和8年11月23日(月)",
        "令和08年11月23日",
        "R8.11.23",
        "r8/11/23",
        "Ｒ８．１１．２３",
        "R8−11−23",
        "㋿8年11月23日",
        "2026年11月23日",
        "西暦2026年11月23日",
    ],
)
def test_the_ways_people_write_a_day_are_read(text):
    assert parse_day(text) == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "日付を入力してください"),
        ("　", "日付を入力してください"),
        ("昭和65年1月1日", "昭和は64年1月7日までです。平成2年ではありませんか。"),
        ("昭和64年1月8日", "平成元年ではありませんか。"),
        ("平成元年1月7日", "平成は元年1月8日からです。昭和64年ではありませんか。"),
        ("令和元年4月30日", "平成31年ではありませんか。"),
        ("平成32年4月1日", "令和2年ではありませんか。"),
        ("2026-02-30", "2月は28日までです"),
        ("2024-02-30", "2月は29日までです"),
        ("令和8年2月29日", "令和8年の2月に29日はありません。2月は28日までです。"),
        ("2026-13-01", "13月はありません"),
        ("2026-12-00", "0日はありません"),
        ("令和0年1月1日", "最初の年は令和元年です"),
        ("明治5年12月3日", "明治6年1月1日"),
        ("1800-01-01", "1873年以後"),
        ("8.11.23", "元号が分かりません"),
        ("2026", "月と日が足りません"),
        ("202611", "8桁で入力"),
        ("あした", "日付として読めません"),
    ],
)
def test_a_day_that_does_not_exist_is_refused_with_its_mending(text, message):
    with pytest.raises(DayError) as caught:
        parse_day(text)
    assert message in caught.value.message


def test_four_boxes_are_read():
    assert day_from_parts("令和", "８", "11", "23") == date(2026, 11, 23)
    assert day_from_parts("令和", "元", "5", "1") == date(2019, 5, 1)
    assert day_from_parts("西暦", "2026", "11月", "23日") == date(2026, 11, 23)
    assert day_from_parts("", "2026年", "11", "23") == date(2026, 11, 23)
    assert day_from_parts("S", "64", "1", "7") == date(1989, 1, 7)
    assert day_from_parts("reiwa", "8", "11", "23") == date(2026, 11, 23)
    assert day_from_parts("ad", "2026", "11", "23") == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        (("令和", "", "", ""), "日付を入力してください"),
        (("令和", "8", "", "23"), "「月」を入力してください。"),
        (("令和", "8", "", ""), "「月」「日」を入力してください。"),
        (("令和", "8", "x", "1"), "「月」は数字で"),
        (("慶応", "1", "1", "1"), "元号を"),
        (("昭和", "65", "1", "1"), "平成2年ではありませんか"),
        (("西暦", "8", "1", "1"), "8年は古すぎます"),
    ],
)
def test_boxes_left_empty_or_wrong_are_named(parts, message):
    with pytest.raises(DayError) as caught:
        day_from_parts(*parts)
    assert message in caught.value.message


def test_an_instant_is_written_in_japanese_time():
    assert format_datetime(datetime(2026, 11, 22, 15, 5, tzinfo=UTC)) == "令和8年11月23日 0時05分"
