"""The index on PostgreSQL: the grams as an array in the same row, with GIN.

A common word is found by walking the rows from the newest until there are enough, a rare one by the index:
which of them is cheaper depends on how many rows have it, and the server's own statistics say that in a
millisecond. Never one plain query for both: the planner walked a million rows for a rare word (2.9 s).
"""

# ruff: noqa: S608 (table and column are the house's own names, never what somebody typed)

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from yakuba.ground.search.asked import Asked, Entry, Gate

RARE = 20_000
"""More candidates than this are not fetched by the index: walking is cheaper and needs no memory."""
ROWS_A_HIT = 400
"""Rows walked for each row fetched by the index, as their costs are; see the crossing in `_common`."""
_NARROW = {"jit": "off", "enable_seqscan": "off", "enable_hashjoin": "off", "enable_mergejoin": "off"}
_BY_INDEX = _NARROW | {"work_mem": "64MB"}


def create(table: str) -> None:
    """Make the index beside an empty or filled table; a filled one has to be rebuilt."""
    _run(f"ALTER TABLE {table} ADD COLUMN grams text[] NOT NULL DEFAULT '{{}}'")
    # The walk reads `text` only: the long array stands outside the row. More is counted of it than usual,
    # so that common grams are known as such.
    _run(f"ALTER TABLE {table} SET (toast_tuple_target = 1024)")
    _run(f"ALTER TABLE {table} ALTER COLUMN grams SET STATISTICS 1000")
    _run(f"CREATE INDEX {table}_grams ON {table} USING gin (grams)")


def drop(table: str) -> None:
    """Take the index away again."""
    _run(f"ALTER TABLE {table} DROP COLUMN IF EXISTS grams")


def empty(table: str) -> None:
    """Forget every row, before all are put in again."""
    _run("SET CONSTRAINTS ALL IMMEDIATE")
    _run(f"TRUNCATE {table}")


def add(table: str, owner: str, entries: Sequence[Entry]) -> None:
    """Rows for entries that have none yet, in their order. One that another act put in first stays."""
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} ({owner}, text, keys, grams) VALUES (%s, %s, %s, %s) "
            f"ON CONFLICT ({owner}) DO NOTHING",
            [(entry.owner, entry.text, entry.kept_keys, entry.tokens) for entry in entries],
        )


def change(table: str, row: int, old: tuple[str, str], entry: Entry) -> None:
    """A row whose `text` and `keys` were `old` now says what `entry` says."""
    _run(
        f"UPDATE {table} SET text = %s, keys = %s, grams = %s WHERE id = %s",
        entry.text, entry.kept_keys, entry.tokens, row,
    )  # fmt: skip


def remove(table: str, row: int, old: tuple[str, str]) -> None:
    """A row goes, and with it every gram that led to it."""
    _run(f"DELETE FROM {table} WHERE id = %s", row)


def find(table: str, owner: str, asked: Asked, gate: Gate, most: int) -> list[int]:
    """Rows that have every gram and key, every word in their text, and pass the gate; newest first."""
    with transaction.atomic():
        if _common(table, asked):
            return _walked(table, owner, asked, gate, most)
        found = _by_index(table, owner, asked, gate, most)
        return _walked(table, owner, asked, gate, most) if found is None else found


def scan(table: str, owner: str, asked: Asked, few: Gate, most: int) -> list[int]:
    """The same without grams, among the few owners the query names; newest first."""
    words, params = _standing(asked)
    return _rows(
        f"WITH few(owner) AS MATERIALIZED ({few.sql}) SELECT s.id FROM few JOIN {table} s "
        f"ON s.{owner} = few.owner WHERE true{words} ORDER BY s.id DESC LIMIT %s",
        [*few.params, *params, most],
    )


def strays(table: str) -> int:
    """The grams stand in the row itself: none is left behind."""
    return 0


def settle(table: str) -> None:
    """After many rows were written: what waits goes into the index, and statistics are fresh."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT gin_clean_pending_list('{table}_grams')")
        cursor.execute(f"ANALYZE {table}")


def _common(table: str, asked: Asked) -> bool:
    """Whether so many rows are candidates that walking is the cheaper way, by the server's statistics."""
    where, params = _leading(asked)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) SELECT 1 FROM {table} s WHERE {where}", params)
        plan = cursor.fetchone()[0]
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = %s::regclass", [table])
        rows = max(0.0, cursor.fetchone()[0])
    expected = float((json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]["Plan Rows"])
    return expected * expected > ROWS_A_HIT * rows and expected > 1


def _by_index(table: str, owner: str, asked: Asked, gate: Gate, most: int) -> list[int] | None:
    """By the index; None when there are more candidates than is good for it."""
    where, params = _leading(asked)
    words, folded = _standing(asked)
    statement = (
        f"WITH found AS MATERIALIZED (SELECT s.id, s.{owner}, s.text FROM {table} s WHERE {where} LIMIT %s), "
        "counted AS MATERIALIZED (SELECT count(*) AS n FROM found) "
        f"(SELECT -1 AS id FROM counted WHERE n > %s) UNION ALL "
        f"(SELECT s.id FROM found s WHERE (SELECT n FROM counted) <= %s{words} "
        f"AND EXISTS ({gate.sql.format(owner=f's.{owner}')}) ORDER BY s.id DESC LIMIT %s)"
    )
    with _settings(_BY_INDEX):
        found = _rows(statement, [*params, RARE + 1, RARE, RARE, *folded, *gate.params, most])
    return None if found[:1] == [-1] else found


def _walked(table: str, owner: str, asked: Asked, gate: Gate, most: int) -> list[int]:
    """From the newest row on until there are enough."""
    words, folded = _standing(asked)
    sets = [sorted(keys) for keys in asked.keys]
    keys = "".join(f" AND ({' OR '.join(['strpos(s.keys, %s) > 0'] * len(one))})" for one in sets)
    statement = (
        f"SELECT s.id FROM (SELECT id, {owner}, text, keys FROM {table} ORDER BY id DESC OFFSET 0) s "
        f"WHERE true{keys}{words} AND EXISTS ({gate.sql.format(owner=f's.{owner}')}) LIMIT %s"
    )
    kept = [f" {key} " for one in sets for key in one]
    with _settings(_NARROW):
        return _rows(statement, [*kept, *folded, *gate.params, most])


def _leading(asked: Asked) -> tuple[str, list[list[str]]]:
    """The condition on the array: every gram, and of each set of keys one."""
    conditions, params = [], []
    if asked.grams:
        conditions.append("s.grams @> %s")
        params.append(list(asked.grams))
    for keys in asked.keys:
        conditions.append("s.grams && %s")
        params.append(sorted(keys))
    return " AND ".join(conditions), params


def _standing(asked: Asked) -> tuple[str, list[str]]:
    folded = [word.folded for word in asked.words]
    return " AND strpos(s.text, %s) > 0" * len(folded), folded


@contextmanager
def _settings(wanted: dict[str, str]) -> Iterator[None]:
    """The planner's settings for one query inside the running transaction."""
    read = ", ".join(["current_setting(%s)"] * len(wanted))
    write = ", ".join(["set_config(%s, %s, true)"] * len(wanted))
    with connection.cursor() as cursor:
        # One round trip: what stands is read before it is set.
        cursor.execute(f"SELECT {read}, {write}", [*wanted, *_flat(wanted)])
        before = dict(zip(wanted, cursor.fetchone(), strict=False))
        yield
        cursor.execute(f"SELECT {write}", _flat(before))


def _flat(settings: dict[str, str]) -> list[str]:
    return [word for pair in settings.items() for word in pair]


def _rows(statement: str, params: Sequence[Any]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return [row for (row,) in cursor.fetchall()]


def _run(statement: str, *params: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, list(params))
