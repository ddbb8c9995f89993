"""What public pages are made of beside the town's files: which editions stand, and which sections.

Editions are only ever added and every arrangement of sections leaves an event, so that their number and the
newest of each say whether anything has changed. One small query, which all who come within the same moment
share: asking for each of them takes as long as everything else about a remembered page.
"""

import time
from functools import cache
from typing import Any, NamedTuple

from django.db import connection

from yakuba.ground.catalogue.models import Edition
from yakuba.ground.journal.models import Event
from yakuba.ground.people.arrange import ORGANIZATION

Revision = tuple[Any, ...]
MOMENT = 0.05
"""Seconds for which an answer is told again: what another process publishes is seen this much later."""


class Told(NamedTuple):
    """An answer, and until when (of this machine's counter) it is told again."""

    found: Revision
    until: float


_told = [Told((), 0.0)]


def revision() -> Revision:
    """Equal to an earlier one exactly while no edition was published and no section arranged between them, as
    it stood at most MOMENT ago.
    """
    now = time.monotonic()
    told = _told[-1]
    if now < told.until:
        return told.found
    with connection.cursor() as cursor:
        cursor.execute(_sql(), [ORGANIZATION])
        told = Told(cursor.fetchone(), now + MOMENT)
    _told[-1] = told
    return told.found


def forget() -> None:
    """The next who comes asks the database."""
    _told[-1] = Told((), 0.0)


@cache
def _sql() -> str:
    editions, events = Edition._meta.db_table, Event._meta.db_table
    return (
        f"SELECT (SELECT COUNT(*) FROM {editions}), "  # noqa: S608 (our own tables' names)
        f"(SELECT id FROM {editions} ORDER BY id DESC LIMIT 1), "
        f"(SELECT digest FROM {events} WHERE subject = %s ORDER BY subject_seq DESC LIMIT 1)"
    )
