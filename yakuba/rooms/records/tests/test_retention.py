"""How long a matter is kept, across years and eras; no database."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yakuba.ground import town
from yakuba.ground.calendar.era import format_era
from yakuba.ground.town import TownError
from yakuba.rooms.records.door import rule_fault
from yakuba.rooms.records.reading import faults_of_table
from yakuba.rooms.records.rules.retention import (
    RecordRuleValue,
    Start,
    begins_on,
    expires_on,
    fault_of,
    may_be_disposed,
    period,
)

DAY = date(2026, 11, 2)
RULE = RecordRuleValue("建設-道路-占用", "道路占用許可", "5y")
days = st.dates(min_value=date(1950, 1, 1), max_value=date(2090, 12, 31))


def test_the_shipped_table_passes_its_own_cases():
    assert faults_of_table() == []
    assert len(town.read("retention")["case"]) >= 5


@pytest.mark.parametrize(
    ("completed", "begins"),
    [(date(2027, 3, 31), date(2027, 4, 1)), (date(2027, 4, 1), date(2028, 4, 1))],
)
def test_the_thirty_first_of_march_and_the_first_of_april_count_from_different_years(completed, begins):
    assert begins_on(Start.NEXT_FISCAL_YEAR, completed) == begins


def test_thirty_years_across_a_change_of_era():
    ends = expires_on(30, begins_on(Start.NEXT_FISCAL_YEAR, date(1989, 1, 7)))
    assert ends == date(2019, 3, 31)
    assert format_era(ends).startswith("平成31年3月31日")
    assert format_era(expires_on(31, date(1989, 4, 1)) + timedelta(days=1)).startswith("令和2年")


def test_a_calendar_year_paper_counts_from_the_next_january():
    assert begins_on(Start.NEXT_JANUARY, date(2026, 12, 31)) == date(2027, 1, 1)
    assert expires_on(3, date(2027, 1, 1)) == date(2029, 12, 31)


def test_a_period_that_waits_for_its_event_has_no_end():
    assert begins_on(Start.EVENT, DAY) is None
    assert expires_on(5, begins_on(Start.EVENT, DAY)) is None
    assert begins_on(Start.EVENT, DAY, date(2030, 3, 31)) == date(2030, 4, 1)


def test_permanent_never_expires():
    assert expires_on(None, date(2027, 4, 1)) is None


def test_a_period_from_the_29th_of_february_ends_with_the_month():
    begins = begins_on(Start.COMPLETION, date(2028, 2, 28))
    assert begins == date(2028, 2, 29)
    assert expires_on(1, begins) == date(2029, 2, 28)
    assert expires_on(4, begins) == date(2032, 2, 28)


@given(
    days, st.sampled_from([Start.NEXT_FISCAL_YEAR, Start.NEXT_JANUARY, Start.COMPLETION]), st.integers(1, 60)
)
def test_nothing_is_kept_for_less_than_its_years(completed, start, years):
    begins = begins_on(start, completed)
    ends = expires_on(years, begins)
    assert begins > completed
    assert ends >= completed + timedelta(days=365 * years)
    assert ends < begins + timedelta(days=366 * years)


@given(days, days, st.sampled_from([Start.NEXT_FISCAL_YEAR, Start.NEXT_JANUARY, Start.COMPLETION]))
def test_what_is_finished_later_is_never_kept_shorter(one, other, start):
    earlier, later = sorted((one, other))
    assert begins_on(start, earlier) <= begins_on(start, later)


def test_disposal_waits_for_the_day_after_the_last_and_for_every_hold():
    last = date(2032, 3, 31)
    assert not may_be_disposed(last, held=False, day=last)
    assert may_be_disposed(last, held=False, day=date(2032, 4, 1))
    assert not may_be_disposed(last, held=True, day=date(2040, 1, 1))
    assert not may_be_disposed(None, held=False, day=date(2090, 1, 1))


def test_a_retention_class_is_read_as_of_the_day_and_its_absence_names_file_and_key():
    data = {
        "retention": [
            {"key": "5y", "title": "5年", "years": 5, "valid_from": date(2024, 4, 1), "basis": "試験"},
            {"key": "5y", "title": "5年", "years": 6, "valid_from": date(2027, 4, 1), "basis": "試験"},
        ]
    }
    assert period(data, "5y", date(2027, 3, 31)).years == 5
    assert period(data, "5y", date(2027, 4, 1)).years == 6
    for key, day in (("7y", DAY), ("5y", date(2024, 3, 31))):
        with pytest.raises(TownError) as refused:
            period(data, key, day)
        assert (refused.value.file, refused.value.key) == ("retention.toml", f"retention[{key}]")


@pytest.mark.parametrize(
    ("rule", "word"),
    [
        (RecordRuleValue("建設-橋-占用", "x", "5y"), "classification[建設-橋-占用]"),
        (RecordRuleValue("建設-道路-占用", "x", "7y"), "retention[7y]"),
        (RecordRuleValue("建設-道路-占用", "x", "5y", start="someday"), "起算"),
        (RecordRuleValue("建設-道路-占用", "x", "5y", at_end="burn"), "満了時措置"),
        (RecordRuleValue("建設-道路-占用", " ", "5y"), "簿冊の名前"),
    ],
)
def test_a_filing_rule_that_does_not_hold_says_what_to_mend(rule, word):
    assert word in fault_of(town.read("retention"), rule, DAY)
    assert fault_of(town.read("retention"), RULE, DAY) == ""


def test_an_editions_own_rule_is_checked_by_the_door():
    assert rule_fault(RULE) == ""
