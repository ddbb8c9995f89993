"""The end of a running town: nothing taken up is cut off, all within ten seconds, nothing is left behind."""

import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from tests.crash.callers import Callers, taken_up
from tests.crash.conftest import inquest
from tests.crash.server import Load, TownServer, environment, free_port

STOPS, SOAK_STOPS = 3, 50
WITHIN = 10  # seconds


def group_runs(group: int) -> list[str]:
    """What of this process group still runs (one that has ended and that nobody has asked after does not)."""
    stats = [stat for path in Path("/proc").glob("[0-9]*/stat") if (stat := _read(path))]
    fields = [(stat, stat.rpartition(")")[2].split()) for stat in stats]
    return [stat for stat, (state, _, its, *_) in fields if int(its) == group and state != "Z"]


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""


def wait_until(true: Callable[[], bool], *, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


def stop_under_load(server: TownServer, sessions: list[str], chance: Random) -> tuple[Load, float]:
    callers, load = Callers(server.port).start(), Load(server.port, sessions).start(4)
    wait_until(lambda: callers.answered[200] > 10 and bool(load.receipts or load.faults))
    time.sleep(chance.uniform(0, 0.5))
    group = server.process.pid
    took = server.stop()
    callers.join()
    load.join()
    assert server.process.returncode == 0, server.log()[-2000:]
    assert load.faults == []
    cut_off = callers.unanswered.keys() & taken_up(server.data / "server.log").keys()
    assert {number: callers.unanswered[number] for number in cut_off} == {}
    assert not group_runs(group)
    return load, took


def test_three_stops_under_load_cut_nothing_off(server: TownServer, town: Path, sessions: list[str]) -> None:
    chance, told = Random(1), []
    for _ in range(STOPS):
        load, took = stop_under_load(server, sessions[:12], chance)
        assert took < WITHIN
        told += load.acknowledged()
        server.start()
    assert inquest(town, told) == []


@pytest.mark.soak
def test_fifty_stops_under_load_cut_nothing_off(server: TownServer, town: Path, sessions: list[str]) -> None:
    chance, told, times = Random(2), [], []
    for number in range(1, SOAK_STOPS + 1):
        load, took = stop_under_load(server, sessions, chance)
        times.append(took)
        told += load.acknowledged()
        server.start()
        sys.stderr.write(f"\rstop {number}/{SOAK_STOPS}: longest {max(times):.1f} s")
    assert max(times) < WITHIN
    assert inquest(town, told) == []


def test_a_second_signal_changes_nothing(server: TownServer) -> None:
    callers = Callers(server.port).start()
    wait_until(lambda: callers.answered[200] > 20)
    for number in (signal.SIGTERM, signal.SIGTERM, signal.SIGINT):
        server.process.send_signal(number)
        time.sleep(0.1)
    assert server.process.wait(WITHIN) == 0
    callers.join()
    assert callers.unanswered.keys() & taken_up(server.data / "server.log").keys() == set()
    assert not group_runs(server.process.pid)


def test_while_it_ends_it_says_that_it_is_not_ready(server: TownServer) -> None:
    callers = Callers(server.port, keeping=0, coming=2, paths=("/health/ready/",)).start()
    wait_until(lambda: callers.answered[200] > 2)
    server.stop()
    callers.join()
    assert callers.answered[503] > 0


def test_a_killed_parent_takes_its_children_along(server: TownServer) -> None:
    os.kill(server.process.pid, signal.SIGKILL)
    server.process.wait()
    wait_until(lambda: not group_runs(server.process.pid), seconds=15)


def test_a_closed_terminal_ends_everything(town: Path) -> None:
    mine, its = pty.openpty()
    command = [sys.executable, "-m", "yakuba.hall.cli", "serve", "--port", str(free_port())]
    code = (
        # As a shell would start it: under nohup a run of the tests hands on that hangups are ignored.
        "import os, fcntl, signal, termios; signal.signal(signal.SIGHUP, signal.SIG_DFL); "
        "os.setsid(); fcntl.ioctl(0, termios.TIOCSCTTY, 0); "
        f"os.execv({command[0]!r}, {command!r})"
    )
    with (town / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-c", code], env=environment(town), stdin=its, stdout=log, stderr=log
        )
    os.close(its)
    wait_until(lambda: "準備ができました" in (town / "server.log").read_text(encoding="utf-8"))
    os.close(mine)
    assert process.wait(WITHIN) == 0
    assert not group_runs(process.pid)
