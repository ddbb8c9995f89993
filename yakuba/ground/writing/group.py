"""Acts of many people in one transaction: each waits for its own durable commit, all share the disk's.

Whoever comes while nobody writes leads: takes everything that waits (256 at most), writes it in one
transaction, wakes those it wrote for, and hands on to the first who came meanwhile. So there is no thread
that could die or would have to be stopped: an act is written by a request that waits for it. When a group
fails, its members are written one by one, so that one bad act refuses only itself.
"""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from contextvars import Context, copy_context
from dataclasses import dataclass
from typing import Protocol

from django.db import transaction

from yakuba.ground.numbering.next import Series, next_numbers
from yakuba.ground.writing.write_set import WriteSet

MOST = 256


class Act(Protocol):
    """A prepared act: nothing is left to be asked but its numbers. It may be written again when the first try
    was undone.
    """

    @property
    def wanted(self) -> Sequence[Series]:
        """The series it takes a number of, in the order in which they are locked."""
        ...

    def write(self, writes: WriteSet, numbers: Sequence[int]) -> None:
        """Put its rows in, with the numbers it wanted."""
        ...


@dataclass(frozen=True)
class Together:
    """Several acts that stand or fall as one."""

    parts: Sequence[Act]

    @property
    def wanted(self) -> Sequence[Series]:
        return [series for part in self.parts for series in part.wanted]

    def write(self, writes: WriteSet, numbers: Sequence[int]) -> None:
        left = iter(numbers)
        for part in self.parts:
            part.write(writes, [next(left) for _ in part.wanted])


def write(acts: Sequence[Act]) -> None:
    """Write acts in the running transaction: their numbers, then all their rows.

    Raises what a row or a guard raises; then the transaction must be undone.
    """
    numbers = iter(next_numbers([series for act in acts for series in act.wanted]))
    writes = WriteSet()
    for act in acts:
        act.write(writes, [next(numbers) for _ in act.wanted])
    writes.send()


class _Member:
    """An act that waits, and what became of it."""

    def __init__(self, act: Act) -> None:
        self.act = act
        self.context: Context = copy_context()
        self.woken = threading.Event()
        self.done = False
        self.problem: BaseException | None = None

    def write(self, writes: WriteSet, numbers: Sequence[int]) -> None:
        """As in its own request: the language and what else belongs to it."""
        self.context.run(self.act.write, writes, numbers)

    @property
    def wanted(self) -> Sequence[Series]:
        return self.act.wanted


class Group:
    """The queue of one process. `wrote` is told how many acts each transaction held (for figures)."""

    def __init__(self, wrote: Callable[[int], object] = lambda _count: None) -> None:
        self._lock = threading.Lock()
        self._waiting: deque[_Member] = deque()
        self._led = False
        self._wrote = wrote

    def commit(self, act: Act) -> None:
        """Returns when the act is durable. Raises what stopped this act (and undid it), never another's.

        Raises RuntimeError inside a transaction: nothing would be durable yet.
        """
        if transaction.get_connection().in_atomic_block:
            raise RuntimeError("an act is committed in a group outside of transactions only")
        member = _Member(act)
        with self._lock:
            self._waiting.append(member)
            leads, self._led = not self._led, True
        if not leads:
            member.woken.wait()
        if not member.done:
            self._lead()
        if member.problem is not None:
            raise member.problem

    def _lead(self) -> None:
        with self._lock:
            group = [self._waiting.popleft() for _ in range(min(MOST, len(self._waiting)))]
        try:
            _commit(group)
            self._wrote(len(group))
        finally:
            self._hand_on(group)

    def _hand_on(self, group: Sequence[_Member]) -> None:
        for member in group:
            if not member.done and member.problem is None:
                member.problem = RuntimeError("the group's leader was stopped")
            member.done = True
        with self._lock:
            following = self._waiting[0] if self._waiting else None
            self._led = following is not None
        for member in group:
            member.woken.set()
        if following is not None:
            following.woken.set()


def _commit(group: Sequence[_Member]) -> None:
    """Together; when that fails, each by itself."""
    try:
        with transaction.atomic():
            write(group)
    except Exception as problem:
        if len(group) == 1:
            group[0].problem = problem
        else:
            for member in group:
                _commit([member])
            return
    for member in group:
        member.done = True
