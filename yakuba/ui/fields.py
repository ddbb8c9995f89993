"""The shape a question's template takes.

The house hands its own objects of the same shape to `ui/field.html`; these classes are the written
contract, and what the gallery shows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Option:
    """One thing to choose."""

    key: str
    label: str
    help: str = ""
    checked: bool = False


@dataclass(frozen=True)
class Part:
    """One control of a compound question."""

    sub: str
    id: str
    name: str
    label: str
    raw: str = ""
    error: str = ""
    autocomplete: str = ""
    inputmode: str = ""
    hint: str = ""
    width: str = ""
    options: Sequence[Option] = ()


@dataclass(frozen=True)
class StoredFile:
    """A file that has already arrived."""

    id: str
    name: str
    size_text: str


@dataclass(frozen=True)
class Row:
    """One row of a repeat group."""

    index: int
    fields: Sequence["Field"]
    title: str = ""


@dataclass(frozen=True)
class Field:
    """One question as its template sees it."""

    template: str
    id: str
    name: str
    label: str
    help: str = ""
    required: bool = True
    hide_label: bool = False
    error: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)
    raw: Mapping[str, Any] = field(default_factory=dict)
    options: Sequence[Option] = ()
    params: Mapping[str, Any] = field(default_factory=dict)
    parts: Sequence[Part] = ()
    files: Sequence[StoredFile] = ()
    rows: Sequence[Row] = ()
    map_url: str = ""
    pin_text: str = ""
