"""Reading beforehand: the first reader waits for nothing, and the start for nobody."""

import logging
from dataclasses import replace
from pathlib import Path

import pytest

from conftest import Cast
from yakuba.ground import town
from yakuba.ground.calendar import clock
from yakuba.ground.catalogue import finding, shelf
from yakuba.ground.catalogue.loader import load_procedure
from yakuba.hall import warming
from yakuba.hall.languages import furigana


def another_index(*_: object) -> None:
    raise AssertionError("the index is made again")


@pytest.mark.django_db
def test_after_it_a_search_makes_no_index(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    water = load_procedure(Path(town.folder()) / "procedures/water_supply", sections=None)
    shelf.publish(replace(water, examples=()), valid_from=clock.today(), by=cast.admin.by())
    furigana.cache_clear()
    warming.warm()
    monkeypatch.setattr(finding, "Index", another_index)
    assert [ref.key for ref in shelf.search("水道", clock.today())] == ["water_supply"]
    assert furigana.cache_info().currsize == 1
    shelf.publish(replace(water, examples=(), title="水の届"), valid_from=clock.today(), by=cast.admin.by())
    with pytest.raises(AssertionError, match="made again"):
        shelf.search("水道", clock.today())


def test_what_cannot_be_read_is_said_and_stops_nothing(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, logger="yakuba.warming"):  # this test has no database
        warming.start_thread().join(timeout=30)
    assert [record.message for record in caplog.records if record.name == "yakuba.warming"] == [
        "nothing could be read beforehand: RuntimeError"
    ]
