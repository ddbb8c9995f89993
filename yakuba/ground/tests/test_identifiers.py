"""Identifiers sort by time, do not repeat and cannot be guessed."""

import threading
import uuid
from datetime import datetime, timedelta

from yakuba.ground.calendar import clock
from yakuba.ground.identifiers import new_id

NOON = datetime(2026, 4, 1, 12, tzinfo=clock.JST)


def test_an_identifier_is_a_version_7_uuid_of_the_present_millisecond():
    with clock.moved(NOON):
        made = new_id()
    assert made.version == 7
    assert made.variant == uuid.RFC_4122
    assert made.int >> 80 == int(NOON.timestamp() * 1000)


def test_identifiers_made_while_the_clock_stands_still_are_distinct_and_in_order():
    with clock.moved(NOON):
        made = [new_id() for _ in range(20_000)]
    assert made == sorted(made)
    assert len(set(made)) == len(made)


def test_later_identifiers_sort_later_and_a_clock_put_back_is_followed():
    with clock.moved(NOON) as moved:
        first = new_id()
        moved.advance(timedelta(milliseconds=1))
        assert new_id() > first
        moved.set(NOON - timedelta(days=1))
        assert new_id() < first


def test_threads_never_share_an_identifier():
    made = []
    threads = [threading.Thread(target=lambda: made.extend(new_id() for _ in range(2000))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 8000


def test_neighbours_share_no_random_part():
    with clock.moved(NOON):
        tails = {new_id().int & ((1 << 62) - 1) for _ in range(1000)}
    assert len(tails) == 1000
