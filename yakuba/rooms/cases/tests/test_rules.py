"""Deadlines, states, words and numbers, without a database."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yakuba.ground.calendar.business import business_calendar
from yakuba.rooms.cases.rules.deadline import Stop, deadline, due_day, step_due, stopped_days
from yakuba.rooms.cases.rules.happenings import HAPPENINGS, happening
from yakuba.rooms.cases.rules.notices import About, Sender, correction, issued
from yakuba.rooms.cases.rules.search import written_number
from yakuba.rooms.cases.rules.states import ENDS, LABELS, PUBLIC_TEXTS, PublicState, State, public_state
from yakuba.rooms.cases.rules.wording import decision_word, instruction, matter_kind

CALENDAR = business_calendar({"weekly": ["sat", "sun"], "national_holidays": True})
MONDAY = date(2026, 11, 2)


def test_the_standard_period_counts_business_days_from_the_day_after_arrival():
    # 3 November is 文化の日.
    assert due_day(CALENDAR, MONDAY, 3, [], MONDAY) == date(2026, 11, 6)


def test_days_on_which_the_clock_stood_are_added():
    stops = [Stop(date(2026, 11, 4), date(2026, 11, 6))]

    assert stopped_days(CALENDAR, stops, date(2026, 11, 10)) == 2
    assert due_day(CALENDAR, MONDAY, 3, stops, date(2026, 11, 10)) == date(2026, 11, 10)


def test_a_standing_clock_moves_the_day_as_if_it_went_on_today():
    stops = [Stop(date(2026, 11, 4), None)]

    assert due_day(CALENDAR, MONDAY, 3, stops, date(2026, 11, 4)) == date(2026, 11, 6)
    assert due_day(CALENDAR, MONDAY, 3, stops, date(2026, 11, 5)) == date(2026, 11, 9)


def test_overlapping_stops_count_once():
    stops = [Stop(date(2026, 11, 4), date(2026, 11, 10)), Stop(date(2026, 11, 5), date(2026, 11, 6))]

    assert stopped_days(CALENDAR, stops, date(2026, 11, 20)) == 4


def test_without_a_standard_period_there_is_no_due_day():
    assert due_day(CALENDAR, MONDAY, None, [], MONDAY) is None
    assert step_due(CALENDAR, MONDAY, None) is None
    assert deadline(CALENDAR, None, MONDAY, stopped=False).days is None


def test_a_late_case_shows_how_many_business_days_late():
    assert deadline(CALENDAR, MONDAY, date(2026, 11, 5), stopped=False).days == -2


def test_a_case_due_on_friday_is_late_on_saturday_though_no_business_day_has_passed():
    friday = date(2026, 11, 6)
    assert deadline(CALENDAR, friday, friday, stopped=False).days == 0
    assert deadline(CALENDAR, friday, date(2026, 11, 7), stopped=False).days == -1


DAYS = st.dates(date(2026, 4, 1), date(2027, 3, 31))


@given(DAYS, st.integers(1, 60), st.lists(st.tuples(DAYS, st.integers(0, 30)), max_size=5))
def test_stops_never_bring_a_due_day_nearer(arrived: date, days: int, spans: list[tuple[date, int]]):
    stops = [Stop(begins, begins + timedelta(days=length)) for begins, length in spans]
    today = date(2027, 4, 30)

    plain = due_day(CALENDAR, arrived, days, [], today)
    moved = due_day(CALENDAR, arrived, days, stops, today)

    assert plain is not None and moved is not None and moved >= plain
    assert CALENDAR.is_open(moved)


@pytest.mark.parametrize("state", list(State))
def test_every_state_has_a_word_for_staff_and_one_for_townspeople(state: State):
    assert LABELS[state]
    assert PUBLIC_TEXTS[public_state(state, decision="")]


def test_a_decision_does_not_show_before_it_is_issued():
    for state in (State.ASSESSING, State.ISSUE):
        assert public_state(state, decision="refuse") == PublicState.WORKING
    assert public_state(State.CLOSING, decision="refuse") == PublicState.REFUSED
    assert public_state(State.CLOSING, decision="permit") == PublicState.DONE


def test_only_ends_are_ends():
    assert {public_state(state, decision="") for state in ENDS} == {
        PublicState.DONE, PublicState.REFUSED, PublicState.RETURNED, PublicState.WITHDRAWN,
    }  # fmt: skip


def test_a_refusal_is_another_matter_than_a_permit():
    assert matter_kind("road_occupancy", "road_occupancy.permit", "permit") == "road_occupancy.permit"
    assert matter_kind("road_occupancy", "road_occupancy.permit", "refuse") == "road_occupancy.refuse"
    assert matter_kind("dog", "", "permit") == "dog.permit"


def test_words_of_a_decision_follow_the_effect():
    assert decision_word("permit", "refuse") == "不許可"
    assert decision_word("certificate", "permit") == "交付"
    assert [decision_word("recognition", word) for word in ("permit", "refuse")] == ["認定", "却下"]
    assert [decision_word("benefit", word) for word in ("permit", "refuse")] == ["支給", "不支給"]
    assert decision_word("permit", "") == ""


def test_the_instruction_names_both_ways_and_their_terms():
    text = instruction("斜里町", "斜里町長")
    assert "3か月以内" in text and "6か月以内" in text and "斜里町を被告" in text


@pytest.mark.parametrize("typed", ["R8-0012", "r8-12", "Ｒ８－００１２", "R8 - 0012", "R80012", "Ｒ８ー１２"])
def test_a_number_is_known_however_it_is_typed(typed: str):
    assert written_number(typed) == "R8-0012"


@pytest.mark.parametrize("typed", ["", "12", "R8", "R8-", "看板", "S8-0012", "R8-0012-3"])
def test_what_is_no_number_is_none(typed: str):
    assert written_number(typed) == ""


def test_a_notice_says_what_to_do_next_and_whom_to_ask():
    about = About("見本 花子", "道路占用許可申請", "R8-0001", "https://town.example/status/x")
    sender = Sender("斜里町", "管理係", "0152-23-3131")

    asked = correction(about, sender, "面積を直してください。", ["面積"], MONDAY)
    ready = issued(about, sender, "許可書", "download")

    assert "R8-0001" in asked.subject and "・面積" in asked.body and "11月2日" in asked.body
    assert "https://town.example/status/x" in ready.body and "0152-23-3131" in ready.body


def test_an_event_nobody_named_is_shown_by_its_key():
    assert happening("case.unheard_of").title == "case.unheard_of"
    assert all(known.title for known in HAPPENINGS.values())
