"""Finding a procedure from what people type: pairs of characters, folded, so that typing errors still
find it.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import jaconv

from yakuba.ground.catalogue.definition import Procedure

_WEIGHTS = {"title": 8.0, "kana": 7.0, "words": 6.0, "summary": 3.0, "guide": 1.0}
_ENOUGH = 0.5
"""The share of a word's pairs that must be found; the rest may be typing errors."""
_LITTLE = 0.3
_CONTENT = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff々]+|[ァ-ヺー]{2,}|[a-z0-9]+")
"""Runs that carry meaning; the hiragana between them (を, したい) only ties them together."""
_KANJI = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def fold(text: str) -> str:
    """Width, kana, case and signs do not count: `ドウロ 占用` and `どうろ占用` are the same."""
    plain = str(jaconv.kata2hira(unicodedata.normalize("NFKC", text).lower()))
    return re.sub(r"[\W_ー]+", "", plain)


def grams(text: str) -> set[str]:
    """The pairs of neighbouring characters of folded text; a single character stands for itself."""
    return {text[at : at + 2] for at in range(len(text) - 1)} or ({text} if text else set())


def telling(word: str) -> set[str]:
    """The pairs that tell what a typed word is about: those of its kanji, katakana and letters, else all."""
    runs = _CONTENT.findall(unicodedata.normalize("NFKC", word).lower())
    return {pair for run in runs for pair in grams(fold(run))} or grams(fold(word))


@dataclass(frozen=True, slots=True)
class Entry:
    """What can be found of one procedure, by field: folded text and its pairs."""

    fields: dict[str, tuple[str, frozenset[str]]]


def entry(procedure: Procedure) -> Entry:
    """The entry of a procedure; its `words` are the synonyms people use."""
    texts = {
        "title": procedure.title,
        "kana": procedure.kana,
        "words": "\n".join((*procedure.words, procedure.for_whom)),
        "summary": procedure.summary,
        "guide": procedure.guide,
    }
    found = {}
    for name, text in texts.items():
        parts = [fold(part) for part in text.split("\n")]
        pairs = {pair for part in parts for pair in grams(part)}
        found[name] = ("\n".join(parts), frozenset(pairs))
    return Entry(found)


def rank(text: str, entries: Sequence[Entry]) -> list[int]:
    """Places of the entries that answer to the text, best first; if none does well, those that do a bit; if
    none does, those that share its kanji (看版 for 看板).
    """
    words = [word for word in re.split(r"[\s、,・]+", text) if fold(word)]
    if not words:
        return []
    scores = [[_score(fold(word), telling(word), one) for word in words] for one in entries]
    good = [place for place, found in enumerate(scores) if all(share >= _ENOUGH for share, _ in found)]
    some = [place for place, found in enumerate(scores) if any(share >= _LITTLE for share, _ in found)]
    found = (
        good
        or some
        or [place for place, one in enumerate(entries) if any(_near(word, one) for word in words)]
    )
    return sorted(found, key=lambda place: (-sum(score for _, score in scores[place]), place))


def _near(word: str, one: Entry) -> bool:
    """Whether half of the word's kanji stand in the names of the entry: the other half may be mistyped."""
    kanji = set("".join(_KANJI.findall(word)))
    names = one.fields["title"][0] + one.fields["words"][0]
    return len(kanji) > 1 and sum(sign in names for sign in kanji) * 2 >= len(kanji)


def _score(word: str, pairs: set[str], one: Entry) -> tuple[float, float]:
    """The best share of the word found in a field, and the weighted sum over the fields."""
    best, total = 0.0, 0.0
    for name, (text, known) in one.fields.items():
        whole = word in text
        found = sum(pair in known or (len(pair) == 1 and pair in text) for pair in pairs)
        share = 1.0 if whole else found / len(pairs)
        best = max(best, share)
        total += share * _WEIGHTS[name] * (1.5 if whole else 1.0)
    return best, total
