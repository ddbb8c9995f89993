"""Whether this process lives, and whether it can take people's requests: for a proxy, a container, a monitor.

Nothing about persons, and nothing a stranger could use: a word and, where it is not ready, the kinds of
reasons. A request for these pages never waits for a slot (hall/serving).
"""

import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from yakuba.hall.database import pending
from yakuba.hall.serving import draining

LEAST_FREE = 200 * 2**20
"""Bytes below which no new request is taken: what is half written to a full disk helps nobody."""


@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers; no database is asked."""
    return _said(())


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """200 when the database answers in the form this version needs, the disk has room, and no end is near;
    else 503 with the reasons.
    """
    return _said(tuple(_reasons()))


def _reasons() -> Iterator[str]:
    if draining.stopping():
        yield "stopping"
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        if not _current():
            yield "migrations"
    except DatabaseError:
        yield "database"
    if shutil.disk_usage(Path(settings.YAKUBA_DATA)).free < LEAST_FREE:
        yield "disk"


class _NotYet(Exception):
    pass


def _current() -> bool:
    try:
        return _asked_until_current()
    except _NotYet:
        return False


@cache
def _asked_until_current() -> bool:
    """Asked again and again until the answer is yes: a running process cannot fall behind after that."""
    if pending():
        raise _NotYet
    return True


def _said(reasons: tuple[str, ...]) -> HttpResponse:
    text = "\n".join(reasons) or "ok"
    return HttpResponse(f"{text}\n", content_type="text/plain", status=503 if reasons else 200)
