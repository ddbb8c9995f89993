"""The parent of the running server: starts the children, starts them again when they die, ends them all.

It loads no Django (so it is small, and a reload really loads new code): workers are programs of their own
that take connections from the one inherited socket. A reload starts a new set, waits until each says that
it is ready, and only then lets the old set finish; a set that does not become ready changes nothing.
"""

import os
import select
import signal
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from types import FrameType

from yakuba.hall import environment
from yakuba.hall.serving.children import Child
from yakuba.hall.serving.draining import REPLACED
from yakuba.hall.serving.plan import Plan
from yakuba.hall.serving.standing import Standing

GRACE = 8.0
"""Seconds a child has for its requests and its job in hand; the whole ends within ten."""
STARTS_WITHIN = 120.0
SEAL_EVERY = 10  # minutes
NOT_STARTABLE = 78
"""How a worker ends when starting it again would not help (sysexits.h EX_CONFIG); it has said why."""


class Supervisor:
    """Run it once: `run()` comes back when everything has ended, with the exit code."""

    def __init__(
        self, plan: Plan, listener: int, metrics: int, given: Mapping[str, str], home: Standing
    ) -> None:
        self._plan, self._listener, self._metrics, self._given = plan, listener, metrics, given
        self._home, self._environ = home, dict(given)
        self._web: list[Child] = []
        self._coming: list[Child] = []
        self._going: list[Child] = []
        self._beside: list[Child] = []
        self._stopping = self._wants_reload = False
        self._code = 0
        self._generation = 0
        self._changed_over = False
        self._had_terminal = _terminal()

    def run(self) -> int:
        waker, told = os.pipe()
        os.set_blocking(told, False)
        os.set_blocking(waker, False)
        signal.set_wakeup_fd(told, warn_on_full_buffer=False)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_end)
        # Under nohup a closed terminal is not meant to end anything.
        self._had_terminal &= signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN
        signal.signal(signal.SIGHUP, self._on_hangup)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self._begin()
        while not (self._stopping and not any(self._all())):
            self._wait(waker)
            self._round()
        return self._code

    def _on_end(self, number: int, frame: FrameType | None) -> None:
        self._stopping = True

    def _on_hangup(self, number: int, frame: FrameType | None) -> None:
        """From `systemctl reload`: new code. From a terminal that has closed: the end."""
        if self._had_terminal and not _terminal():
            self._stopping = True
        self._wants_reload = True

    def _wait(self, waker: int) -> None:
        pipes = [child.pipe for child in self._everyone() if child.pipe >= 0]
        moments = [moment for child in self._everyone() for moment in (child.due, child.kill_at) if moment]
        moments += [child.born + STARTS_WITHIN for child in self._coming]
        rest = min(moments, default=time.monotonic() + 60) - time.monotonic()
        select.select([waker, *pipes], [], [], max(0.0, rest))
        with suppress(BlockingIOError):
            while os.read(waker, 512):
                pass

    def _everyone(self) -> list[Child]:
        return [*self._web, *self._coming, *self._going, *self._beside]

    def _all(self) -> Iterator[Child]:
        return (child for child in self._everyone() if child.process is not None)

    def _round(self) -> None:
        now = time.monotonic()
        for child in self._everyone():
            if child.pipe >= 0 and child.heard():
                self._say(f"{child.name} ({child.pid}) が動きはじめました")
        self._bury(now)
        self._hurry(now)
        if self._stopping:
            self._end_all()
            return
        self._advance(now)
        if self._changed_over and not self._going:
            # Only now nobody sees the old pages any more.
            self._changed_over = False
            self._home.tell(self._generation)
        if self._wants_reload and not self._coming:
            self._wants_reload = False
            self._begin()
        for child in [*self._web, *self._coming, *self._beside]:
            if child.due and now >= child.due:
                child.start(self._environ)

    def _bury(self, now: float) -> None:
        for child in [child for child in self._everyone() if child.buried()]:
            self._home.forget(child.last)
            if self._stopping:
                continue
            if child in self._coming and not child.served:
                self._give_up(f"{child.name} が動きはじめる前に終わりました（{child.code}）", child.code or 1)
            elif child in self._going:
                self._going.remove(child)
            elif child.failures < 0:  # a reload asked it to end
                child.failures, child.due = 0, now
            else:
                wait = child.again(now)
                self._say(f"{child.name} が止まりました（{child.code}）。{wait:.0f} 秒後に動かし直します")

    def _hurry(self, now: float) -> None:
        for child in self._everyone():
            if child.hurry(now):
                self._say(f"{child.name} が {GRACE:.0f} 秒で終わらないので、切りました")

    def _begin(self) -> None:
        """Start the first worker of a new set; it collects the static files before it says it is ready."""
        self._generation += 1
        try:
            self._environ = environment.complete(self._given)
        except environment.Unreadable as problem:
            self._give_up(str(problem), NOT_STARTABLE)
            return
        self._coming = [self._worker(1)]
        self._coming[0].start(self._environ)

    def _advance(self, now: float) -> None:
        """The next worker of the new set; when all are ready the old set ends."""
        if not self._coming:
            return
        if any(not child.ready and now > child.born + STARTS_WITHIN for child in self._coming):
            self._give_up(f"{STARTS_WITHIN:.0f} 秒たっても動きはじめません", 1)
        elif all(child.ready for child in self._coming):
            if len(self._coming) < self._plan.workers:
                self._coming.append(self._worker(len(self._coming) + 1))
                self._coming[-1].start(self._environ)
            else:
                self._change_over()

    def _change_over(self) -> None:
        first = not self._web
        self._going += self._web
        self._web, self._coming = self._coming, []
        for child in self._going:
            child.end(within=GRACE, number=REPLACED)
        if first:
            self._beside = self._companions()
            for child in self._beside:
                child.start(self._environ)
        else:
            for child in self._beside:
                child.failures = -1
                child.end(within=GRACE)
        self._changed_over = True
        self._say(f"準備ができました（ワーカー {len(self._web)}）" if first else "新しい内容に入れ替えました")

    def _give_up(self, why: str, code: int) -> None:
        """The new set is no good: at the start that ends all; at a reload the old set goes on."""
        for child in self._coming:
            child.end(within=1.0)
        self._going, self._coming = [*self._going, *self._coming], []
        if self._web:
            self._say(f"入れ替えをやめ、いままでの内容で続けます。{why}")
            self._home.tell(self._generation, failed=why)
        else:
            self._say(why)
            self._stopping, self._code = True, 1 if code == NOT_STARTABLE else max(1, code)

    def _end_all(self) -> None:
        for child in self._everyone():
            child.due = 0.0
            child.end(within=GRACE)

    def _worker(self, number: int) -> Child:
        plan, first = self._plan, number == 1
        words = [
            "yakuba.hall.serving.web", f"--listen={self._listener}", f"--metrics={self._metrics}",
            f"--parent={os.getpid()}", f"--slots={plan.slots}", f"--staff-slots={plan.staff_slots}",
            f"--threads={plan.threads}",
            *(["--jobs"] if not plan.postgresql else []),
        ]  # fmt: skip
        begun = self._generation > 1

        def command(pipe: int) -> list[str]:
            prepares = ["--prepare", *(["--migrate"] if plan.migrate and not begun else [])] if first else []
            return [*words, f"--ready={pipe}", *prepares]

        fds = [fd for fd in (self._listener, self._metrics) if fd >= 0]
        return Child(f"web-{number}", command, tuple(fds))

    def _companions(self) -> list[Child]:
        def sealer(_: int) -> list[str]:
            every, parent = str(SEAL_EVERY), str(os.getpid())
            return ["yakuba.hall.cli", "seal", "--every", every, "--with-parent", parent, "--quiet"]

        def jobs(_: int) -> list[str]:
            return ["yakuba.hall.serving.jobs", str(os.getpid())]

        return [Child("seal", sealer), *([Child("jobs", jobs)] if self._plan.postgresql else [])]

    def _say(self, text: str) -> None:
        """To the log: what happened to the server itself."""
        sys.stderr.write(self._home.line(text))
        sys.stderr.flush()


def _terminal() -> bool:
    """Whether this process has a terminal that is still there."""
    try:
        os.close(os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY))
    except OSError:
        return False
    return True
