"""Words that mean the same to people who look for something: groups from the town's own table."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from yakuba.ground.catalogue.finding.words import Word, words_of


@dataclass(frozen=True, slots=True)
class Match:
    """A group met in a text: the words from `first` up to but without `last`."""

    group: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Synonyms:
    """By first stem: the stems of each phrase that begins with it, and its group."""

    phrases: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]

    def matches(self, words: Sequence[Word]) -> list[Match]:
        """Every group met in these words, overlapping ones too."""
        found = []
        for at, word in enumerate(words):
            for stems, group in self.phrases.get(word.stem, ()):
                if tuple(one.stem for one in words[at : at + len(stems)]) == stems:
                    found.append(Match(group, at, at + len(stems)))
        return found


def no_synonyms() -> Synonyms:
    """A table without any group."""
    return Synonyms({})


def read_synonyms(groups: Iterable[Sequence[str]]) -> Synonyms:
    """The table of groups of words or short phrases; a phrase without any telling word is left out."""
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for number, group in enumerate(groups):
        for stems in {tuple(word.stem for word in words_of(phrase)) for phrase in group}:
            if stems:
                phrases.setdefault(stems[0], []).append((stems, f"={number}"))
    return Synonyms({first: tuple(sorted(found)) for first, found in phrases.items()})


def faults_of(table: Mapping[str, Any]) -> list[str]:
    """What is wrong with a synonyms.toml, in Japanese: groups of two words or more, each of them telling."""
    faults = []
    rows = table.get("group", [])
    if not isinstance(rows, list):
        return ["synonyms.toml の group: [[group]] を並べてください。"]
    for number, row in enumerate(rows, 1):
        place = f"synonyms.toml の {number} 番目の group"
        words = row.get("words") if isinstance(row, Mapping) else None
        if not isinstance(words, list) or len(words) < 2 or not all(isinstance(one, str) for one in words):
            faults.append(f'{place}: words = ["ごみ", "廃棄"] のように、言葉を2つ以上書いてください。')
            continue
        faults += [
            f"{place}: 「{word}」は、どの手続にもあてはまる言葉なので使えません。消してください。"
            for word in words
            if not words_of(word)
        ]
    return faults
