"""One question as a page shows it, compiled from its ordinary template once for each edition and language.

The template draws the question twice, with marks in its controls and with everything chosen; where the two
differ and where the marks stand, values go. What cannot be taken apart in this way (rows, files sent, a map
with a pin, a computed value) has no fragment, or its fragment does not take the value: then the template
draws it.
"""

import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import escape

from yakuba.ground.catalogue.asking import FieldView, blank_view
from yakuba.ground.catalogue.definition import Question
from yakuba.ground.catalogue.kinds.kind import Raw, kind_of, one
from yakuba.rooms.answers.pages.maps import with_map
from yakuba.rooms.answers.pages.offered import Item

Change = Callable[[str], str]
_ON_THE_MAP = ("lat", "lon", "view")


@dataclass(frozen=True, slots=True)
class Text:
    """A place for what is typed into the control `sub`."""

    sub: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A place for `html`, which marks the option `key` of the control `sub` as chosen."""

    sub: str
    key: str
    html: bytes


Piece = bytes | Text | Choice
Option = tuple[str, str]
"""The control and the key of something to choose."""


@dataclass(frozen=True)
class Fragment:
    """`blank` is the question with nothing typed; `several`: more than one value may come from the only
    control; `refused` are the controls it cannot show filled.
    """

    pieces: tuple[Piece, ...]
    blank: bytes
    several: bool
    refused: tuple[str, ...] = ()

    def filled(self, typed: Raw) -> bytes | None:
        """The question with what is typed; None when only the template can draw it."""
        if not typed:
            return self.blank
        if len(typed.get("", ())) > 1 and not self.several:
            return None
        if any(one(typed, sub) for sub in self.refused):
            return None
        return b"".join(piece if isinstance(piece, bytes) else _put(piece, typed) for piece in self.pieces)


def _put(piece: Text | Choice, typed: Raw) -> bytes:
    if isinstance(piece, Text):
        return escape(one(typed, piece.sub)).encode()
    chosen = typed.get("", ()) if piece.sub == "" else (one(typed, piece.sub),)
    return piece.html if piece.key in chosen else b""


def drawn(item: Item, change: Change) -> bytes:
    """A question with what stands around it, as the ordinary template draws it."""
    return change(render_to_string(item.template, {"item": item})).encode()


def compiled(question: Question, change: Change) -> Fragment | None:
    """The fragment of a question as it is told in one language; None for one that only the template draws."""
    kind = kind_of(question)
    if not kind.asked or kind.takes_questions:
        return None
    texts, choices = _controls(question)
    marks = {f"zq{secrets.token_hex(8)}x{at}z": control for at, control in enumerate(texts)}
    plain = blank_view(question, {control.sub: [mark] for mark, control in marks.items()})
    empty = drawn(Item(with_map(plain)), change).decode()
    every = drawn(Item(with_map(_all_chosen(plain, question))), change).decode()
    pieces = _taken_apart(empty, every, marks, choices)
    if pieces is None:
        return None
    blank = b"".join(piece for piece in pieces if isinstance(piece, bytes))
    refused = _ON_THE_MAP if question.kind == "place" else ()
    return Fragment(pieces, blank, bool(question.kind != "declaration" and choices), refused)


def _controls(question: Question) -> tuple[list[Text], list[Option]]:
    """The controls to type into, and every option to choose, as drawn."""
    kind = kind_of(question)
    subs = kind.subs(question)
    if subs:
        texts = [Text(sub.sub) for sub in subs if not sub.options and sub.sub not in _ON_THE_MAP]
        return texts, [(sub.sub, key) for sub in subs for key, _ in sub.options]
    if question.kind == "declaration":
        return [], [("", "yes")]
    if question.kind == "file":
        return [], []
    options = [("", option.key) for option in kind.choices(question)]
    return ([] if options else [Text("")]), options


def _all_chosen(view: FieldView, question: Question) -> FieldView:
    raw: Mapping[str, Any] = {"": "yes"} if question.kind == "declaration" else view.raw
    parts = tuple(
        replace(part, options=tuple(replace(option, checked=True) for option in part.options))
        for part in view.parts
    )
    options = tuple(replace(option, checked=True) for option in view.options)
    return replace(view, raw=raw, parts=parts, options=options)


def _taken_apart(
    empty: str, every: str, marks: Mapping[str, Text], choices: list[Option]
) -> tuple[Piece, ...] | None:
    """The pieces between the places where values go; None when the template did something else than to
    write each value once and each choice in its order.
    """
    found = _choices_in(empty, every, choices)
    if found is None or any(empty.count(mark) != 1 for mark in marks):
        return None
    places: list[tuple[int, int, Text | Choice]] = [(at, at, choice) for at, choice in found]
    places += [(empty.index(mark), empty.index(mark) + len(mark), text) for mark, text in marks.items()]
    pieces: list[Piece] = []
    at = 0
    for start, end, piece in sorted(places, key=lambda place: place[:2]):
        pieces += [empty[at:start].encode(), piece]
        at = end
    return (*pieces, empty[at:].encode())


def _choices_in(empty: str, every: str, choices: list[Option]) -> list[tuple[int, Choice]] | None:
    """Where in `empty` the mark of each choice belongs, by what `every` has more."""
    if not choices:
        return [] if empty == every else None
    size, rest = divmod(len(every) - len(empty), len(choices))
    if size <= 0 or rest:
        return None
    found = list(_insertions(empty, every, size))
    return (
        [(at, Choice(*option, html.encode())) for (at, html), option in zip(found, choices, strict=True)]
        if len(found) == len(choices)
        else None
    )


def _insertions(empty: str, every: str, size: int) -> Iterator[tuple[int, str]]:
    """What of `size` signs each must be put into `empty` to make `every`, with its place in `empty`."""
    at = taken = 0
    while taken < len(every):
        if at < len(empty) and empty[at] == every[taken]:
            at, taken = at + 1, taken + 1
        else:
            yield at, every[taken : taken + size]
            taken += size
