"""RFC 8785 canonical JSON, narrowed to what an event may hold: text, whole numbers, booleans, null,
lists, maps."""

import hashlib
from collections.abc import Mapping
from typing import Any

import rfc8785

_ALLOWED = "str, int, bool, None, list, dict"


def canonical(value: Any) -> bytes:
    """Canonical bytes of ``value``. Raises TypeError on floats and foreign types, ValueError on
    numbers beyond 2**53 and on text that is not valid Unicode."""
    refuse_foreign(value, "$")
    return rfc8785.dumps(value)


def refuse_foreign(value: Any, place: str) -> None:
    """Raise TypeError naming the place of the first value that is no plain JSON (floats included)."""
    if value is None or isinstance(value, str | bool | int):
        return
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise TypeError(f"{place}: keys must be text, not {type(key).__name__}")
            refuse_foreign(inner, f"{place}.{key}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            refuse_foreign(inner, f"{place}[{number}]")
    else:
        raise TypeError(f"{place}: {type(value).__name__} is not allowed here (only {_ALLOWED})")


def sha256(data: bytes) -> bytes:
    """SHA-256 of ``data``."""
    return hashlib.sha256(data).digest()
