"""What stands beside the questions: grounds, sources, who else runs it, links, texts, worked examples."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Basis:
    """The legal ground of the procedure."""

    law: str
    article: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where the questions and figures were taken from; `date` as written there, `note` e.g. 見本."""

    title: str
    date: str = ""
    note: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Prepare:
    """One thing the applicant should have at hand."""

    label: str
    help: str = ""


@dataclass(frozen=True, slots=True)
class RunBy:
    """Who runs a procedure that the town does not, and in one sentence who receives and who decides."""

    name: str
    decides: str
    phone: str = ""
    place: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A way on: `kind` is online (the procedure itself), paper (its form) or about (more to read)."""

    kind: str
    label: str
    url: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Translation:
    """The texts of a procedure in one language, by path (see speech.py).

    `of` holds the stamps: the first eight signs of the SHA-256 of the Japanese each text translates.
    """

    texts: Mapping[str, str]
    of: Mapping[str, str] = field(default_factory=dict)
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """A worked example, run as a test before publishing."""

    title: str
    answers: Mapping[str, Any]
    facts: Mapping[str, Any]
    expect: Mapping[str, Any]
    staff: Mapping[str, Any] = field(default_factory=dict)
