"""From folded text to what an index holds: overlapping pairs of Japanese letters, whole words and numbers."""

import re
import unicodedata
from dataclasses import dataclass

from yakuba.ground.search.folding import JAPANESE, fold

LONGEST_WORD = 60
"""Longer runs of Latin letters are indexed by their beginning."""
MOST_WORDS = 8
_JAPANESE = re.compile(f"{JAPANESE}+")
_DIALLED = re.compile(r"[0-9+()\-‐‑‒–—―−ー]+")
DIALLED_DIGITS = 6
"""From so many digits on, a number with hyphens is read as one (telephone, postcode)."""


@dataclass(frozen=True)
class Word:
    """One word of a query: its folded form, which must stand in the text, and the grams that lead to it.

    `needed` is empty for a single Japanese letter: no index leads there.
    """

    folded: str
    needed: tuple[str, ...]


def grams(folded: str) -> tuple[str, ...]:
    """What an index holds for a folded text, each once: pairs of neighbouring Japanese letters, a letter that
    stands alone, and words of Latin letters and digits whole.
    """
    found: dict[str, None] = {}
    for run in folded.split():
        found.update(dict.fromkeys(_of_run(run)))
    return tuple(found)


def needed(folded: str) -> tuple[str, ...]:
    """The grams every text has in which `folded` stands.

    A single Japanese letter at an edge may be part of a longer run there, so it is not among them.
    """
    runs = folded.split()
    found: dict[str, None] = {}
    for place, run in enumerate(runs):
        edge = place == 0 or place == len(runs) - 1
        if len(run) > 1 or not edge or not _JAPANESE.fullmatch(run):
            found.update(dict.fromkeys(_of_run(run)))
    return tuple(found)


def _of_run(run: str) -> list[str]:
    if not _JAPANESE.fullmatch(run):
        return [run[:LONGEST_WORD]]
    return [run[at : at + 2] for at in range(len(run) - 1)] or [run]


def read_query(text: str) -> tuple[Word, ...]:
    """The words of a query, all of which are wanted; blanks part them. At most eight, each once."""
    found: dict[str, Word] = {}
    for part in unicodedata.normalize("NFKC", text).split():
        folded = fold(dialled(part) if _DIALLED.fullmatch(part) else part)
        if folded:
            found.setdefault(folded, Word(folded, needed(folded)))
    return tuple(found.values())[:MOST_WORDS]


def dialled(part: str) -> str:
    """A number as somebody dials it, when it has enough digits: 0152-23-3131 → 0152233131. Else as it is."""
    digits = re.sub(r"[^0-9]", "", part)
    return digits if len(digits) >= DIALLED_DIGITS else part
