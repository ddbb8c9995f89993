"""The real server as a newcomer starts it, in a process group of its own, so that it can be killed as a
whole.
"""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from tests import databases
from tests.crash.visitors import Unanswered, Visitor, canary

STARTS_WITHIN = 60  # seconds
NUMBER = re.compile(r"R\d+-\d{4,}")


def environment(data: Path) -> dict[str, str]:
    """A town of its own in this folder, whatever the tests around it use."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("YAKUBA_", "PYTEST_"))}
    ours = {"YAKUBA_DATA": str(data), "YAKUBA_DEMO": "1", "PYTHONFAULTHANDLER": "1"}
    return kept | ours | databases.environment(data)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class TownServer:
    """`yakuba serve` on a loopback port, with further words and settings."""

    def __init__(self, data: Path, *words: str, **settings: str) -> None:
        self.data, self.port = data, free_port()
        self._words, self._settings = words, settings
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> "TownServer":
        """Returns as soon as the town answers."""
        command = [sys.executable, "-m", "yakuba.hall.cli", "serve", "--port", str(self.port), *self._words]
        with (self.data / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                command,
                env=environment(self.data) | self._settings,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        end = time.monotonic() + STARTS_WITHIN
        while not self.answers():
            assert time.monotonic() < end and self.process.poll() is None, self.log()
            time.sleep(0.05)
        return self

    def answers(self) -> bool:
        line = HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            line.request("GET", "/health/")
            return line.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            line.close()

    def log(self) -> str:
        return (self.data / "server.log").read_text(encoding="utf-8", errors="replace")

    def kill(self) -> None:
        """As the power goes: no process of the server does anything more."""
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def stop(self) -> float:
        """Ask it to end; how long it took (seconds)."""
        assert self.process is not None
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)
        return time.monotonic() - began


@dataclass
class Load:
    """Townspeople who apply at the same time, one after the other in each of a few threads."""

    port: int
    sessions: list[str]
    receipts: dict[str, str] = field(default_factory=dict)  # draft → number told on its receipt
    tried: list[Visitor] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    unanswered: int = 0
    over: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def start(self, threads: int = 6) -> "Load":
        for number in range(threads):
            thread = threading.Thread(
                target=self._apply_on, args=(self.sessions[number::threads],), daemon=True
            )
            self._threads.append(thread)
            thread.start()
        return self

    def _apply_on(self, sessions: list[str]) -> None:
        """Each of them applies, and the first again, until the load is over or the server is gone."""
        while sessions and not self.over.is_set():
            sessions = [*sessions[1:], sessions[0]]
            try:
                with Visitor(self.port, sessions[0], canary(1)) as visitor:
                    visitor.fill(visitor.begin())
                    self.tried.append(visitor)
                    self._note(visitor)
            except Unanswered:
                self.unanswered += 1
                return
            except Exception as fault:
                self.faults.append(f"{type(fault).__name__}: {fault}"[:500])
                return

    def _note(self, visitor: Visitor) -> None:
        shown = visitor.send()
        found = NUMBER.search(shown.text)
        assert shown.path.endswith("/receipt/") and found, f"{shown.status} {shown.path}"
        self.receipts[visitor.draft] = found[0]

    def join(self) -> None:
        self.over.set()
        for thread in self._threads:
            thread.join(60)

    def send_again(self) -> None:
        """Whoever got no answer presses the button once more; whoever got one finds the same number."""
        for visitor in self.tried:
            told = self.receipts.get(visitor.draft)
            with visitor:
                self._note(visitor)
            assert told in (None, self.receipts[visitor.draft])

    def acknowledged(self) -> list[dict[str, str]]:
        return [{"draft": draft, "number": number} for draft, number in self.receipts.items()]
