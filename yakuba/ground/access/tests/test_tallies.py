"""Tries are counted for all processes together, and many at one moment like many in a row."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from yakuba.ground.access import tallies
from yakuba.ground.access.models import Tally
from yakuba.ground.calendar import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def moving() -> Iterator[clock.MovedClock]:
    with clock.moved(datetime(2026, 11, 2, 3, 0, tzinfo=UTC)) as found:
        yield found


def test_tries_add_up_until_the_count_lapses_and_then_begin_anew(moving: clock.MovedClock) -> None:
    assert [tallies.count("a", seconds=900) for _ in range(3)] == [1, 2, 3]
    moving.advance(timedelta(seconds=899))
    assert tallies.count("a", seconds=900) == 4
    moving.advance(timedelta(seconds=1))
    assert [tallies.count("a", seconds=900) for _ in range(2)] == [1, 2]


def test_going_on_trying_does_not_lengthen_the_wait(moving: clock.MovedClock) -> None:
    for _ in range(20):
        tallies.count("a", seconds=900)
        moving.advance(timedelta(seconds=44))
    moving.advance(timedelta(seconds=20))
    assert tallies.count("a", seconds=900) == 1


def test_one_key_does_not_count_for_another() -> None:
    tallies.count("a", seconds=900)
    assert tallies.count("b", seconds=900) == 1


def test_what_succeeded_is_given_back_and_never_below_nothing() -> None:
    tallies.count("a", seconds=900)
    for _ in range(3):
        tallies.give_back("a")
    assert tallies.count("a", seconds=900) == 1


def test_a_forgotten_count_begins_anew() -> None:
    tallies.count("a", seconds=900)
    tallies.forget("a")
    tallies.forget("a")
    assert tallies.count("a", seconds=900) == 1
    assert Tally.objects.count() == 1
