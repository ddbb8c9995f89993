"""Where the words of a query stand in a text as it was written, so that a page can mark them."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from yakuba.ground.search.folding import fold
from yakuba.ground.search.grams import Word

_VOICED = "\uff9e\uff9f"


@dataclass(frozen=True)
class Piece:
    """A stretch of text, marked as found or not."""

    text: str
    hit: bool = False


def marked_pieces(text: str, words: Iterable[Word]) -> tuple[Piece, ...]:
    """The text in pieces that together are the text; those where a word stands are hits."""
    folded = fold(text)
    standing = [word.folded.replace(" ", "") for word in words if word.folded in folded]
    if not standing:
        return (Piece(text),) if text else ()
    signs, starts, ends = _signs(text)
    found = [False] * len(text)
    for wanted in standing:
        at = signs.find(wanted)
        while at >= 0:
            start, end = starts[at], ends[at + len(wanted) - 1]
            found[start:end] = [True] * (end - start)
            at = signs.find(wanted, at + len(wanted))
    return _pieces(text, found)


def _signs(text: str) -> tuple[str, list[int], list[int]]:
    """The letters of the folded text without blanks; where in `text` each begins and ends."""
    signs, starts, ends = "", [], []
    for start, end in _clusters(text):
        here = _folded(text[start:end])
        signs += here
        starts += [start] * len(here)
        ends += [end] * len(here)
    return signs, starts, ends


@lru_cache(maxsize=4096)
def _folded(cluster: str) -> str:
    return fold(cluster).replace(" ", "")


def _clusters(text: str) -> Iterable[tuple[int, int]]:
    """Characters with the marks that belong to them."""
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not (
            text[at] in _VOICED or unicodedata.category(text[at]) in ("Mn", "Me", "Cf")
        ):
            if at > start:
                yield start, at
            start = at


def _pieces(text: str, found: list[bool]) -> tuple[Piece, ...]:
    pieces, start = [], 0
    for at in range(1, len(text) + 1):
        if at == len(text) or found[at] != found[start]:
            pieces.append(Piece(text[start:at], found[start]))
            start = at
    return tuple(pieces)
