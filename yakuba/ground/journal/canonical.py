"""RFC 8785 canonical JSON, narrowed to what an event may hold: text, whole numbers, booleans, null,
lists, maps."""

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

import rfc8785

_ALLOWED = "str, int, bool, None, list, dict"
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False)
# What may be a number out of bounds, and any sign beyond U+FFFF; inside a text they only cost the slow way.
_UNLIKE = re.compile("[0-9]{16}|[\U00010000-\U0010ffff]")


def canonical(value: Any) -> bytes:
    """Canonical bytes of ``value``. Raises TypeError on floats and foreign types, ValueError on
    numbers beyond 2**53 and on text that is not valid Unicode.

    Without floats the C encoder of the standard library writes what RFC 8785 asks for, but for two things: it
    knows no bounds of whole numbers, and sorts keys by code points where RFC 8785 sorts them by UTF-16 units,
    which differ beyond U+FFFF only. Where one of these may matter, the slow encoder writes.
    """
    refuse_foreign(value, "$")
    text = _ENCODER.encode(value)
    return rfc8785.dumps(value) if _UNLIKE.search(text) else text.encode()


def refuse_foreign(value: Any, place: str) -> None:
    """Raise TypeError naming the place of the first value that is no plain JSON (floats included)."""
    kind = type(value)
    if kind is str or value is None or kind is bool or kind is int:
        return
    if kind is dict:
        _refuse_in(value, place)
    elif kind is list:
        for number, inner in enumerate(value):
            if type(inner) is not str:
                refuse_foreign(inner, f"{place}[{number}]")
    elif isinstance(value, Mapping):
        _refuse_in(value, place)
    elif not isinstance(value, str | int):
        raise TypeError(f"{place}: {kind.__name__} is not allowed here (only {_ALLOWED})")


def _refuse_in(value: Mapping[Any, Any], place: str) -> None:
    for key, inner in value.items():
        if not isinstance(key, str):
            raise TypeError(f"{place}: keys must be text, not {type(key).__name__}")
        if type(inner) is not str:
            refuse_foreign(inner, f"{place}.{key}")


def sha256(data: bytes) -> bytes:
    """SHA-256 of ``data``."""
    return hashlib.sha256(data).digest()
