"""A town of its own, served by the real `yakuba serve` in processes of its own, and a crowd that hammers it.

    with town(residents=40, cases=10_000) as here:
        told = hammer([here.url + "/procedures/dog_registration/"], seconds=5, connections=8)

SQLite: the town stands in a folder of its own. With DATABASE_URL in a database of its own beside the named
one (`python -m tests.postgres --durable python -m bench.<name>`).
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

from django.db import connection

from bench import processes
from bench.hammering import Hammered, hammer
from tests import databases

__all__ = ["Hammered", "Town", "copied", "hammer", "prepare", "served", "town"]

PEOPLE, WISHES = "people.json", "wishes.json"
STARTS_WITHIN, STOPS_WITHIN = 60, 20  # seconds
READY = ("/health/ready/", "/health/")  # the first that is there


@dataclass
class Town:
    """A running town; `people` as bench.newcomers.py tells them."""

    data: Path
    port: int
    process: "subprocess.Popen[bytes]"
    people: Mapping[str, Any] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        """The process that was started; it ends the others."""
        return self.process.pid

    @property
    def pids(self) -> list[int]:
        """Every process of the town (workers, sealer), the first of them first."""
        return processes.family(self.pid)

    def cpu_seconds(self) -> float:
        """CPU time of all processes of the town since their start (PostgreSQL's not counted)."""
        return processes.cpu_seconds(self.pid)

    def database_cpu_seconds(self) -> float:
        """CPU time of the whole PostgreSQL server since its start; 0 on SQLite."""
        return processes.cpu_seconds(postmaster()) if connection.vendor == "postgresql" else 0.0

    def rss(self) -> int:
        """Memory of all processes of the town in bytes, what they share counted once."""
        return processes.memory(self.pid)

    def log(self) -> str:
        return (self.data / "server.log").read_text(encoding="utf-8", errors="replace")


@contextmanager
def town(
    *,
    data: Path | None = None,
    cases: int = 0,
    residents: int = 40,
    serve: Sequence[str] = (),
    environ: Mapping[str, str] | None = None,
    before: Callable[[Path], object] | None = None,
) -> Iterator[Town]:
    """A served town, stopped at the end and, unless `data` names its folder, removed.

    `cases`: filled by bench/great_town.py first. `data`: what stands there already is used (and kept).
    `serve`: further words for `yakuba serve`; `environ`: further settings. `before`: something else to be
    done in the prepared folder.
    """
    with tempfile.TemporaryDirectory(prefix="yakuba-bench-") as name:
        folder = data or Path(name) / "town"
        folder.mkdir(parents=True, exist_ok=True)
        try:
            prepare(folder, cases=cases, residents=residents)
            if before:
                before(folder)
            with served(folder, serve=serve, environ=environ) as running:
                yield running
        finally:
            if data is None:
                databases.drop(folder)


def prepare(folder: Path, *, cases: int = 0, residents: int = 40) -> None:
    """A town with staff, editions, residents (and so many cases), ready to be served."""
    if cases:
        run(folder, "bench.great_town", "--cases", str(cases), "--data", str(folder))
    run(folder, "bench.newcomers", "--residents", str(residents))


@contextmanager
def copied(folder: Path) -> Iterator[Path]:
    """The town in `folder` (not running) once more, folder and database, until the block ends."""
    with tempfile.TemporaryDirectory(prefix="yakuba-bench-") as name:
        copy = Path(name) / "town"
        databases.copy(folder, copy)
        try:
            yield shutil.copytree(folder, copy)
        finally:
            databases.drop(copy)


@contextmanager
def served(
    folder: Path, *, serve: Sequence[str] = (), environ: Mapping[str, str] | None = None
) -> Iterator[Town]:
    """`yakuba serve` on the prepared town in `folder`, on a free loopback port, until the block ends."""
    # Whoever stops a bench stops its town: an exit passes through `finally`, a signal does not.
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    port = free_port()
    # Links in mails lead to this server.
    around = environment(folder) | {"YAKUBA_URL": f"http://127.0.0.1:{port}"} | dict(environ or {})
    command = [sys.executable, "-m", "yakuba.hall.cli", "serve", "--port", str(port), *serve]
    with (folder / "server.log").open("ab") as log:
        process = subprocess.Popen(command, env=around, stdout=log, stderr=log, start_new_session=True)
    people = folder / PEOPLE
    running = Town(folder, port, process, json.loads(people.read_text()) if people.exists() else {})
    try:
        _wait(running)
        yield running
    finally:
        _stop(process)


def environment(folder: Path) -> dict[str, str]:
    """The surroundings of a process that works in the town in `folder`. Mails stay in the outbox."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("YAKUBA_")}
    return kept | {"YAKUBA_DATA": str(folder), "YAKUBA_DEMO": "1"} | databases.environment(folder)


def run(folder: Path, module: str, *words: str) -> str:
    """Run one of this folder's programs on the town in `folder`; what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", module, *words],
        env=environment(folder), capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"{module}: {done.stdout[-2000:]}{done.stderr[-4000:]}")
    return done.stdout


def free_port() -> int:
    """A loopback port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(running: Town) -> None:
    end = time.monotonic() + STARTS_WITHIN
    while not _ready(running.port):
        if running.process.poll() is not None or time.monotonic() > end:
            raise RuntimeError(f"the town did not start:\n{running.log()[-4000:]}")
        time.sleep(0.05)


def _ready(port: int) -> bool:
    for path in READY:
        line = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            line.request("GET", path)
            status = line.getresponse().status
        except (OSError, HTTPException):
            return False
        finally:
            line.close()
        if status != 404:
            return status == 200
    return False


def _stop(process: "subprocess.Popen[bytes]") -> None:
    """As an administrator stops it; whoever is left after that is killed."""
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(STOPS_WITHIN)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wishes(folder: Path) -> None:
    """Write down what visitors of the town in `folder` apply for (bench/wishes.py)."""
    run(folder, "bench.wishes")


def postmaster() -> int:
    """The first process of the PostgreSQL server that DATABASE_URL names."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        folder = Path(cursor.fetchone()[0])
    return int((folder / "postmaster.pid").read_text().splitlines()[0])
