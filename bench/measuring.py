"""How every figure is taken: repeated, told with its spread, with machine, day and commit beside it."""

import math
import os
import platform
import sqlite3
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

from yakuba.ground.calendar import clock


@dataclass(frozen=True)
class Spread:
    """Repeated readings of one figure, in the order they were taken."""

    values: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.values)

    def quantile(self, share: float) -> float:
        """The value that `share` (0 to 1) of the readings do not exceed (nearest rank)."""
        ordered = sorted(self.values)
        return ordered[max(0, math.ceil(share * len(ordered)) - 1)]

    def __str__(self) -> str:
        return f"{self.median:,.3g} ({min(self.values):,.3g}..{max(self.values):,.3g}, n={len(self.values)})"


def repeated(times: int, reading: Callable[[], float]) -> Spread:
    """Take a reading `times` times."""
    return Spread(tuple(reading() for _ in range(times)))


def in_turns(times: int, readings: Sequence[Callable[[], float]]) -> list[Spread]:
    """Take several readings by turns, so that a noisy minute falls on all of them; one Spread each."""
    taken = [[reading() for reading in readings] for _ in range(times)]
    return [Spread(tuple(column)) for column in zip(*taken, strict=True)]


def seconds(act: Callable[[], object]) -> float:
    """How long an act takes, in seconds."""
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def heading(title: str) -> str:
    """What stands above a figure: title, day, commit (+ when the tree was changed), machine, database."""
    day = clock.today().isoformat()
    return (
        f"## {title}\n{day} · {_commit()} · {os.cpu_count()} cores ({_processor()}), "
        f"Python {platform.python_version()}, {_database()}, load {os.getloadavg()[0]:.1f}"
    )


def _commit() -> str:
    here = Path(__file__).parent

    def git(*words: str) -> str:
        done = subprocess.run(["git", *words], cwd=here, capture_output=True, text=True, check=False)
        return done.stdout.strip()

    return (git("rev-parse", "--short", "HEAD") or "?") + ("+" if git("status", "--porcelain") else "")


def _processor() -> str:
    about = Path("/proc/cpuinfo")
    lines = about.read_text().splitlines() if about.exists() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "?")


def _database() -> str:
    if connection.vendor == "sqlite":
        return f"SQLite {sqlite3.sqlite_version}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version'), current_setting('fsync')")
        version, fsync = cursor.fetchone()
    return f"PostgreSQL {version}, fsync {fsync}"
