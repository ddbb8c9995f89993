"""`kill -9` of the real server under load: nothing acknowledged is lost, nothing is half there or doubled."""

import sys
import time
from pathlib import Path
from random import Random

import pytest

from tests.crash.conftest import inquest
from tests.crash.server import Load, TownServer
from tests.crash.visitors import Unanswered

KILLS, SOAK_KILLS = 3, 200
PATIENCE = 30  # seconds until the first receipts


def kill_under_load(server: TownServer, sessions: list[str], chance: Random) -> Load:
    """Applications pour in; somewhere among them the power goes; then it comes back."""
    load = Load(server.port, sessions).start()
    end = time.monotonic() + PATIENCE
    while len(load.receipts) < 2 and not load.faults and time.monotonic() < end:
        time.sleep(0.02)
    time.sleep(chance.uniform(0, 0.5))
    server.kill()
    load.join()
    assert load.faults == []
    assert load.receipts
    server.start()
    try:
        load.send_again()
    except Unanswered as silence:
        raise AssertionError(server.log()[-4000:]) from silence
    return load


def test_three_kills_of_the_server_lose_nothing_and_double_nothing(
    server: TownServer, town: Path, sessions: list[str]
) -> None:
    chance = Random(20261123)
    loads = [kill_under_load(server, sessions[:12], chance) for _ in range(KILLS)]
    assert server.stop() < 10
    told = [line for load in loads for line in load.acknowledged()]
    assert len({line["number"] for line in told}) == len(told)
    assert inquest(town, told) == []


@pytest.mark.soak
def test_two_hundred_kills_of_the_server_lose_nothing_and_double_nothing(
    server: TownServer, town: Path, sessions: list[str]
) -> None:
    chance, told = Random(1), []
    for number in range(1, SOAK_KILLS + 1):
        told += kill_under_load(server, sessions, chance).acknowledged()
        if number % 20 == 0:
            assert inquest(town, told) == []
        sys.stderr.write(f"\rkill {number}/{SOAK_KILLS}: {len(told)} applications acknowledged")
    assert len({line["number"] for line in told}) == len(told)
