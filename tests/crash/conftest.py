"""One small town is made once and copied for every crash."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests import databases
from tests.crash.server import TownServer, environment

RESIDENTS, MATTERS = 60, 18


def run(program: str, data: Path, *words: str, given: str = "") -> str:
    """Run one of this folder's programs on the town in `data`; what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", f"tests.crash.{program}", *words],
        env=environment(data), input=given, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def inquest(data: Path, acknowledged: list[dict[str, Any]]) -> list[str]:
    lines = "\n".join(json.dumps(told) for told in acknowledged)
    found: list[str] = json.loads(run("inquest", data, given=lines))
    return found


@contextmanager
def copied(prepared: Path, to: Path) -> Iterator[Path]:
    """The prepared town once more, folder and database, until the block ends."""
    databases.copy(prepared, to)
    yield Path(shutil.copytree(prepared, to))
    databases.drop(to)
    shutil.rmtree(to)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    data = tmp_path_factory.mktemp("town")
    run("prepare", data, str(RESIDENTS), str(MATTERS))
    yield data
    databases.drop(data)


@pytest.fixture
def town(prepared: Path, tmp_path: Path) -> Iterator[Path]:
    """A fresh copy of the town."""
    with copied(prepared, tmp_path / "town") as data:
        yield data


@pytest.fixture
def sessions(prepared: Path) -> list[str]:
    people = json.loads((prepared / "people.json").read_text(encoding="utf-8"))
    return [resident["session"] for resident in people["residents"]]


@pytest.fixture
def server(town: Path) -> Iterator[TownServer]:
    running = TownServer(town).start()
    yield running
    running.kill()
