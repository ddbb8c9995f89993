"""How a model's rows become SQL: the columns it inserts, and how each value is handed to the database."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db import connection, models

Adapt = Callable[[Any], Any]

_ANY: dict[str, type] = {
    "CharField": str,
    "TextField": str,
    "SlugField": str,
    "IntegerField": int,
    "BigIntegerField": int,
    "PositiveIntegerField": int,
    "PositiveSmallIntegerField": int,
    "PositiveBigIntegerField": int,
    "BooleanField": bool,
    "BinaryField": bytes,
}
_POSTGRESQL: dict[str, type] = {"UUIDField": UUID, "DateTimeField": datetime, "DateField": date}
"""Values of exactly this type need no preparing."""


def _as_utc(moment: datetime) -> str:
    return str(moment.astimezone(UTC).replace(tzinfo=None))


_SQLITE: dict[str, tuple[type, Adapt]] = {
    "UUIDField": (UUID, attrgetter("hex")),
    "DateTimeField": (datetime, _as_utc),
    "DateField": (date, str),
}
"""How SQLite holds values of exactly this type: what Django's fields do, without asking them."""


@dataclass(frozen=True)
class Column:
    """One column: its attribute on the row, its quoted name, its mark in a statement, its values as told."""

    attname: str
    name: str
    mark: str
    adapt: Adapt
    fill: Adapt | None

    def value(self, row: models.Model) -> Any:
        """What the database is given for this row."""
        return self.adapt(self.fill(row) if self.fill else getattr(row, self.attname))


@cache
def _table(model: type[models.Model], vendor: str) -> tuple[str, tuple[Column, ...]]:
    quote = connection.ops.quote_name
    fields = [field for field in model._meta.concrete_fields if _is_ours(field)]
    return quote(model._meta.db_table), tuple(_column(field, vendor) for field in fields)


def table_of(model: type[models.Model]) -> tuple[str, tuple[Column, ...]]:
    """The quoted table and the columns an INSERT names; those the database fills by itself are left out."""
    return _table(model, connection.vendor)


@cache
def _named(model: type[models.Model], attname: str, vendor: str) -> Column:
    return _column(next(field for field in model._meta.concrete_fields if field.attname == attname), vendor)


def column_of(model: type[models.Model], attname: str) -> Column:
    """One column by its attribute. Raises StopIteration for a name the model does not have."""
    return _named(model, attname, connection.vendor)


def _is_ours(field: Any) -> bool:
    return not (isinstance(field, models.AutoField) or field.generated or field.has_db_default())


def _column(field: Any, vendor: str) -> Column:
    # A clock of the field's own (auto_now_add in the queue's table) speaks when the row is written.
    fill: Adapt | None = None
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):

        def fill(row: models.Model) -> Any:
            return field.pre_save(row, add=True)

    mark = f"%s::{_cast(field)}" if vendor == "postgresql" else "%s"
    return Column(field.attname, connection.ops.quote_name(field.column), mark, _adapter(field, vendor), fill)


def _cast(field: Any) -> str:
    """The type without its length: a cast to varchar(40) would cut a longer text in silence, where storing
    it is refused.
    """
    return re.sub(r"\([\d, ]+\)", "", str(field.db_type(connection)))


def _adapter(field: Any, vendor: str) -> Adapt:
    if isinstance(field, models.JSONField):

        def as_json(value: Any) -> Any:
            return None if value is None else json.dumps(value, cls=field.encoder)

        return as_json

    kind = _kind(field)
    like, change = _SQLITE.get(kind, (None, None)) if vendor == "sqlite" else (None, None)
    plain = _ANY.get(kind) or (_POSTGRESQL.get(kind) if vendor == "postgresql" else None)

    def adapt(value: Any) -> Any:
        if value is None or type(value) is plain:
            return value
        if change is not None and type(value) is like and getattr(value, "tzinfo", UTC) is not None:
            return change(value)
        return field.get_db_prep_save(value, connection)

    return adapt


def _kind(field: Any) -> str:
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    return str(field.get_internal_type())
