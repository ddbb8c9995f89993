"""Many lives on one clock: each is a generator that does something, then says how long until it goes on."""

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from yakuba.ground.calendar import clock
from yakuba.ground.calendar.business import Calendar
from yakuba.ground.calendar.clock import MovedClock

OPENS, CLOSES = time(8, 45), time(17, 30)  # the hall's hours, Asia/Tokyo


@dataclass(frozen=True)
class Later:
    """Go on after this much time; `office`: at the next moment the hall is open then."""

    wait: timedelta
    office: bool = True


Life = Iterator[Later]


@dataclass(order=True)
class _Turn:
    at: datetime
    order: int
    life: Life = field(compare=False)


class Timeline:
    """Runs lives in the order of their times, moving the clock, until nothing is left before `until`."""

    def __init__(self, calendar: Calendar, moving: MovedClock, until: datetime) -> None:
        self._calendar, self._moving, self._until = calendar, moving, until
        self._turns: list[_Turn] = []
        self._count = 0

    def add(self, at: datetime, life: Life) -> None:
        self._count += 1
        heapq.heappush(self._turns, _Turn(at, self._count, life))

    def run(self, progress: Callable[[datetime], None]) -> None:
        while self._turns and self._turns[0].at < self._until:
            turn = heapq.heappop(self._turns)
            self._moving.set(max(turn.at, clock.now()))
            progress(turn.at)
            later = next(turn.life, None)
            if later is not None:
                wanted = clock.now() + later.wait
                self.add(self.open_hours(wanted) if later.office else wanted, turn.life)

    def open_hours(self, moment: datetime) -> datetime:
        """The moment itself while the hall is open, else the next opening."""
        here = clock.local(moment)
        day = here.date()
        if not self._calendar.is_open(day) or here.time() >= CLOSES:
            day = self._calendar.next_open(day + timedelta(days=1))
            return clock.at(day, OPENS.hour, OPENS.minute) + timedelta(minutes=here.minute)
        if here.time() < OPENS:
            return clock.at(day, OPENS.hour, OPENS.minute) + timedelta(minutes=here.minute)
        return moment
