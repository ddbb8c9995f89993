"""Ended cases, the last ended first, without looking at the archive behind them.

An OR over sections makes a database read and sort all that these sections ever did. Each section's own list
stands sorted in an index; the first of each list are enough to make the first of all.
"""

# ruff: noqa: S608 (the names are the models' own, never what somebody typed)

from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models.expressions import RawSQL

from yakuba.ground.access.actor import Actor
from yakuba.ground.access.rights import Right
from yakuba.rooms.cases.models import Case, Opinion

_CASES, _OPINIONS = Case._meta.db_table, Opinion._meta.db_table
_OF_ONE = (
    f"SELECT id FROM (SELECT id FROM {_CASES} WHERE {{column}} = %s AND closed_at IS NOT NULL "
    f"ORDER BY closed_at DESC, id DESC LIMIT %s) x"
)
_ASKED = (
    f"SELECT case_id FROM (SELECT case_id FROM {_OPINIONS} WHERE section = %s ORDER BY at DESC LIMIT %s) x"
)


def last_ended(actor: Actor, most: int) -> list[UUID]:
    """The cases that ended last among those a member of staff may see, at most `most`. One query.

    Of the cases a section was only asked about, the newest `most` requests count.
    """
    reach = actor.sections_with(Right.CASE_READ)
    visible = Case.objects.visible_to(actor).filter(closed_at__isnull=False)
    if not reach:
        return list(visible.order_by("-closed_at", "-id").values_list("id", flat=True)[:most])
    params: list[Any] = []
    parts = []
    for section in sorted(reach):
        parts += [_OF_ONE.format(column="section"), _OF_ONE.format(column="work_section"), _ASKED]
        params += [section, most] * 3
    here = visible.filter(pk=RawSQL("near.id", ())).order_by().values("id")
    try:
        gate, given = here.query.sql_with_params()
    except EmptyResultSet:
        return []
    # SQLite takes CROSS JOIN as "in this order"; PostgreSQL's planner sees by itself that `near` is short.
    join = "CROSS JOIN" if connection.vendor == "sqlite" else "JOIN"
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH near(id) AS MATERIALIZED ({' UNION '.join(parts)}) "
            f"SELECT c.id FROM near {join} {_CASES} c ON c.id = near.id WHERE EXISTS ({gate}) "
            f"ORDER BY c.closed_at DESC, c.id DESC LIMIT %s",
            [*params, *given, most],
        )
        return [key if isinstance(key, UUID) else UUID(key) for (key,) in cursor.fetchall()]
