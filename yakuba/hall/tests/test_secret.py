"""The town's keys: made once, kept for their owner only, and one even when two begin at once."""

import base64
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from yakuba.hall.secret import remembered_key


def test_the_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    first = remembered_key(tmp_path)
    assert len(first) == 32 and remembered_key(tmp_path) == first
    assert stat.S_IMODE((tmp_path / "remembered.key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["remembered.key"]


def test_of_many_that_begin_at_once_one_key_stands(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        keys = set(threads.map(lambda _: remembered_key(tmp_path), range(16)))
    assert len(keys) == 1


def test_a_key_may_come_from_outside_and_must_be_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YAKUBA_REMEMBERED_KEY", base64.urlsafe_b64encode(b"k" * 32).decode())
    assert remembered_key(tmp_path) == b"k" * 32 and list(tmp_path.iterdir()) == []
    monkeypatch.setenv("YAKUBA_REMEMBERED_KEY", base64.urlsafe_b64encode(b"short").decode())
    with pytest.raises(ValueError, match="32 bytes"):
        remembered_key(tmp_path)
