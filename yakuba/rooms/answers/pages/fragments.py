"""One question as a page shows it, compiled from its ordinary template once for each edition and language.

The template draws the question twice, with marks in its controls and with everything chosen; where the two
differ and where the marks stand, values go. What cannot be taken apart in this way (rows, files sent, a map
with a pin, a computed value) has no fragment, or its fragment does not take the value: then the template
draws it.
"""

import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import escape

from yakuba.ground.catalogue.asking import FieldView, blank_view
from yakuba.ground.catalogue.definition import Question
from yakuba.ground.catalogue.kinds.kind import Raw, kind_of, one
from yakuba.rooms.answers.pages.maps import with_map
from yakuba.rooms.answers.pages.offered import Item

Change = Callable[[str], str]
TEMPLATE = "answers/item.html"
_ON_THE_MAP = ("lat", "lon", "view")


@dataclass(frozen=True, slots=True)
class Text:
    """A place for what is typed into the control `sub`; `single`: the question has only this one."""

    sub: str
    single: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A place for `html`, which marks the option `key` of the control `sub` as chosen."""

    sub: str
    key: str
    html: bytes
    single: bool


Piece = bytes | Text | Choice


@dataclass(frozen=True)
class Fragment:
    """`blank` is the question with nothing typed; `refused` are the controls it cannot show filled."""

    pieces: tuple[Piece, ...]
    blank: bytes
    refused: tuple[str, ...] = field(default=())

    def filled(self, typed: Raw) -> bytes | None:
        """The question with what is typed; None when only the template can draw it."""
        if not typed:
            return self.blank
        if any(one(typed, sub) for sub in self.refused) or any(len(values) > 1 for values in typed.values()):
            return self._several(typed)
        return b"".join(
            piece if isinstance(piece, bytes) else _put(piece, one(typed, piece.sub)) for piece in self.pieces
        )

    def _several(self, typed: Raw) -> bytes | None:
        """Several values of one name: only where several may be chosen."""
        if self.refused or not all(
            isinstance(piece, bytes) or (isinstance(piece, Choice) and piece.single) for piece in self.pieces
        ):
            return None
        chosen = typed.get("", ())
        return b"".join(
            piece if isinstance(piece, bytes) else _marked(piece, chosen=piece.key in chosen)
            for piece in self.pieces
            if isinstance(piece, bytes | Choice)
        )


def _put(piece: Text | Choice, text: str) -> bytes:
    if isinstance(piece, Text):
        return escape(text).encode() if text else b""
    return _marked(piece, chosen=piece.key == text)


def _marked(piece: Choice, *, chosen: bool) -> bytes:
    return piece.html if chosen else b""


def drawn(item: Item, change: Change) -> bytes:
    """A question with what stands around it, as the ordinary template draws it."""
    return change(render_to_string(TEMPLATE, {"item": item})).encode()


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
    return Fragment(pieces, blank, _ON_THE_MAP if question.kind == "place" else ())


def _controls(question: Question) -> tuple[list[Text], list[tuple[str, str, bool]]]:
    """The controls to type into, and every option to choose (control, key, only control), as drawn."""
    kind = kind_of(question)
    subs = kind.subs(question)
    if subs:
        texts = [Text(sub.sub, False) for sub in subs if not sub.options and sub.sub not in _ON_THE_MAP]
        return texts, [(sub.sub, key, False) for sub in subs for key, _ in sub.options]
    if question.kind == "declaration":
        return [], [("", "yes", True)]
    if question.kind == "file":
        return [], []
    options = [("", option.key, True) for option in kind.choices(question)]
    return ([] if options else [Text("", True)]), options


def _all_chosen(view: FieldView, question: Question) -> FieldView:
    raw: Mapping[str, Any] = {"": "yes"} if question.kind == "declaration" else view.raw
    parts = tuple(
        replace(part, options=tuple(replace(option, checked=True) for option in part.options))
        for part in view.parts
    )
    options = tuple(replace(option, checked=True) for option in view.options)
    return replace(view, raw=raw, parts=parts, options=options)


def _taken_apart(
    empty: str, every: str, marks: Mapping[str, Text], choices: list[tuple[str, str, bool]]
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


def _choices_in(
    empty: str, every: str, choices: list[tuple[str, str, bool]]
) -> list[tuple[int, Choice]] | None:
    """Where in `empty` the mark of each choice belongs, by what `every` has more."""
    if not choices:
        return [] if empty == every else None
    size, rest = divmod(len(every) - len(empty), len(choices))
    found = list(_insertions(empty, every, size)) if size > 0 and not rest else []
    if len(found) != len(choices):
        return None
    return [
        (at, Choice(sub, key, html.encode(), single))
        for (at, html), (sub, key, single) in zip(found, choices, strict=True)
    ]


def _insertions(empty: str, every: str, size: int) -> Iterator[tuple[int, str]]:
    """The pieces of `size` signs that make `every` of `empty`, each with its place in `empty`."""
    at = 0
    for place, sign in enumerate(every):
        if place < (skip := getattr(_insertions, "none", 0)):
            continue
        del sign, skip
        break
    taken = 0
    while taken < len(every):
        if at < len(empty) and empty[at] == every[taken]:
            at, taken = at + 1, taken + 1
            continue
        yield at, every[taken : taken + size]
        taken += size
