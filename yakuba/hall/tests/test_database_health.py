"""The doctor's look at the database: what keeps a promise less than it seems is named, on each engine."""

import pytest
from django.db import connection

from yakuba.hall import database_health

pytestmark = pytest.mark.django_db(transaction=True)

# How each engine's connection is made to promise less.
WEAKEN = {"sqlite": "PRAGMA synchronous=OFF", "postgresql": "SET synchronous_commit = off"}
MEND = {"sqlite": "PRAGMA synchronous=FULL", "postgresql": "RESET synchronous_commit"}


@pytest.fixture(autouse=True)
def _as_in_a_town() -> None:
    """Tests do not wait for the disk; a town does."""
    with connection.cursor() as cursor:
        cursor.execute(MEND[connection.vendor])


def test_the_kind_and_version_of_the_database_are_told() -> None:
    first = next(iter(database_health.look()))
    assert (first.what, first.grade) == ("データベース", "good")
    assert first.text.startswith({"sqlite": "SQLite 3.", "postgresql": "PostgreSQL 1"}[connection.vendor])


def test_a_database_that_does_not_wait_for_the_disk_is_bad() -> None:
    with connection.cursor() as cursor:
        cursor.execute(WEAKEN[connection.vendor])
        found = list(database_health.look())
        cursor.execute(MEND[connection.vendor])
    bad = [finding for finding in found if finding.grade == "bad"]
    assert len(bad) == 1 and "synchronous" in bad[0].text and bad[0].mend


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_an_act_that_never_ends_is_named_because_it_holds_up_the_seal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def names() -> list[str]:
        return [finding.what for finding in database_health.look()]

    other = connection.copy()
    with other.cursor() as running:
        running.execute("BEGIN")
        running.execute("SELECT pg_current_xact_id()")
        assert "終わらない処理" not in names()
        monkeypatch.setattr(database_health, "LONG", database_health.LONG * 0)
        held_up = names()
        running.execute("ROLLBACK")
    other.close()
    assert "終わらない処理" in held_up
