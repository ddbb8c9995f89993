"""Rows written by the ten thousand: executemany on SQLite, COPY on PostgreSQL, checks of references off.

For making towns to measure in, never for a town's own data: nothing here waits for the disk.
"""

import gc
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, models, transaction

from bench.cells import escaped, plain, stored

_HASTY = ("PRAGMA foreign_keys=OFF", "PRAGMA synchronous=OFF", "PRAGMA journal_mode=OFF",
          "PRAGMA locking_mode=EXCLUSIVE", "PRAGMA cache_size=-600000")  # fmt: skip
_ORDERLY = ("PRAGMA locking_mode=NORMAL", "PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL",
            "PRAGMA cache_size=-64000", "PRAGMA foreign_keys=ON")  # fmt: skip


@contextmanager
def hasty() -> Iterator[None]:
    """The database does not wait for the disk, look after references or keep what could be taken back."""
    gc.freeze()  # what stands is not looked through again and again while millions of rows pass
    if connection.vendor != "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            cursor.execute("SET synchronous_commit = off")
            yield
            cursor.execute("RESET session_replication_role")
            cursor.execute("RESET synchronous_commit")
        return
    _pragmas(_HASTY)
    try:
        yield
    finally:
        _pragmas(_ORDERLY)


def _pragmas(statements: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
            cursor.fetchall()


class Sink:
    """Takes rows table by table and writes them when told."""

    def __init__(self) -> None:
        self.copy = connection.vendor != "sqlite"
        self._waiting: dict[type[models.Model], list[Any]] = defaultdict(list)
        self.written: dict[str, int] = defaultdict(int)

    def put(self, table: type[models.Model], row: Any) -> None:
        """One row: a tuple of cells on SQLite, a line of COPY on PostgreSQL."""
        self._waiting[table].append(row)

    def flush(self) -> None:
        """Write what waits, in the running transaction."""
        for table, rows in self._waiting.items():
            if rows:
                self._write(table, rows)
                self.written[table._meta.label] += len(rows)
        self._waiting.clear()

    def _write(self, table: type[models.Model], rows: list[Any]) -> None:
        fields = stored(table, copy=self.copy)
        names = ", ".join(f'"{one.column}"' for one in fields)
        with connection.cursor() as cursor:
            if self.copy:
                with cursor.copy(f'COPY "{table._meta.db_table}" ({names}) FROM STDIN') as target:
                    target.write("".join(rows))
                return
            marks = ", ".join("?" * len(fields))
            # The driver's own cursor: Django would look every value over once more.
            cursor.cursor.connection.executemany(
                f'INSERT INTO "{table._meta.db_table}" ({names}) VALUES ({marks})', rows
            )


def cells(row: models.Model, *, copy: bool) -> Any:
    """One row of the ORM as a sink takes it, for what is not cast."""
    found = [plain(one, row, copy=copy) for one in stored(type(row), copy=copy)]
    if not copy:
        return tuple(found)
    return "\t".join("\\N" if one is None else escaped(one) for one in found) + "\n"


def settle() -> None:
    """The planner learns what stands there, and sequences go on after the highest number."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("ANALYZE")
            return
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence('journal_event', 'id'), max(id)) FROM journal_event"
        )
        assert not transaction.get_connection().in_atomic_block
        cursor.execute("VACUUM (ANALYZE)")


def size() -> int:
    """How many bytes the database takes on disk."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        else:
            cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])
