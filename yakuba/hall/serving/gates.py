"""How many requests are computed at once: each kind has so many slots, a line before them, and an end to it.

A slot owns a database connection that stays open: there are as many connections as slots, however many
threads come and go, and the one used last is used again first.
"""

import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from django.db import OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

TRUSTED = 5.0
"""Seconds after its last use in which a connection is taken to be alive without asking it."""


class Slot:
    """One place at work, with its connection: `with slot:` gives it to this thread."""

    def __init__(self) -> None:
        self._connection: BaseDatabaseWrapper | None = None
        self._queries, self._seconds, self.failures, self._used = 0, 0.0, 0, 0.0

    def __enter__(self) -> None:
        mine = self._connection or self._open()
        # Asking costs a round trip in every request.
        rested = time.monotonic() - self._used > TRUSTED
        mine.health_check_enabled = rested and mine.settings_dict["CONN_HEALTH_CHECKS"]  # type: ignore[attr-defined]
        if rested or mine.errors_occurred:
            mine.close_if_unusable_or_obsolete()
        self._queries, self._seconds, self.failures = 0, 0.0, 0
        connections["default"] = mine

    def __exit__(self, *_: object) -> None:
        self._used = time.monotonic()
        if self._connection is not None and (self.failures or self._connection.in_atomic_block):
            self._connection.close()
            self._connection = None
        del connections["default"]

    def told(self) -> tuple[int, float]:
        """Queries of the request at hand, and the seconds they took."""
        return self._queries, self._seconds

    def _open(self) -> BaseDatabaseWrapper:
        made = connections.create_connection("default")
        made.inc_thread_sharing()  # by one thread after the other
        made.execute_wrappers.append(self._count)
        self._connection = made
        return made

    def _count(self, execute: Callable[..., Any], sql: str, values: Any, many: bool, context: Any) -> Any:  # noqa: FBT001
        began = time.perf_counter()
        try:
            return execute(sql, values, many, context)
        except OperationalError:
            self.failures += 1
            raise
        finally:
            self._queries += 1
            self._seconds += time.perf_counter() - began


class _Waiter:
    __slots__ = ("slot", "turn")

    def __init__(self) -> None:
        self.slot: Slot | None = None
        self.turn = threading.Lock()
        self.turn.acquire()


class Gate:
    """`slots` at once; `room` more may wait, each for `patience` seconds at most."""

    def __init__(
        self, name: str, *, slots: int, room: int, patience: float, make: Callable[[], Any] = Slot
    ) -> None:
        self.name, self._room, self._patience = name, room, patience
        self._free: list[Any] = [make() for _ in range(slots)]
        self._line: deque[_Waiter] = deque()
        self._lock = threading.Lock()

    @property
    def waiting(self) -> int:
        return len(self._line)

    def enter(self) -> Any:
        """A slot, as soon as one is free and those who came before have theirs; None when there is no room to
        wait, or the patience is over. Give it back with `leave`.
        """
        with self._lock:
            if self._free:
                return self._free.pop()
            if len(self._line) >= self._room:
                return None
            waiter = _Waiter()
            self._line.append(waiter)
        if waiter.turn.acquire(timeout=self._patience):
            return waiter.slot
        with self._lock:
            if waiter.slot is None:
                self._line.remove(waiter)
            return waiter.slot  # handed over in the last moment

    def leave(self, slot: Any) -> None:
        """Give the slot back: to who has waited longest, else to the others."""
        with self._lock:
            if not self._line:
                self._free.append(slot)
                return
            waiter = self._line.popleft()
            waiter.slot = slot
        waiter.turn.release()
