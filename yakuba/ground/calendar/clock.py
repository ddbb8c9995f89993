"""The only reader of the real clock.

Everything else asks `now()` or `today()`, so that tests and seeds can run on a moved clock.
The moved clock stands still until it is advanced, and every thread of the process sees it.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta, timezone

JST = timezone(timedelta(hours=9), "JST")
"""Japan keeps one offset all year (明治28年勅令第167号), so a fixed offset is exact for every day we hold."""


class MovedClock:
    """A clock that stands where it was put; `advance` and `set` move it."""

    def __init__(self, to: datetime) -> None:
        self._at = _aware(to)

    @property
    def at(self) -> datetime:
        """The instant the clock shows (aware, UTC)."""
        return self._at

    def advance(self, step: timedelta) -> datetime:
        """Move the clock by `step` and return the new instant (aware, UTC)."""
        self._at += step
        return self._at

    def set(self, to: datetime) -> datetime:
        """Put the clock at `to` (aware; a naive value is an error)."""
        self._at = _aware(to)
        return self._at


_moved: list[MovedClock] = []
_lock = threading.Lock()


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("an aware datetime is needed (use JST or UTC)")
    return moment.astimezone(UTC)


def now() -> datetime:
    """The present instant: an aware datetime in UTC."""
    stack = _moved
    try:
        return stack[-1].at
    except IndexError:
        return datetime.now(UTC)  # noqa: TID251 - the one place where the real clock is read


def today() -> date:
    """The present day in Japan (Asia/Tokyo)."""
    return local(now()).date()


def local(moment: datetime) -> datetime:
    """The aware `moment` as Japanese wall-clock time. A naive value raises ValueError."""
    return _aware(moment).astimezone(JST)


def at(day: date, hour: int = 0, minute: int = 0) -> datetime:
    """The instant of a Japanese wall-clock time on `day` (aware, UTC)."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=JST).astimezone(UTC)


@contextmanager
def moved(to: datetime) -> Iterator[MovedClock]:
    """Put the clock at `to` (aware) for the length of the block; yields the clock to `advance` or `set`."""
    clock = MovedClock(to)
    with _lock:
        _moved.append(clock)
    try:
        yield clock
    finally:
        with _lock:
            _moved.remove(clock)
