"""A row's cells as each database takes them in bulk: parameters of SQLite, lines of PostgreSQL's COPY."""

import json
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db import models

from yakuba.ground.journal.models import Event


def stored(table: type[models.Model], *, copy: bool) -> list[Any]:
    """The columns of a table that are written: on SQLite an event's transaction has no number."""
    written = [one for one in table._meta.concrete_fields if not getattr(one, "generated", False)]
    return [one for one in written if copy or table is not Event or one.name != "xid"]


def plain(one: Any, row: models.Model, *, copy: bool) -> Any:
    """A cell as the database's driver takes it; every text of COPY still unescaped."""
    value = getattr(row, one.attname)
    if value is None:
        return None
    if isinstance(one, models.JSONField):
        return json.dumps(value, ensure_ascii=False, cls=one.encoder)
    if isinstance(value, bool):
        return ("t" if value else "f") if copy else int(value)
    if isinstance(value, UUID):
        return str(value) if copy else value.hex
    if isinstance(value, datetime):
        return str(value.astimezone(UTC).replace(tzinfo=None)) + ("+00" if copy else "")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return "\\x" + bytes(value).hex() if copy else bytes(value)
    if isinstance(value, int):
        return str(value) if copy else value
    return str(value)


def escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
