"""The index on SQLite: FTS5 over our own grams, without content and without places (`detail=none`).

SQLite 3.40 cannot delete from a contentless table by row, so what is to go is told with its old grams. The
`ascii` tokenizer takes every letter that is not ASCII as it is: the grams are already what is to be found.
"""

# ruff: noqa: S608 (table and column are the house's own names, never what somebody typed)

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.utils import OperationalError

from yakuba.ground.search.asked import Asked, Entry, Gate, tokens_of

_TOKENS = "tokenize = \"ascii tokenchars '_-'\""


class NoFullText(Exception):
    """This build of SQLite lacks FTS5."""


def create(table: str) -> None:
    """Make the index beside an empty or filled table; a filled one has to be rebuilt. Raises NoFullText."""
    try:
        _run(f"CREATE VIRTUAL TABLE {table}_grams USING fts5(grams, content = '', detail = none, {_TOKENS})")
    except OperationalError as problem:
        if "fts5" not in str(problem):
            raise
        raise NoFullText(
            "この SQLite には全文検索（FTS5）が入っていません。FTS5 の入った SQLite の Python を使うか、"
            "DATABASE_URL で PostgreSQL を使ってください。"
        ) from problem


def drop(table: str) -> None:
    """Take the index away again."""
    _run(f"DROP TABLE IF EXISTS {table}_grams")


def empty(table: str) -> None:
    """Forget every row, before all are put in again."""
    _run(f"INSERT INTO {table}_grams({table}_grams) VALUES ('delete-all')")
    _run(f"DELETE FROM {table}")


def add(table: str, owner: str, entries: Sequence[Entry]) -> None:
    """Rows for entries that have none yet, in their order. Inside a transaction that may write."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = (cursor.fetchone() or (0,))[0]
        numbered = list(enumerate(entries, start=last + 1))
        cursor.executemany(
            f"INSERT INTO {table} (id, {owner}, text, keys) VALUES (%s, %s, %s, %s)",
            [(row, entry.owner.hex, entry.text, entry.kept_keys) for row, entry in numbered],
        )
        cursor.executemany(
            f"INSERT INTO {table}_grams (rowid, grams) VALUES (%s, %s)",
            [(row, " ".join(entry.tokens)) for row, entry in numbered],
        )


def change(table: str, row: int, old: tuple[str, str], entry: Entry) -> None:
    """A row whose `text` and `keys` were `old` now says what `entry` says."""
    _forget(table, row, old)
    _run(f"UPDATE {table} SET text = %s, keys = %s WHERE id = %s", entry.text, entry.kept_keys, row)
    _run(f"INSERT INTO {table}_grams (rowid, grams) VALUES (%s, %s)", row, " ".join(entry.tokens))


def remove(table: str, row: int, old: tuple[str, str]) -> None:
    """A row goes, and with it every gram that led to it."""
    _forget(table, row, old)
    _run(f"DELETE FROM {table} WHERE id = %s", row)


def find(table: str, owner: str, asked: Asked, gate: Gate, most: int) -> list[int]:
    """Rows that have every gram and key, every word in their text, and pass the gate; newest first."""
    words, params = _standing(asked)
    return _rows(
        f"SELECT s.id FROM {table}_grams CROSS JOIN {table} s ON s.id = {table}_grams.rowid "
        f"WHERE {table}_grams MATCH %s{words} AND EXISTS ({gate.sql.format(owner=f's.{owner}')}) "
        f"ORDER BY {table}_grams.rowid DESC LIMIT %s",
        [_expression(asked), *params, *gate.params, most],
    )


def scan(table: str, owner: str, asked: Asked, few: Gate, most: int) -> list[int]:
    """The same without grams, among the few owners the query names; newest first."""
    words, params = _standing(asked)
    return _rows(
        f"WITH few(owner) AS MATERIALIZED ({few.sql}) SELECT s.id FROM few CROSS JOIN {table} s "
        f"ON s.{owner} = few.owner WHERE 1 = 1{words} ORDER BY s.id DESC LIMIT %s",
        [*few.params, *params, most],
    )


def strays(table: str) -> int:
    """Rows of the index that belong to no row of the table."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM {table}_grams_docsize d WHERE NOT EXISTS "
            f"(SELECT 1 FROM {table} s WHERE s.id = d.id)"
        )
        return int(cursor.fetchone()[0])


def settle(table: str) -> None:
    """After many rows were written: one tidy tree instead of many small ones, and fresh statistics."""
    _run(f"INSERT INTO {table}_grams({table}_grams) VALUES ('optimize')")
    _run("ANALYZE")


def _forget(table: str, row: int, old: tuple[str, str]) -> None:
    _run(
        f"INSERT INTO {table}_grams ({table}_grams, rowid, grams) VALUES ('delete', %s, %s)",
        row,
        " ".join(tokens_of(*old)),
    )


def _expression(asked: Asked) -> str:
    """The grams and keys as FTS5 asks for them; they hold no quotation marks."""
    sets = [" OR ".join(f'"{key}"' for key in sorted(keys)) for keys in asked.keys]
    return " AND ".join([*(f'"{gram}"' for gram in asked.grams), *(f"({one})" for one in sets)])


def _standing(asked: Asked) -> tuple[str, list[str]]:
    folded = [word.folded for word in asked.words]
    return " AND instr(s.text, %s) > 0" * len(folded), folded


def _rows(statement: str, params: Sequence[Any]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return [row for (row,) in cursor.fetchall()]


def _run(statement: str, *params: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, list(params))
