"""The clock can be moved, and only there is time read."""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest

from yakuba.ground.calendar import clock

MORNING = datetime(2026, 4, 1, 8, 30, tzinfo=clock.JST)


def test_the_real_clock_runs_in_utc():
    first = clock.now()
    assert first.tzinfo is UTC
    assert clock.now() >= first


def test_a_moved_clock_stands_still_until_it_is_advanced():
    with clock.moved(MORNING) as moved:
        assert clock.now() == MORNING == clock.now()
        moved.advance(timedelta(days=1))
        assert clock.today() == date(2026, 4, 2)
        moved.set(MORNING + timedelta(days=30))
        assert clock.today() == date(2026, 5, 1)
    assert clock.now() != MORNING


def test_today_is_the_day_in_japan_when_it_is_still_yesterday_in_utc():
    with clock.moved(datetime(2026, 3, 31, 15, 0, tzinfo=UTC)):
        assert clock.today() == date(2026, 4, 1)
    with clock.moved(datetime(2026, 3, 31, 14, 59, tzinfo=UTC)):
        assert clock.today() == date(2026, 3, 31)


def test_other_threads_see_the_moved_clock():
    seen = []
    with clock.moved(MORNING):
        thread = threading.Thread(target=lambda: seen.append(clock.now()))
        thread.start()
        thread.join()
    assert seen == [MORNING]


def test_moved_clocks_nest():
    with clock.moved(MORNING):
        with clock.moved(MORNING + timedelta(days=365)):
            assert clock.today() == date(2027, 4, 1)
        assert clock.today() == date(2026, 4, 1)


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="aware"), clock.moved(datetime(2026, 4, 1)):
        pass
    with pytest.raises(ValueError, match="aware"):
        clock.local(datetime(2026, 4, 1))


def test_a_japanese_wall_clock_time_becomes_an_instant():
    assert clock.at(date(2026, 4, 1), 8, 30) == MORNING
    assert clock.local(clock.at(date(2026, 4, 1))).hour == 0
