"""Where a peer is installed and how its processes are started; all of it outside the repository."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

STARTS_WITHIN, STOPS_WITHIN = 120, 30  # seconds


@dataclass(frozen=True)
class Place:
    """A peer's folder, and the PostgreSQL server that DATABASE_URL names."""

    folder: Path
    database: str

    @property
    def python(self) -> Path:
        return self.folder / "venv" / "bin" / "python"

    @property
    def dump(self) -> Path:
        return self.folder / f"{self.database}.dump"

    @property
    def log(self) -> Path:
        return self.folder / "log"

    @property
    def socket(self) -> Path:
        """The folder of the server's socket (tests/postgres.py)."""
        return Path(unquote(urlsplit(os.environ["DATABASE_URL"]).hostname or ""))

    def venv(self, packages: Sequence[str]) -> None:
        """A venv of its own with these packages from PyPI."""
        (self.folder / "data").mkdir(parents=True, exist_ok=True)
        if not self.python.exists():
            run(sys.executable, "-m", "venv", str(self.folder / "venv"))
            run(str(self.python), "-m", "pip", "install", "-q", *packages)

    def postgres(self, program: str, *words: str) -> None:
        """One of PostgreSQL's own programs, on this server."""
        programs = next(self.socket.glob("**/bin/pg_dump")).parent
        run(str(programs / program), "-h", str(self.socket), "-U", "yakuba", *words)

    def create(self) -> None:
        self.postgres("createdb", self.database)

    def keep(self) -> None:
        """Dump the database, so that the next run need not make it again."""
        self.postgres("pg_dump", "-Fc", "-f", str(self.dump), self.database)

    def restore(self) -> None:
        self.create()
        self.postgres("pg_restore", "-d", self.database, "--no-owner", str(self.dump))


@dataclass(frozen=True)
class Running:
    """A peer that answers on this port, and its processes (each with its children)."""

    port: int
    pids: tuple[int, ...]


@contextmanager
def started(
    place: Place, port: int, around: Mapping[str, str], *commands: Sequence[str]
) -> Iterator[Running]:
    """The peer's processes (words for its Python) until the block ends; begins when the port answers."""
    with place.log.open("wb") as log:
        processes = [
            subprocess.Popen(
                [str(place.python), *words], env=around, cwd=place.folder / "data", stdout=log, stderr=log
            )
            for words in commands
        ]
        try:
            _wait(port, place.log)
            yield Running(port, tuple(process.pid for process in processes))
        finally:
            for process in processes:
                process.terminate()
            for process in processes:
                process.wait(STOPS_WITHIN)


def run(
    *command: str, around: Mapping[str, str] | None = None, cwd: Path | None = None, given: str = ""
) -> None:
    """Raises RuntimeError with what it said when it fails."""
    done = subprocess.run(
        command, env=around, cwd=cwd, input=given, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{command}: {done.stdout[-2000:]}{done.stderr[-4000:]}")


def gunicorn(application: str, workers: int, port: int) -> list[str]:
    """The words for gunicorn as both peers' guides have it."""
    limits = ["--max-requests", "1200", "--max-requests-jitter", "50"]
    return ["-m", "gunicorn", application, "--workers", str(workers), "--bind", f"127.0.0.1:{port}", *limits]


def plain_environment() -> dict[str, str]:
    """Nothing of ours reaches a peer."""
    return {key: value for key, value in os.environ.items() if key in ("PATH", "HOME", "LANG")}


def _wait(port: int, log: Path) -> None:
    end = time.monotonic() + STARTS_WITHIN
    while True:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if time.monotonic() > end:
            raise RuntimeError(log.read_text(errors="replace")[-3000:])
        time.sleep(0.2)
