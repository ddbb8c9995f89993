"""The server's child processes: how each is started, told to end, and started again after it died.

They ignore Ctrl+C and a closed terminal, which reach every process of a group at once: the parent tells them
when to end. (It also ends when the parent is gone: hall/parent.py.)
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass

STEADY = 60.0  # seconds after which a child counts as sound
LONGEST = 60.0  # seconds between two attempts


@dataclass(eq=False)
class Child:
    """One process and its successors. `command` is asked anew at every start; `pass_fds` stay open in it;
    `last`, `served` and `code`: the number of the one that ended last, whether it had become ready, and how
    it ended.
    """

    name: str
    command: Callable[[int], list[str]]
    pass_fds: tuple[int, ...] = ()
    process: subprocess.Popen[bytes] | None = None
    ready: bool = False
    served: bool = False
    pipe: int = -1
    due: float = 0.0
    kill_at: float = 0.0
    failures: int = 0
    born: float = 0.0
    code: int | None = None
    last: int = 0

    def start(self, environ: Mapping[str, str]) -> None:
        """Start it; `pipe` becomes readable when it says that it is ready, or is gone."""
        reading, writing = os.pipe()
        self.process = subprocess.Popen(  # noqa: S603  (our own command)
            [sys.executable, "-m", *self.command(writing)],
            env=dict(environ),
            stdin=subprocess.DEVNULL,
            pass_fds=(*self.pass_fds, writing),
            preexec_fn=_as_child,
        )
        os.close(writing)
        os.set_blocking(reading, False)
        self.pipe, self.ready, self.served, self.code = reading, False, False, None
        self.due = self.kill_at = 0.0
        self.born = time.monotonic()

    @property
    def pid(self) -> int:
        return self.process.pid if self.process else 0

    @property
    def runs(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def heard(self) -> bool:
        """Whether it has just said that it is ready; the pipe is closed when it is gone."""
        try:
            said = os.read(self.pipe, 16)
        except BlockingIOError:
            return False
        os.close(self.pipe)
        self.pipe = -1
        self.ready = self.served = said.startswith(b"ready")
        return self.ready

    def end(self, *, within: float, number: int = signal.SIGTERM) -> None:
        """Ask it to end; after `within` seconds it is killed (`hurry`). Asking twice changes nothing."""
        if not self.runs or self.kill_at:
            return
        self.kill_at = time.monotonic() + within
        with suppress(ProcessLookupError):
            os.kill(self.pid, number)

    def hurry(self, now: float) -> bool:
        """Kill it when it had time enough; whether that was needed."""
        if not (self.runs and self.kill_at and now >= self.kill_at):
            return False
        os.kill(self.pid, signal.SIGKILL)
        return True

    def buried(self) -> bool:
        """Whether it has ended since the last look; `code` then says how."""
        if self.process is None or self.process.poll() is None:
            return False
        self.code, self.last, self.process = self.process.returncode, self.process.pid, None
        if self.pipe >= 0:
            os.close(self.pipe)
            self.pipe = -1
        self.ready = False
        return True

    def again(self, now: float) -> float:
        """It died by itself: when it is started again; how many seconds from now (1, 2, 4 … 60)."""
        self.failures = 1 if now - self.born > STEADY else self.failures + 1
        wait = min(LONGEST, 2.0 ** (self.failures - 1))
        self.due = now + wait
        return wait


def _as_child() -> None:
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
