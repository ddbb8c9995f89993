"""Rows sent together stand as if each had been saved by itself, or none of them stands."""

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import DataError, connection, transaction
from django_tasks_db.models import DBTaskResult

from yakuba.ground.writing.write_set import OutsideTransaction, Overtaken, WriteSet

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 2, 3, 0, 0, 120, tzinfo=UTC)


def job(**other: Any) -> Any:
    """A row with a UUID, texts, JSON, numbers, instants and NULLs; of a table that is nobody's proof."""
    values = {
        "id": uuid.uuid4(), "args_kwargs": {"名": ["髙﨑", 1, None, True], "空": {}}, "task_path": "a.b",
        "backend_name": "default", "run_after": AT, "exception_class_path": "", "traceback": "一\n%s ? 二",
    }  # fmt: skip
    return DBTaskResult(**(values | other))


def stored(key: uuid.UUID) -> dict[str, Any]:
    """The row as the database itself holds it, but for its name and the field's own clock."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT * FROM {DBTaskResult._meta.db_table} WHERE id = %s",
            [key.hex if connection.vendor == "sqlite" else key],
        )
        names = [column[0] for column in cursor.description]
        found = dict(zip(names, cursor.fetchone(), strict=True))
    assert found.pop("enqueued_at")
    return {name: value for name, value in found.items() if name != "id"}


def send(*rows: Any) -> None:
    writes = WriteSet()
    writes.insert(*rows)
    with transaction.atomic():
        writes.send()


@pytest.mark.parametrize("count", [1, 2, 7])
def test_rows_sent_together_stand_as_if_each_had_been_saved(count: int) -> None:
    saved = job()
    saved.save(force_insert=True)
    together = [job() for _ in range(count)]
    send(*together)
    for row in together:
        assert stored(row.id) == stored(saved.id)
        row.refresh_from_db()
        assert (row.args_kwargs, row.run_after, row.priority) == (saved.args_kwargs, AT, 0)


def test_a_row_that_is_in_the_set_counts_as_saved() -> None:
    row = job()
    assert row._state.adding
    send(row)
    row.queue_name = "other"
    row.save()
    assert DBTaskResult.objects.get().queue_name == "other"


def test_a_text_too_long_for_its_column_is_never_cut_in_silence() -> None:
    row = job(queue_name="q" * 33)
    try:
        send(row)
    except DataError:
        assert connection.vendor == "postgresql"
        assert DBTaskResult.objects.count() == 0
    else:
        assert DBTaskResult.objects.get().queue_name == "q" * 33


@pytest.mark.parametrize(("waits", "stands"), [(AT, True), (datetime(2026, 11, 3, tzinfo=UTC), False)])
def test_a_row_is_changed_only_while_it_is_as_it_was_read(waits: datetime, *, stands: bool) -> None:
    before = job()
    before.save(force_insert=True)
    writes = WriteSet()
    fresh = job()
    writes.insert(fresh)
    still = {"run_after": waits, "started_at": None}
    writes.change(DBTaskResult, before.id, {"priority": 7, "args_kwargs": {}}, still=still)
    if stands:
        with transaction.atomic():
            writes.send()
    else:
        with pytest.raises(Overtaken), transaction.atomic():
            writes.send()
    before.refresh_from_db()
    assert (before.priority, before.args_kwargs == {}) == ((7, True) if stands else (0, False))
    assert DBTaskResult.objects.filter(id=fresh.id).exists() is stands


def test_what_follows_the_rows_is_done_once_for_all_its_items_when_they_stand() -> None:
    seen: list[tuple[list[int], int]] = []

    def follow(items: Sequence[int]) -> None:
        seen.append((list(items), DBTaskResult.objects.count()))

    one, other = WriteSet(), WriteSet()
    one.insert(job())
    one.then(follow, 1)
    other.insert(job())
    other.then(follow, 2)
    one.take(other)
    with transaction.atomic():
        one.send()
        one.send()
    assert seen == [([1, 2], 2)]


@pytest.mark.django_db(transaction=True)
def test_rows_are_not_sent_outside_a_transaction() -> None:
    writes = WriteSet()
    writes.insert(job())
    with pytest.raises(OutsideTransaction):
        writes.send()
    assert DBTaskResult.objects.count() == 0
