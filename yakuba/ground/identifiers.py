"""Identifiers of rows: UUID version 7 (RFC 9562), so that they sort by time and cannot be guessed.

48 bits of milliseconds, then a 12-bit counter that starts at a random place, then 62 random bits.
The counter keeps identifiers made by one process in order even while a moved clock stands still.
"""

import secrets
import threading
import uuid

from yakuba.ground.calendar import clock

_COUNTER_END = 1 << 12


class _Ticks:
    """The milliseconds and counter last given out by this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seen = -1
        self._used = -1
        self._count = 0

    def next(self, milliseconds: int) -> tuple[int, int]:
        with self._lock:
            if milliseconds < self._seen or milliseconds > self._used:
                self._used = milliseconds
                self._count = secrets.randbelow(_COUNTER_END // 2)
            else:
                self._count += 1
            if self._count >= _COUNTER_END:
                # RFC 9562 §6.2: when the counter is used up the timestamp may run ahead of the clock.
                self._used += 1
                self._count = secrets.randbelow(_COUNTER_END // 2)
            self._seen = milliseconds
            return self._used, self._count


_ticks = _Ticks()


def new_id() -> uuid.UUID:
    """A new UUID version 7 for the present instant of `clock.now()`."""
    milliseconds, count = _ticks.next(int(clock.now().timestamp() * 1000))
    value = (milliseconds & 0xFFFF_FFFF_FFFF) << 80
    value |= 0x7 << 76
    value |= count << 64
    value |= 0b10 << 62
    value |= secrets.randbits(62)
    return uuid.UUID(int=value)
