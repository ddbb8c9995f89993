"""The values of an index: what it keeps, what it is asked, and the gate that goes into the same query."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from yakuba.ground.search.grams import Word, grams

MARK = "キ"
"""Begins every house word. Folded text holds no katakana, so none is ever taken for a word of a text."""


def house_word(kind: str, value: object) -> str:
    """A word of the house by which queries are narrowed: ("section", "residents_desk")."""
    return f"{MARK}{kind}_{value}".lower()


@dataclass(frozen=True)
class Entry:
    """What an index keeps of one owner: the folded text (see `haystack`) and its house words."""

    owner: UUID
    text: str
    keys: frozenset[str] = frozenset()

    @property
    def kept_keys(self) -> str:
        """The house words as a column holds them, each between blanks."""
        return f" {' '.join(sorted(self.keys))} " if self.keys else ""

    @property
    def tokens(self) -> list[str]:
        """Everything that leads to it."""
        return tokens_of(self.text, self.kept_keys)


def tokens_of(text: str, kept_keys: str) -> list[str]:
    """Everything that leads to a row, from its columns as they stand."""
    return [*grams(text), *kept_keys.split()]


@dataclass(frozen=True)
class Gate:
    """Whom it is asked for: SQL of the owners somebody may see and wants, in its one column.

    Inside it `{owner}` stands for the owner of the row that is looked at.
    """

    sql: str
    params: Sequence[Any] = ()


@dataclass(frozen=True)
class Asked:
    """What is looked for: all `words`, and of each set of `keys` at least one."""

    words: tuple[Word, ...] = ()
    keys: tuple[frozenset[str], ...] = ()

    @property
    def grams(self) -> tuple[str, ...]:
        """What every answer has, each once."""
        return tuple(dict.fromkeys(gram for word in self.words for gram in word.needed))

    @property
    def reachable(self) -> bool:
        """Whether an index leads to it: not so for a single Japanese letter and nothing else."""
        return bool(self.grams) or (bool(self.keys) and not self.words)
