"""Two acts made to meet: each waits in the middle, between what it has checked and what it is about to write,
until the other stands there too, or cannot come because the database keeps it waiting.

Nothing is proved by a pause. Where no guard stands, both meet, and the test sees what becomes of the matter;
where one stands, the second is seen waiting for the first (PostgreSQL says so; SQLite lets one writer in).
"""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pkgutil import resolve_name
from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

PATIENCE = 30.0  # seconds, after which a meeting has failed
LOOK = 0.002
SURE = 50
"""Looks in a row that see the other waiting: a table that grows keeps a writer waiting for a moment."""


@dataclass
class Guest:
    """One of the two: its thread's number in the database, and how far it has come."""

    backend: int | None = None
    begun: bool = False
    arrived: bool = False
    gone: bool = False


@dataclass
class Outcome:
    """What became of one act: what it returned, or what it raised."""

    value: Any = None
    error: BaseException | None = None

    @property
    def word(self) -> str:
        """ "done", or the kind of error."""
        return type(self.error).__name__ if self.error else "done"


@dataclass
class Meeting:
    """The place where two acts meet; `here` is called in the middle of each."""

    guests: dict[int, Guest] = field(default_factory=dict)
    met: bool = False

    def here(self) -> None:
        """Wait for the other. Who is no guest of this meeting passes; so does who passes a second time."""
        me = self.guests.get(threading.get_ident())
        if me is None or me.arrived:
            return
        me.arrived = True
        other = next(guest for guest in self.guests.values() if guest is not me)
        until, seen = time.monotonic() + PATIENCE, 0
        while not (other.gone or other.arrived or seen >= SURE):
            if time.monotonic() > until:
                raise AssertionError("the other neither came nor was kept waiting")
            time.sleep(LOOK)
            seen = seen + 1 if _kept_waiting(other, me) else 0
        self.met = self.met or (other.arrived and not other.gone)

    @property
    def visited(self) -> bool:
        return any(guest.arrived for guest in self.guests.values())

    def join(self) -> Guest:
        guest = Guest(_number(connection))
        self.guests[threading.get_ident()] = guest
        return guest


def _number(of: BaseDatabaseWrapper) -> int | None:
    of.ensure_connection()
    return int(of.connection.info.backend_pid) if of.vendor == "postgresql" else None


def _kept_waiting(other: Guest, me: Guest) -> bool:
    """Whether the database lets the other not on because of this thread's open transaction."""
    if connection.vendor != "postgresql":
        # One writer at a time: the other has begun, and stands before its BEGIN IMMEDIATE.
        alone = getattr(connection, "transaction_mode", None) == "IMMEDIATE"
        return other.begun and connection.in_atomic_block and alone
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s = ANY(pg_blocking_pids(%s))", [me.backend, other.backend])
        return bool(cursor.fetchone()[0])


def race(
    meeting: Meeting, acts: Sequence[Callable[[], object]], *, before: Callable[[], None]
) -> list[Outcome]:
    """Run the acts at the same time, each on a connection of its own; what became of each, in order. `before`
    is called in each thread first.
    """
    outcomes = [Outcome() for _ in acts]
    start = threading.Barrier(len(acts))

    def run(act: Callable[[], object], outcome: Outcome) -> None:
        guest = meeting.join()
        try:
            before()
            start.wait(PATIENCE)
            guest.begun = True
            outcome.value = act()
        except BaseException as error:
            outcome.error = error
        finally:
            guest.gone = True
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in zip(acts, outcomes, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(2 * PATIENCE)
    assert not any(thread.is_alive() for thread in threads), "an act never ended"
    return outcomes


def stopping(meeting: Meeting, path: str, *, after: bool = False) -> tuple[str, Callable[..., Any]]:
    """The function at `path` ("module.name") with the meeting before it, or after what it looks at, to be put
    in its place.
    """
    found: Callable[..., Any] = resolve_name(path)

    def meet(*args: Any, **kwargs: Any) -> Any:
        if not after:
            meeting.here()
        result = found(*args, **kwargs)
        if after:
            meeting.here()
        return result

    return path, meet
