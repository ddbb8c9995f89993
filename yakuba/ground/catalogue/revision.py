"""What public pages are made of beside the town's files: which editions stand, and which sections.

Editions are only ever added and every arrangement of sections leaves an event, so that their number and the
newest of each say whether anything has changed. One small query: what another process publishes is seen at
the next page.
"""

from functools import cache
from typing import Any

from django.db import connection

from yakuba.ground.catalogue.models import Edition
from yakuba.ground.journal.models import Event
from yakuba.ground.people.arrange import ORGANIZATION

Revision = tuple[Any, ...]


def revision() -> Revision:
    """Equal to an earlier one exactly while no edition was published and no section arranged between them."""
    with connection.cursor() as cursor:
        cursor.execute(_sql(), [ORGANIZATION])
        found: Revision = cursor.fetchone()
    return found


@cache
def _sql() -> str:
    editions, events = Edition._meta.db_table, Event._meta.db_table
    return (
        f"SELECT (SELECT COUNT(*) FROM {editions}), "  # noqa: S608 (our own tables' names)
        f"(SELECT id FROM {editions} ORDER BY id DESC LIMIT 1), "
        f"(SELECT digest FROM {events} WHERE subject = %s ORDER BY subject_seq DESC LIMIT 1)"
    )
