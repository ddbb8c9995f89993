"""The rows one real act wrote, and the cheapest SQL that writes the same rows again under fresh names.

Every table is read before and after the act. A row that is new becomes an INSERT, one that changed an UPDATE
of the changed columns; a counter goes on by one. Identifiers, numbers and tokens are exchanged for fresh ones
wherever they stand, so that every index gets a new entry as it did in the act.
"""

import itertools
import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import psycopg
from django.db import connection

from yakuba.ground.identifiers import new_id

Row = dict[str, Any]
Tables = dict[str, dict[Any, Row]]
_NOT_READ = ("access_session", "django_migrations", "sqlite_")
_GRAMS = "_grams"
"""In the name of a full-text index of SQLite and of its parts: it has no content to be read."""
_OWN_NAMES = {"number", "text", "status_token", "receipt_number"}
_BEYOND = itertools.count(1_000_000_000)
"""Numbers that no act takes meanwhile."""


@dataclass(frozen=True)
class Write:
    """One row to write: all its columns, or (`changed`) those of the row named by `key`."""

    table: str
    columns: tuple[str, ...]
    values: tuple[Any, ...]
    key: Any = None


@dataclass
class Traces:
    """What one act wrote. `counters` are the rows whose `last` went on by one."""

    inserts: list[Write] = field(default_factory=list)
    updates: list[Write] = field(default_factory=list)
    counters: list[Any] = field(default_factory=list)
    made: tuple[str, ...] = ()
    """Every text that named something new."""

    @property
    def told(self) -> str:
        tables: dict[str, int] = {}
        for write in self.inserts:
            tables[write.table] = tables.get(write.table, 0) + 1
        rows = ", ".join(f"{name} {count}" for name, count in tables.items())
        changed = [write.table for write in self.updates] + ["numbering_series"] * len(self.counters)
        return f"{len(self.inserts)} rows inserted ({rows}); {len(changed)} changed ({', '.join(changed)})"


def snapshot() -> Tables:
    """Every table of the town, by primary key."""
    found: Tables = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            key = connection.introspection.get_primary_key_column(cursor, table)
            if key is None or table.startswith(_NOT_READ) or _GRAMS in table:
                continue
            cursor.execute(f'SELECT * FROM "{table}"')
            columns = [column[0] for column in cursor.description]
            rows = (dict(zip(columns, row, strict=True)) for row in cursor.fetchall())
            found[table] = {row[key]: row for row in rows}
    return found


def traces(before: Tables, act: Callable[[], object]) -> Traces:
    """What the act wrote."""
    found, names = Traces(), set()
    grams: list[Write] = []

    def listen(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001
        if sql.startswith("INSERT INTO") and (table := sql.split()[2]).endswith(_GRAMS):
            grams.extend(Write(table, ("grams",), (row[-1],)) for row in (params if many else [params]))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        act()
    for table, rows in snapshot().items():
        for key, row in rows.items():
            old = before.get(table, {}).get(key)
            if old is None:
                found.inserts.append(_insert(table, row))
                if grams and grams[0].table == table + _GRAMS:
                    found.inserts.append(grams.pop(0))
                names |= set(_names(row))
            elif old != row:
                _changed(found, table, key, old, row)
    found.made = tuple(sorted(names, key=len, reverse=True))
    return found


def _insert(table: str, row: Row) -> Write:
    # The database gives a number of its own, and PostgreSQL the transaction's.
    left_out = {"xid"} | ({"id"} if isinstance(row.get("id"), int) else set())
    kept = {name: value for name, value in row.items() if name not in left_out}
    return Write(table, tuple(kept), tuple(kept.values()))


def _changed(found: Traces, table: str, key: Any, old: Row, row: Row) -> None:
    if table == "numbering_series":
        found.counters.append(key)
        return
    columns = tuple(name for name in row if row[name] != old[name])
    found.updates.append(Write(table, columns, tuple(row[name] for name in columns), key))


def _names(row: Row) -> Iterator[str]:
    key = row.get("id")
    if isinstance(key, UUID):
        yield from (str(key), key.hex)
    elif isinstance(key, str) and len(key) == 32:
        yield from (str(UUID(key)), key)
    yield from (row[name] for name in _OWN_NAMES & set(row) if isinstance(row[name], str) and row[name])


@dataclass
class Copy:
    """The values of one repetition, in the order of the statements."""

    inserts: list[tuple[Any, ...]]
    updates: list[tuple[Any, ...]]


def repetitions(found: Traces, drafts: Sequence[UUID]) -> list[Copy]:
    """The values once for each draft, every name exchanged."""
    return [_copy(found, draft) for draft in drafts]


def _copy(found: Traces, draft: UUID) -> Copy:
    fresh: dict[str, str] = {}
    for name in found.made:
        if len(name) == 36 and name.count("-") == 4:
            twin = name.replace("-", "")
            made = UUID(fresh[twin]) if twin in fresh else new_id()
            fresh[name], fresh[twin] = str(made), made.hex
        elif name not in fresh:
            fresh[name] = secrets.token_urlsafe(24)[: max(len(name), 12)]
    numbers = next(_BEYOND)
    own = draft.hex if connection.vendor == "sqlite" else draft
    return Copy(
        [
            tuple(
                _fresh(value, fresh, name, numbers)
                for name, value in zip(write.columns, write.values, strict=True)
            )
            for write in found.inserts
        ],
        [(*(_fresh(value, fresh, "", 0) for value in write.values), own) for write in found.updates],
    )


def _fresh(value: Any, fresh: dict[str, str], column: str, number: int) -> Any:
    if isinstance(value, str):
        for old, new in fresh.items():
            if old in value:
                value = value.replace(old, new)
        return value
    if isinstance(value, UUID):
        return UUID(fresh.get(str(value), str(value)))
    if column == "number" and isinstance(value, int):
        return number
    return value


class RawWriter:
    """One connection that writes the same rows: a statement a table (`by_table`), or all in one (`at_once`,
    PostgreSQL only), the counters too.
    """

    def __init__(self, found: Traces) -> None:
        self._found = found
        connection.ensure_connection()
        self._raw: Any = connection.connection
        # Django's own cursor writes values into the statement's text; the cheapest sends them beside it.
        if connection.vendor == "postgresql":
            self._cursor = psycopg.Cursor(self._raw)
        self._groups = _grouped(found.inserts)
        mark = "?" if connection.vendor == "sqlite" else "%s"
        self._inserts = [(_insert_sql(found.inserts[at[0]], len(at), mark), at) for at in self._groups]
        self._updates = [_update_sql(write, mark) for write in found.updates]
        keys = ", ".join(map(str, found.counters))
        rows = f"SELECT id FROM numbering_series WHERE id IN ({keys}) ORDER BY id"
        # In one order, so that no two writers wait for each other.
        held = f"{rows} FOR UPDATE" if connection.vendor == "postgresql" else rows
        self._counters = f"UPDATE numbering_series SET last = last + 1 WHERE id IN ({held})"
        self._whole = _whole(self._counters, self._updates, [sql for sql, _at in self._inserts])

    @property
    def statements(self) -> int:
        return 1 + len(self._updates) + len(self._inserts)

    def by_table(self, copy: Copy) -> None:
        """BEGIN, one statement a table, COMMIT."""
        raw = self._raw
        if connection.vendor == "sqlite":
            raw.execute("BEGIN IMMEDIATE")
            self._each(raw.execute, copy)
            raw.execute("COMMIT")
            return
        with raw.transaction():
            self._each(lambda *words: self._cursor.execute(*words, prepare=True), copy)

    def _each(self, execute: Callable[..., object], copy: Copy) -> None:
        execute(self._counters)
        for sql, values in zip(self._updates, copy.updates, strict=True):
            execute(sql, values)
        for sql, at in self._inserts:
            execute(sql, [value for one in at for value in copy.inserts[one]])

    def at_once(self, copy: Copy) -> None:
        """One statement, which is its own transaction: one round trip."""
        values = [value for one in copy.updates for value in one]
        values += [value for at in self._groups for one in at for value in copy.inserts[one]]
        self._cursor.execute(self._whole, values, prepare=True)


def _grouped(writes: list[Write]) -> list[list[int]]:
    """Places of the rows that one statement can insert."""
    groups: dict[tuple[str, tuple[str, ...]], list[int]] = {}
    for at, write in enumerate(writes):
        groups.setdefault((write.table, write.columns), []).append(at)
    return list(groups.values())


def _insert_sql(write: Write, rows: int, mark: str) -> str:
    if write.table.endswith(_GRAMS):
        return f"INSERT INTO {write.table} (rowid, grams) VALUES (last_insert_rowid(), {mark})"
    columns = ", ".join(f'"{name}"' for name in write.columns)
    row = "(" + ", ".join([mark] * len(write.columns)) + ")"
    return f'INSERT INTO "{write.table}" ({columns}) VALUES {", ".join([row] * rows)}'


def _update_sql(write: Write, mark: str) -> str:
    sets = ", ".join(f'"{name}" = {mark}' for name in write.columns)
    return f'UPDATE "{write.table}" SET {sets} WHERE id = {mark}'


def _whole(counters: str, updates: list[str], inserts: list[str]) -> str:
    parts = [counters, *updates, *inserts]
    *first, last = parts
    return "WITH " + ", ".join(f"w{at} AS ({sql})" for at, sql in enumerate(first)) + " " + last
