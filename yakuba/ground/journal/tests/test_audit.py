"""The audit finds whatever was done to the database behind the journal's back."""

import pytest
from django.db import connection

from yakuba.ground.journal import guard
from yakuba.ground.journal.commitment import covered_fields
from yakuba.ground.journal.models import new_salt
from yakuba.ground.journal.tests.sample import Permit

COLUMNS = sorted({field.column for field in covered_fields(Permit)} - {"id"})
OTHER = {
    "holder_id": None,
    "starts": "2030-01-01",
    "opens": "09:00:00",
    "heard_at": "2030-01-01 00:00:00",
    "answers": '{"place": "別の町"}',
    "secret": b"other",
    "urgent": False,
    "ticket": "018f000000007000800000000000000b",
    "area": "99.25",
    "lasts": 1 if connection.vendor == "sqlite" else "1 second",
    "amount": 7,
    "total": 7,
    "proof_salt": new_salt(),
}


@pytest.fixture
def open_town(busy_town):
    """A database administrator has taken the triggers away."""
    guard.take_down(connection)
    assert busy_town.audit() == []
    return busy_town


@pytest.mark.parametrize("column", [*COLUMNS, "proof_salt"])
def test_a_change_of_any_column_by_sql_is_found_and_the_row_is_named(open_town, column):
    row = Permit.objects.exclude(holder=None).get()
    open_town.sql(
        f"UPDATE sample_permit SET {column} = %s WHERE id = %s", OTHER.get(column, "別"), row.pk.hex
    )
    (finding,) = open_town.audit()
    assert f"sample.permit の行 {row.pk}" in finding
    assert "書き換えられています" in finding


def test_an_unproved_column_may_change(open_town):
    assert open_town.sql("UPDATE sample_permit SET search = 'かんばん'") == 2
    assert open_town.audit() == []


def test_rows_slipped_in_and_taken_out_are_named(open_town):
    taken = Permit.objects.first()
    open_town.sql("DELETE FROM sample_permit WHERE id = %s", taken.pk.hex)
    slipped = Permit.objects.create(title="裏口")
    found = open_town.audit()
    assert any(f"{taken.pk} が消えています" in finding for finding in found)
    assert any(f"{slipped.pk} に記録がありません" in finding for finding in found)
    assert len(found) == 2


def test_a_row_that_should_have_been_destroyed_is_named(town):
    permit = town.permit("case:1")
    town.destroy("case:1", permit)
    Permit.objects.create(**{name: getattr(permit, name) for name in ("id", "title", "proof_salt")})
    (finding,) = town.audit()
    assert "廃棄されたはずですが、残っています" in finding


@pytest.mark.parametrize(
    ("statement", "word"),
    [
        ("UPDATE journal_event SET body = replace(body, 'totp', 'none') WHERE id = {id}", "内容が書き換え"),
        ("UPDATE journal_event SET digest = '00' WHERE id = {id}", "内容が書き換え"),
        ("UPDATE journal_event SET actor = 'staff:other' WHERE id = {id}", "見出し"),
        ("UPDATE journal_event SET kind = 'permit.other' WHERE id = {id}", "見出し"),
        ("UPDATE journal_event SET at = '2020-01-01 00:00:00' WHERE id = {id}", "見出し"),
        ("DELETE FROM journal_event WHERE id = {id}", "つながっていません"),
    ],
)
def test_a_change_of_an_event_by_sql_is_found(open_town, statement, word):
    oldest = _first_event()
    open_town.sql(statement.format(id=oldest))
    assert any(word in finding for finding in open_town.audit())


def _first_event():
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(id) FROM journal_event")
        return cursor.fetchone()[0]
