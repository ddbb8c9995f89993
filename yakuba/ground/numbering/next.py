"""Numbers that law wants without gaps: one row a series and year, locked until the act that took it
commits.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from django.db import connection

from yakuba.ground.numbering import models

Series: TypeAlias = tuple[str, int]
"""A series' name and its year."""


def next_number(series: str, year: int) -> int:
    """The next number, starting at 1 each year, without gaps: an act that fails gives its number back.

    Must run inside a transaction. PostgreSQL holds the row's lock until the end of it; SQLite's
    BEGIN IMMEDIATE lets one writer in at a time anyway.
    Raises RuntimeError outside a transaction.
    """
    return next_numbers([(series, year)])[0]


def next_numbers(wanted: Sequence[Series]) -> list[int]:
    """The next number of each series named, in the order named, in one statement; a series named twice gives
    two numbers that follow each other.

    Rows are locked in the order in which they are first named: acts that take from the same series must name
    them in the same order. Raises RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("next_number() must be called inside transaction.atomic()")
    if not wanted:
        return []
    counts = Counter(wanted)
    table = models.Series._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (name, year, last) VALUES {', '.join(['(%s, %s, %s)'] * len(counts))} "  # noqa: S608  (our own table's name)
            f"ON CONFLICT (name, year) DO UPDATE SET last = {table}.last + EXCLUDED.last "
            "RETURNING name, year, last",
            [value for (name, year), count in counts.items() for value in (name, year, count)],
        )
        lasts = {(name, year): last for name, year, last in cursor.fetchall()}
    following: dict[Series, Iterator[int]] = {
        series: iter(range(lasts[series] - count + 1, lasts[series] + 1)) for series, count in counts.items()
    }
    return [next(following[series]) for series in wanted]
