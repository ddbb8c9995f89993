"""What a proved row says, as JSON, and the salted commitment to it that an event carries."""

from __future__ import annotations

import base64
import hmac
import json
import uuid
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import Any, TypeAlias

import rfc8785
from django.db import models

from yakuba.ground.journal.canonical import canonical

SALT_FIELD = "proof_salt"
_SAFE_INTEGER = 2**53 - 1

Field: TypeAlias = "models.Field[Any, Any]"


@cache
def covered_fields(model: type[models.Model]) -> tuple[Field, ...]:
    """The columns of ``model`` that are part of its proof: all but the salt, generated columns and
    ``unproved``."""
    unproved: frozenset[str] = getattr(model, "unproved", frozenset())
    fields = [field for field in model._meta.concrete_fields if not getattr(field, "generated", False)]
    unknown = unproved - {name for field in fields for name in (field.name, field.attname)}
    if unknown:
        raise TypeError(f"{model._meta.label}: unproved names no column: {sorted(unknown)}")
    return tuple(
        field
        for field in fields
        if field.name != SALT_FIELD and not unproved.intersection((field.name, field.attname))
    )


def columns(row: models.Model) -> dict[str, Any]:
    """The covered columns of a saved row as JSON values, the same before and after a round trip to the
    database.

    Raises TypeError naming the column whose value cannot be proved (a float, an unresolved expression).
    """
    values = row.__dict__
    found = {}
    for field, name, quick in _told(type(row)):
        raw = values.get(name, row)
        tell = quick.get(type(raw))
        found[name] = tell(raw) if tell is not None else _value(field, row)
    return found


_Telling: TypeAlias = "Mapping[type, Callable[[Any], Any]]"


def _itself(value: Any) -> Any:
    return value


_NOTHING: _Telling = {type(None): _itself}
_QUICK: Mapping[type[Field], _Telling] = {
    models.CharField: {str: _itself},
    models.TextField: {str: _itself},
    models.BooleanField: {bool: _itself},
    models.UUIDField: {uuid.UUID: str},
}
"""Values of exactly this type in fields of this kind are told at once, as `_value` would tell them."""


@cache
def _told(model: type[models.Model]) -> tuple[tuple[Field, str, _Telling], ...]:
    return tuple((field, field.attname, _quick(field)) for field in covered_fields(model))


def _quick(field: Field) -> _Telling:
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    known = (telling for kind, telling in _QUICK.items() if isinstance(field, kind))
    return {**_NOTHING, **next(known, {})}


def _value(field: Field, row: models.Model) -> Any:
    place = f"{row._meta.label_lower}.{field.attname}"
    raw = getattr(row, field.attname)
    if hasattr(raw, "resolve_expression"):
        raise TypeError(
            f"{place}: the value is known only to the database; refresh the row before it is recorded"
        )
    if isinstance(field, models.JSONField):
        return None if raw is None else _json_text(raw, field.encoder, place)
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    return plain(field.to_python(raw) if raw is not None else None, place, field)


def _json_text(raw: Any, encoder: type[json.JSONEncoder] | None, place: str) -> str:
    """A JSON column is proved as its canonical text, so that any number form inside keeps one spelling."""
    try:
        return canonical(raw).decode()
    except TypeError:
        pass  # A float, or what only the column's own encoder can write: as the database will give it back.
    except ValueError as error:
        raise TypeError(f"{place}: {error}") from error
    try:
        read_back = json.loads(json.dumps(raw, cls=encoder), parse_float=_exact_float)
        return rfc8785.dumps(read_back).decode()
    except ValueError as error:
        raise TypeError(f"{place}: {error}") from error


def _exact_float(text: str) -> float:
    """Databases give large numbers back in another form, so they are refused here (write them as text)."""
    number = float(text)
    if abs(number) > _SAFE_INTEGER:
        raise ValueError(f"{text} has no exact form in a JSON column")
    return number


def plain(value: Any, place: str, field: Field | None = None) -> Any:
    """One column value as JSON: dates as ISO text, instants in UTC with microseconds, decimals at
    their places, bytes as base64. Raises TypeError naming ``place`` for what has no exact form."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return int(value) if abs(value) <= _SAFE_INTEGER else {"int": str(int(value))}
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, Decimal):
        return _decimal(value, field)
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise TypeError(f"{place}: an instant needs its time zone")
        return instant(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat(timespec="microseconds")
    if isinstance(value, timedelta):
        return {"microseconds": str(value // timedelta(microseconds=1))}
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, bytes | bytearray | memoryview):
        return base64.b64encode(bytes(value)).decode()
    if isinstance(value, list | tuple):
        return [plain(inner, place, field) for inner in value]
    if isinstance(field, models.FileField):
        return str(value)
    raise TypeError(f"{place}: a {type(value).__name__} cannot be proved")


def instant(moment: datetime) -> str:
    """An aware datetime as ``2026-11-23T05:43:39.000000Z``."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def _decimal(value: Decimal, field: Field | None) -> str:
    places = field.decimal_places if isinstance(field, models.DecimalField) else None
    if places is None:
        return format(value.normalize(), "f")
    return format(value.quantize(Decimal(1).scaleb(-places)), "f")


def commit(salt: bytes, content: Mapping[str, Any]) -> str:
    """HMAC-SHA256 over the canonical JSON of ``content`` under the row's own salt, in hex."""
    return hmac.digest(salt, canonical(content), "sha256").hex()


def commitment(row: models.Model) -> str:
    """The commitment to a saved row as it stands now."""
    return commit(bytes(getattr(row, SALT_FIELD)), columns(row))
