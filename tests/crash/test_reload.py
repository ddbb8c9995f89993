"""New code, data and settings while people use the town: no request fails, nothing broken is let in."""

import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.crash.callers import Callers
from tests.crash.server import Load, TownServer, environment
from tests.crash.test_stop import wait_until

RELOADS, SOAK_RELOADS = 2, 30


def reload(data: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "yakuba.hall.cli", "reload"],
        env=environment(data) | settings, capture_output=True, text=True, timeout=90, check=False,
    )  # fmt: skip


def web_workers(server: TownServer) -> set[str]:
    return set(re.findall(r"web-\d+ \((\d+)\) が動きはじめました", server.log()))


def reload_under_load(server: TownServer, sessions: list[str], times: int) -> None:
    # Few enough to find a slot at once while new workers load: being asked to wait is another test.
    callers = Callers(server.port, keeping=2, coming=2).start()
    load = Load(server.port, sessions).start(2)
    wait_until(lambda: callers.answered[200] > 20 and bool(load.receipts))
    for _ in range(times):
        before = web_workers(server)
        done = reload(server.data)
        assert (done.returncode, done.stderr) == (0, "")
        assert web_workers(server) > before
        time.sleep(1.5)  # the old workers let go
    callers.join()
    load.join()
    assert callers.unanswered == {}
    assert set(callers.answered) == {200}
    assert (load.faults, load.unanswered) == ([], 0)


def test_reloads_under_load_fail_no_request(server: TownServer, sessions: list[str]) -> None:
    reload_under_load(server, sessions[:12], RELOADS)


@pytest.mark.soak
def test_thirty_reloads_under_load_fail_no_request(server: TownServer, sessions: list[str]) -> None:
    reload_under_load(server, sessions, SOAK_RELOADS)
