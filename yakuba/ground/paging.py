"""One page of a long list: what it costs does not grow with the list.

A list of a million rows is not counted to its end: up to a thousand exactly, then "1,000件以上". The pages go
on all the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Model, QuerySet

COUNT_CAP = 1000
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Slice(Generic[Row]):
    """The rows of one page. `total` counts all rows up to a thousand; `capped`: there are more."""

    rows: tuple[Row, ...]
    page: int
    total: int
    capped: bool
    has_next: bool

    @property
    def count_text(self) -> str:
        """How many there are, as people read it."""
        return f"{self.total:,}件以上" if self.capped else f"{self.total:,}件"


def text_of(count: int) -> str:
    """A number that was counted up to a thousand and one."""
    return f"{COUNT_CAP:,}以上" if count > COUNT_CAP else f"{count:,}"


def page_of(rows: "QuerySet[Row, Any]", page: int, *, size: int) -> Slice[Row]:
    """A page (from 1) of ordered rows, in two queries. Beyond the end stands the last one known."""
    total = counted(rows)
    last = max(1, -(-min(total, COUNT_CAP) // size))
    shown = max(1, page if total > COUNT_CAP else min(page, last))
    first = (shown - 1) * size
    found = list(rows[first : first + size + 1])
    return Slice(tuple(found[:size]), shown, min(total, COUNT_CAP), total > COUNT_CAP, len(found) > size)


def counted(rows: "QuerySet[Any, Any]") -> int:
    """How many rows there are, at most one more than a thousand. One query that stops there."""
    return rows.order_by().values("pk")[: COUNT_CAP + 1].count()


def at_once(
    *, counts: "Sequence[QuerySet[Any, Any]]" = (), firsts: "Sequence[QuerySet[Any, Any]]" = ()
) -> list[Any]:
    """Many small questions in one query: how many rows (at most a thousand and one), then the first value of
    rows of one column (None where there is none).
    """
    parts: list[str] = []
    params: list[Any] = []
    asked = [
        ("(SELECT count(*) FROM ({}) x)", "0", rows.order_by().values("pk")[: COUNT_CAP + 1])
        for rows in counts
    ]
    asked += [("({})", "NULL", rows[:1]) for rows in firsts]
    for form, nothing, rows in asked:
        try:
            sql, given = rows.query.sql_with_params()
            parts.append(form.format(sql))
            params += given
        except EmptyResultSet:
            parts.append(nothing)
    if not parts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", params)
        return list(cursor.fetchone())
