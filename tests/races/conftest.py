"""A race with every guard in its place, and the same race with guards taken away: what was promised must hold
in the one and break in the other.
"""

from collections.abc import Callable

import pytest
from django.db import connection
from django.db.models import QuerySet

from tests.races.meeting import Meeting, Outcome, race, stopping
from yakuba.ground.journal import holding
from yakuba.rooms.cases.tests.conftest import office
from yakuba.rooms.counter.tests.conftest import road, whole
from yakuba.rooms.portal.tests.test_taking import disaster

__all__ = ["disaster", "office", "road", "whole"]  # fixtures

Race = Callable[..., list[Outcome]]
Guard = str
GUARDED, UNHELD, UNLOCKED = "guarded", "unheld", "unlocked"


@pytest.fixture(params=[GUARDED, UNLOCKED])
def guard(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Guard:
    """ "guarded": the house as it is. "unheld": rows are locked, but no matter is held before. "unlocked":
    neither. Without guards SQLite lets everybody begin to write.
    """
    name: Guard = request.param
    if name != GUARDED:
        monkeypatch.setattr(holding, "wait_for", lambda *_: None)
        # What is broken on purpose need not stand in the journal.
        request.node.add_marker(pytest.mark.tampers)
    if name == UNLOCKED:
        monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **_: rows.all())
    return name


@pytest.fixture
def guarded(guard: Guard) -> bool:
    return guard == GUARDED


@pytest.fixture
def together(guarded: bool, monkeypatch: pytest.MonkeyPatch) -> Race:
    """together(one, other, at=…): both acts at the same time, meeting where that function ("module.name", or
    one of several) is called; what became of each. `apart`: a guard must have kept them from meeting (an act
    that looks first and asks at writing whether it still stands does meet). `after`: they meet when it has
    looked and before either is done.
    """

    def run(
        *acts: Callable[[], object], at: str | tuple[str, ...], apart: bool = True, after: bool = False
    ) -> list[Outcome]:
        meeting = Meeting()
        for path in (at,) if isinstance(at, str) else at:
            monkeypatch.setattr(*stopping(meeting, path, after=after))
        outcomes = race(meeting, acts, before=(lambda: None) if guarded else _let_everybody_begin)
        assert meeting.visited, "no act passed the place of the meeting"
        assert not (guarded and apart and meeting.met), "both stood between the check and the act"
        return outcomes

    return run


def _let_everybody_begin() -> None:
    if connection.vendor == "sqlite":
        setattr(connection, "transaction_mode", None)  # noqa: B010 - not in the base class
