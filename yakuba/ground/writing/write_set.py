"""The rows of one act: collected while it is composed, then sent together inside its transaction.

On PostgreSQL the whole is one statement (a WITH of every INSERT and UPDATE, one round trip); foreign keys
between its rows are checked at its end or later, so that parent and child go together. On SQLite it is one
prepared statement a table.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from django.db import connection, models, transaction
from django.utils.module_loading import import_string

from yakuba.ground.writing.columns import column_of, table_of

Model = type[models.Model]


class OutsideTransaction(RuntimeError):
    """Rows were to be sent where they could not be undone together."""


class Overtaken(Exception):
    """A row that was to be changed is no longer as it was when the act was prepared: prepare it anew."""


@dataclass(frozen=True)
class Change:
    """An UPDATE of the row `key`, if the columns of `still` are as told."""

    model: Model
    columns: tuple[str, ...]
    still: tuple[str, ...]
    nulls: tuple[str, ...]
    values: tuple[Any, ...]


class WriteSet:
    """What one act (or one group of acts) writes. Send it before anything reads those rows."""

    def __init__(self) -> None:
        self._rows: dict[Model, list[models.Model]] = {}
        self._changes: list[Change] = []
        self._afterwards: dict[Callable[[Sequence[Any]], object], list[Any]] = {}

    def insert(self, *rows: models.Model) -> None:
        """Fresh rows, whose keys are set already. From now on they count as saved."""
        for row in rows:
            self._rows.setdefault(type(row), []).append(row)
            row._state.adding = False
            row._state.db = connection.alias

    def change(self, model: Model, key: Any, values: Mapping[str, Any], *, still: Mapping[str, Any]) -> None:
        """Change columns (by attribute) of the row `key`, which must still be as `still` says (None: NULL);
        else `send` raises Overtaken.
        """
        nulls = tuple(name for name, value in still.items() if value is None)
        known = {name: value for name, value in still.items() if value is not None}
        told = (
            *(column_of(model, name).adapt(value) for name, value in values.items()),
            column_of(model, "id").adapt(key),
            *(column_of(model, name).adapt(value) for name, value in known.items()),
        )
        self._changes.append(Change(model, tuple(values), tuple(known), nulls, told))

    def then(self, write: Callable[[Sequence[Any]], object], item: Any) -> None:
        """When the rows are in, `write` is called in the same transaction, once with all its items."""
        self._afterwards.setdefault(write, []).append(item)

    def take(self, other: "WriteSet") -> None:
        """Add what another one holds, behind one's own."""
        for model, rows in other._rows.items():
            self._rows.setdefault(model, []).extend(rows)
        self._changes.extend(other._changes)
        for write, items in other._afterwards.items():
            self._afterwards.setdefault(write, []).extend(items)

    def send(self) -> None:
        """Write everything, in the running transaction; the set is empty afterwards.

        Raises OutsideTransaction, Overtaken, and Django's IntegrityError or DataError for a refused row.
        """
        if not transaction.get_connection().in_atomic_block:
            raise OutsideTransaction("a write set is sent inside transaction.atomic()")
        rows, self._rows = self._rows, {}
        changes, self._changes = self._changes, []
        afterwards, self._afterwards = self._afterwards, {}
        if rows or changes:
            send = _at_once if connection.vendor == "postgresql" else _in_turn
            if send(rows, changes) != len(changes):
                raise Overtaken
        for write, items in afterwards.items():
            write(items)


def _in_turn(rows: dict[Model, list[models.Model]], changes: list[Change]) -> int:
    """Returns how many rows the changes found."""
    changed = 0
    with connection.cursor() as cursor:
        for change in changes:
            cursor.execute(_update(change.model, change.columns, change.still, change.nulls), change.values)
            changed += cursor.rowcount
        for model, listed in rows.items():
            columns = table_of(model)[1]
            values = [[column.value(row) for column in columns] for row in listed]
            sql = _insert(model, 1)
            if len(values) == 1:
                cursor.execute(sql, values[0])
            else:
                cursor.executemany(sql, values)
    return changed


@cache
def _bound() -> Any:
    """psycopg's own cursor (loaded where there is a PostgreSQL only, ADR 0014): values travel beside the
    statement, where Django's cursor writes them into its text; and the server plans a statement once for a
    connection, but for one that a pooler may exchange under us (Django's own setting for those).
    """
    plain: Any = import_string("psycopg.Cursor")

    class Bound(plain):  # type: ignore[misc]
        def execute(self, statement: str, values: Any = None) -> Any:
            pooled = connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS", False)
            return super().execute(statement, values, prepare=not pooled)

    return Bound


def _at_once(rows: dict[Model, list[models.Model]], changes: list[Change]) -> int:
    values = [value for change in changes for value in change.values]
    for model, listed in rows.items():
        columns = table_of(model)[1]
        values.extend(column.value(row) for row in listed for column in columns)
    shape = tuple((one.model, one.columns, one.still, one.nulls) for one in changes)
    sql = _whole(shape, tuple((model, len(listed)) for model, listed in rows.items()))
    connection.ensure_connection()
    with connection.make_cursor(_bound()(connection.connection)) as cursor:
        cursor.execute(sql, values)
        return int(cursor.fetchone()[0])


@lru_cache(maxsize=512)
def _whole(
    changes: tuple[tuple[Model, tuple[str, ...], tuple[str, ...], tuple[str, ...]], ...],
    inserts: tuple[tuple[Model, int], ...],
) -> str:
    """One statement for everything; it answers with how many rows the changes found."""
    updates = [f"u{at} AS ({_update(*change)} RETURNING 1)" for at, change in enumerate(changes)]
    added = [f"i{at} AS ({_insert(model, count)})" for at, (model, count) in enumerate(inserts)]
    found = " + ".join(f"(SELECT count(*) FROM u{at})" for at in range(len(updates))) or "0"  # noqa: S608
    return f"WITH {', '.join([*updates, *added])} SELECT {found}"


@lru_cache(maxsize=512)
def _insert(model: Model, count: int) -> str:
    table, columns = table_of(model)
    names = ", ".join(column.name for column in columns)
    row = "(" + ", ".join(column.mark for column in columns) + ")"
    return f"INSERT INTO {table} ({names}) VALUES {', '.join([row] * count)}"  # noqa: S608


@lru_cache(maxsize=512)
def _update(model: Model, columns: tuple[str, ...], still: tuple[str, ...], nulls: tuple[str, ...]) -> str:
    sets = ", ".join(_equal(model, name) for name in columns)
    where = [_equal(model, name) for name in ("id", *still)]
    where += [f"{column_of(model, name).name} IS NULL" for name in nulls]
    return f"UPDATE {table_of(model)[0]} SET {sets} WHERE {' AND '.join(where)}"  # noqa: S608


def _equal(model: Model, attname: str) -> str:
    column = column_of(model, attname)
    return f"{column.name} = {column.mark}"
