"""A question taken apart: for each of its words, the terms of the index that may mean it, and how surely."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from yakuba.ground.catalogue.finding.nearness import Names
from yakuba.ground.catalogue.finding.synonyms import Synonyms
from yakuba.ground.catalogue.finding.words import Word, all_words, fold, is_kana, plain, words_of

_SYNONYM = 0.75
_SOUNDS = 0.8
_MISTYPED = 0.7
_SHORTEST_READING = 3
_ALIKE = 0.6
_ALIKE_SHORT = 0.5
_ALIKE_IN_KANA = 0.75
_PIECE = re.compile(r"[^\s、。,.・!?「」()]{3,}")
"""What stands between blanks and signs; one of kana only may have been cut in the wrong places."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One word of the question: its text, and the terms it may mean with the trust in each (0 to 1)."""

    text: str
    forms: Mapping[str, float]


class Asked:
    """`units` of a question, and the question as it was perhaps `meant`."""

    def __init__(
        self,
        text: str,
        terms: Collection[str],
        readings: Mapping[str, Collection[str]],
        synonyms: Synonyms,
        names: Names,
    ) -> None:
        self._terms, self._readings, self._synonyms, self._names = terms, readings, synonyms, names
        self._text = plain(text)
        self.meant = ""
        self.units: list[Unit] = []
        words, sounded = all_words(text), []
        for piece in _PIECE.finditer(self._text):
            if is_kana(piece.group()) and (units := self._by_sound(*piece.span(), words)):
                self.units += units
                sounded.append(piece.span())
        left = [word for word in words if not any(start <= word.start < end for start, end in sounded)]
        phrases, left = self._phrases(left)
        self.units += phrases
        for run in _runs(left):
            self.units += self._units(run)

    def _units(self, run: list[Word]) -> list[Unit]:
        """The units of words written without a gap: as they are, or as mistyped."""
        if same := self._same_sound("".join(word.text for word in run)):
            return same
        words = [word for word in run if not word.little]
        units = [self._unit(word, words, at) for at, word in enumerate(words)]
        if all(unit.forms for unit in units) or not any(_broken(word) for word in run):
            return units
        return self._mistyped(run) or units

    def _unit(self, word: Word, words: Sequence[Word], at: int) -> Unit:
        forms = {word.stem: 1.0} if word.stem in self._terms else {}
        for match in self._synonyms.matches(words):
            if match.first <= at < match.last and match.group in self._terms:
                forms[match.group] = _SYNONYM
        if not forms or is_kana(word.text):
            for stem in self._readings.get(word.reading, ()):
                forms.setdefault(stem, _SOUNDS)
        return Unit(self._text[word.start : word.end], forms)

    def _phrases(self, words: Sequence[Word]) -> tuple[list[Unit], list[Word]]:
        """English synonyms of several words (passed away), which mean nothing word by word, as one unit
        each, and the words left.
        """
        units, taken = [], set[int]()
        for match in self._synonyms.matches(words):
            span = range(match.first, match.last)
            english = all(words[at].text.isascii() for at in span)
            if english and len(span) > 1 and match.group in self._terms and taken.isdisjoint(span):
                taken.update(span)
                text = self._text[words[span[0]].start : words[span[-1]].end]
                units.append(Unit(text, {match.group: _SYNONYM}))
        return units, [word for at, word in enumerate(words) if at not in taken]

    def _by_sound(self, start: int, end: int, words: Sequence[Word]) -> list[Unit]:
        """A piece of kana cut into readings the index knows, if these are longer than its words: without
        Chinese characters a dictionary often cuts in the wrong place (り災 → りさ・いしょう).
        """
        inside = [word for word in words if start <= word.start and word.end <= end]
        telling = [word for word in inside if not word.little and self._unit(word, [word], 0).forms]
        explained = sum(len(word.text) for word in telling)
        text = fold(self._text[start:end])
        if same := self._same_sound(text):
            return same
        parts = self._cut(text)
        cut_short = sum(map(len, parts)) < len(text) and 2 * explained < len(text)
        if cut_short and (unit := self._as_name(text, text, start, end)):
            return [unit]
        if sum(len(part) ** 2 for part in parts) <= sum(len(word.text) ** 2 for word in telling):
            return []
        return [Unit(part, dict.fromkeys(self._readings[part], _SOUNDS)) for part in parts]

    def _same_sound(self, text: str) -> list[Unit]:
        """The words of the name that sounds just so: じどうてあて is 児童手当, not 自動."""
        if len(text) <= _SHORTEST_READING or not is_kana(text):
            return []
        same = [name for name, alike in self._names.near(text, text) if alike == 1 and not is_kana(name)]
        words = words_of(same[0]) if same else ()
        found = self._synonyms.matches(words)
        return [
            Unit(
                word.text,
                {word.stem: _SOUNDS}
                | {
                    one.group: _SYNONYM
                    for one in found
                    if one.first <= at < one.last and one.group in self._terms
                },
            )
            for at, word in enumerate(words)
            if word.stem in self._terms
        ]

    def _cut(self, text: str) -> list[str]:
        """The known readings in a piece of kana, chosen so that long ones count most."""
        best: list[tuple[int, tuple[str, ...]]] = [(0, ())]
        for end in range(1, len(text) + 1):
            found = best[end - 1]
            for start in range(end - _SHORTEST_READING + 1):
                part = text[start:end]
                if part in self._readings:
                    found = max(found, (best[start][0] + len(part) ** 2, (*best[start][1], part)))
            best.append(found)
        return list(best[-1][1])

    def _mistyped(self, run: Sequence[Word]) -> list[Unit]:
        """A run read as the name it is most like; [] when it is like none."""
        text, reading = "".join(word.text for word in run), "".join(word.reading for word in run)
        unit = self._as_name(text, reading, run[0].start, run[-1].end)
        return [unit] if unit else []

    def _as_name(self, text: str, reading: str, start: int, end: int) -> Unit | None:
        near = self._names.near(text, reading) if len(text) > 1 else []
        least = _ALIKE_SHORT if len(text) == 2 else _ALIKE_IN_KANA if is_kana(text) else _ALIKE
        if not near or near[0][1] < least:
            return None
        forms = {
            word.stem: _MISTYPED * alike
            for name, alike in near
            for word in words_of(name)
            if word.stem in self._terms
        }
        if not forms:
            return None
        written = self._text[start:end]
        self.meant = (self.meant or self._text).replace(written, near[0][0])
        return Unit(written, forms)


def _broken(word: Word) -> bool:
    """Whether a word looks like a splinter of a mistyped one: unknown, or a single Chinese character."""
    return not word.known or (len(word.text) == 1 and not is_kana(word.text))


def _runs(words: Sequence[Word]) -> list[list[Word]]:
    runs: list[list[Word]] = []
    for word in words:
        if runs and runs[-1][-1].end == word.start:
            runs[-1].append(word)
        else:
            runs.append([word])
    return runs
