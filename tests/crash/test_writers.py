"""Twenty processes do the work of one town and are killed: each act stands as a whole, or not at
all.
"""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.crash.conftest import copied, inquest, run

WRITERS, SECONDS = 20, 3
# A row without its event, or a number without its row.
HALF = ("書き換えられて", "記録がありません", "its rows carry")
SOAK_ROUNDS = 200


def crash(town: Path, *, writers: int, seed: int, careless: bool = False) -> list[dict[str, Any]]:
    words = [str(writers), str(SECONDS), str(seed), *(["careless"] if careless else [])]
    return [json.loads(line) for line in run("writers", town, *words).splitlines()]


def test_half_an_act_is_found_when_the_transaction_is_taken_away(town: Path) -> None:
    told = crash(town, writers=4, seed=1, careless=True)
    faults = inquest(town, told)
    assert any(word in fault for word in HALF for fault in faults), faults


def test_what_was_acknowledged_and_is_gone_is_found(town: Path) -> None:
    promised = [{"event": "999999", "digest": "0" * 64}, {"number": "R8-9999"}]
    assert len(inquest(town, promised)) == 2


def test_twenty_killed_writers_leave_whole_acts_only(town: Path) -> None:
    told = crash(town, writers=WRITERS, seed=20261123)
    assert [line for line in told if "error" in line] == []
    assert sum("killed_in" in line for line in told) >= WRITERS // 2
    assert inquest(town, told) == []


@pytest.mark.soak
def test_two_hundred_rounds_of_killed_writers_leave_whole_acts_only(prepared: Path, tmp_path: Path) -> None:
    for seed in range(1, SOAK_ROUNDS + 1):
        with copied(prepared, tmp_path / f"town{seed}") as town:
            told = crash(town, writers=WRITERS, seed=seed)
            assert [line for line in told if "error" in line] == [], seed
            assert inquest(town, told) == [], seed
        killed = sum("killed_in" in line for line in told)
        sys.stderr.write(f"\rround {seed}/{SOAK_ROUNDS}: {len(told)} acts, {killed} killed in one")
