"""Phrases that stand whole in what people say: 父が亡くなった in 先週父が亡くなったので何をすればいいですか.

For things that are met in a few set phrases (life events), where a single shared word would mislead.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from math import log

from yakuba.ground.catalogue.finding.synonyms import Synonyms
from yakuba.ground.catalogue.finding.words import Word, words_of


class Phrases:
    """Phrases by key; each word of a phrase may be said by its synonyms."""

    def __init__(self, phrases: Iterable[tuple[str, Sequence[str]]], synonyms: Synonyms) -> None:
        self._synonyms = synonyms
        self._phrases = [
            (key, said) for key, texts in phrases for text in texts if (said := self._said(words_of(text)))
        ]
        standing = Counter(term for _, said in self._phrases for term in _all(said))
        self._weight = {term: log(1 + len(self._phrases) / count) for term, count in standing.items()}

    def _said(self, words: Sequence[Word]) -> list[frozenset[str]]:
        """For each word the terms that say it: its stem, and the groups it stands in."""
        said = [{word.stem} for word in words]
        for match in self._synonyms.matches(words):
            for at in range(match.first, match.last):
                said[at].add(match.group)
        return [frozenset(terms) for terms in said]

    def find(self, text: str) -> list[str]:
        """The keys whose phrases stand whole in the text, the one that says the most first."""
        told = _all(self._said(words_of(text)))
        best: dict[str, float] = {}
        for key, said in self._phrases:
            shared = [terms & told for terms in said]
            if all(shared):
                worth = sum(max(self._weight[term] for term in terms) for terms in shared)
                best[key] = max(best.get(key, 0.0), worth)
        return sorted(best, key=lambda key: -best[key])


def _all(said: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset(term for terms in said for term in terms)
