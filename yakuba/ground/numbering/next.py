"""Numbers that law wants without gaps: one row a series and year, locked until the act that took it
commits.
"""

from django.db import connection

from yakuba.ground.numbering.models import Series


def next_number(series: str, year: int) -> int:
    """The next number, starting at 1 each year, without gaps: an act that fails gives its number back.

    Must run inside a transaction. PostgreSQL holds the row's lock until the end of it; SQLite's
    BEGIN IMMEDIATE lets one writer in at a time anyway.
    Raises RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("next_number() must be called inside transaction.atomic()")
    table = Series._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (name, year, last) VALUES (%s, %s, 1) "  # noqa: S608  (our own table's name)
            "ON CONFLICT (name, year) DO UPDATE SET last = "
            f"{table}.last + 1 RETURNING last",
            [series, year],
        )
        return int(cursor.fetchone()[0])
