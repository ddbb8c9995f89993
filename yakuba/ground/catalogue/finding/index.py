"""The index: what stands in which document, and which documents answer to a question.

The score of a document is BM25F (Robertson & Zaragoza 2009, by field, with saturation) over stems and synonym
groups, plus how like the question is to the one line of the document that is most like it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import log, sqrt

from yakuba.ground.catalogue.finding.asked import Asked, Unit
from yakuba.ground.catalogue.finding.nearness import Names
from yakuba.ground.catalogue.finding.synonyms import Synonyms
from yakuba.ground.catalogue.finding.words import Word, all_words, fold

WEIGHTS = {"title": 6.0, "words": 5.0, "for_whom": 3.0, "summary": 3.0, "events": 1.0, "guide": 0.7}
_NAMING = ("title", "kana", "words")
"""The fields whose words are names people try to type."""
_LINES = ("title", "words", "for_whom", "summary")
_SATURATION = 3.0
_LINE = 1.2
_OWN_WORD = 2.5
"""How much more than a synonym the very word may weigh."""
_FIELD_LENGTH = {"guide": 0.5}
"""How much a long field counts for less (BM25's b); short fields are all alike."""
_WORTH_SHOWING = 0.35
_MOST = 12
SURE = 0.5


@dataclass(frozen=True, slots=True)
class Document:
    """What can be found of one thing: lines of text by field (title, kana, words, for_whom, summary, …)."""

    key: str
    fields: Mapping[str, tuple[str, ...]]
    prior: float = 1.0
    """How much likelier than others it is meant, whatever was asked; decides between near equals."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that answers, and the question's own words that led to it."""

    key: str
    score: float
    matched: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The hits, best first. `sure`: the best one speaks of most of what was asked. `meant`: the question as
    it was perhaps meant ("" when nothing looked mistyped).
    """

    hits: tuple[Hit, ...] = ()
    sure: bool = False
    meant: str = ""


@dataclass(slots=True)
class _Postings:
    """Where a term stands: weighted counts by document, and lines."""

    documents: dict[int, float] = field(default_factory=lambda: defaultdict(float))
    lines: set[int] = field(default_factory=set)


class Index:
    """An index of documents. Building it reads every text once; asking it touches only the terms asked."""

    def __init__(self, documents: Iterable[Document], synonyms: Synonyms) -> None:
        self._synonyms = synonyms
        self._documents = list(documents)
        self._terms: dict[str, _Postings] = defaultdict(_Postings)
        self._line_owner: list[int] = []
        self._line_terms: list[frozenset[str]] = []
        self._readings: dict[str, set[str]] = defaultdict(set)
        names: set[tuple[str, str]] = set()
        mean = _mean_lengths(self._documents)
        for at, document in enumerate(self._documents):
            self._read(at, document, mean, names)
        self._weight = {term: self._rarity(len(found.documents)) for term, found in self._terms.items()}
        self._line_length = [sqrt(sum(self._weight[term] ** 2 for term in line)) for line in self._line_terms]
        self._names = Names(names)

    def _rarity(self, standing_in: int) -> float:
        """BM25's weight of a term that stands in so many documents."""
        return log(1 + (len(self._documents) - standing_in + 0.5) / (standing_in + 0.5))

    def _read(
        self, at: int, document: Document, mean: Mapping[str, float], names: set[tuple[str, str]]
    ) -> None:
        for name, lines in document.fields.items():
            counts: Counter[str] = Counter()
            for line in lines:
                words = all_words(line)
                if name in _NAMING:
                    names.update(_named(words))
                terms = self._terms_of([word for word in words if not word.little])
                counts.update(terms)
                if name in _LINES and terms:
                    self._add_line(at, frozenset(terms))
            share = _FIELD_LENGTH.get(name, 0.0)
            length = sum(map(len, lines))
            norm = 1 - share + share * length / (mean.get(name) or 1.0)
            for term, count in counts.items():
                self._terms[term].documents[at] += WEIGHTS.get(name, 0.0) * min(count, 3) / norm

    def _terms_of(self, words: Sequence[Word]) -> list[str]:
        for word in words:
            self._readings[word.reading].add(word.stem)
        return [word.stem for word in words] + [match.group for match in self._synonyms.matches(words)]

    def _add_line(self, owner: int, terms: frozenset[str]) -> None:
        for term in terms:
            self._terms[term].lines.add(len(self._line_owner))
        self._line_owner.append(owner)
        self._line_terms.append(terms)

    def find(self, text: str) -> Found:
        """What answers to a text: a word, several, or a whole sentence."""
        asked = Asked(text, self._terms.keys(), self._readings, self._synonyms, self._names)
        known = [unit for unit in asked.units if unit.forms]
        if not known:
            return Found()
        scores, matched = self._by_words(known)
        whole = sum(self._heaviest(unit) for unit in asked.units)
        for owner, alike in self._by_lines(asked.units).items():
            scores[owner] += _LINE * alike * whole
        for at in scores:
            scores[at] *= self._documents[at].prior
        return self._shown(scores, matched, asked, whole)

    def _weights(self, unit: Unit) -> dict[str, float]:
        """What each form of a unit weighs. A word with synonyms is hardly rarer than what it means (父 may
        stand in one text by chance, where others say 親).
        """
        known = {form: self._weight[form] for form in unit.forms if form in self._weight}
        groups = [weight for form, weight in known.items() if form.startswith("=")]
        most = _OWN_WORD * max(groups) if groups else max(known.values(), default=0.0)
        return {form: min(weight, most) for form, weight in known.items()}

    def _heaviest(self, unit: Unit) -> float:
        """What a unit of the question weighs; one the index does not know weighs as much as a rare word."""
        return max(self._weights(unit).values(), default=self._rarity(1))

    def _by_words(self, units: Sequence[Unit]) -> tuple[dict[int, float], dict[int, list[Unit]]]:
        scores: dict[int, float] = defaultdict(float)
        matched: dict[int, list[Unit]] = defaultdict(list)
        for unit in units:
            best: dict[int, float] = {}
            for form, own in self._weights(unit).items():
                weight = own * unit.forms[form]
                for at, count in self._terms[form].documents.items():
                    best[at] = max(best.get(at, 0.0), weight * count / (count + _SATURATION))
            for at, score in best.items():
                scores[at] += score
                matched[at].append(unit)
        return scores, matched

    def _by_lines(self, units: Sequence[Unit]) -> dict[int, float]:
        """The likeness (cosine) of the question to the likest line of each document."""
        shared: dict[int, float] = defaultdict(float)
        for unit in units:
            best: dict[int, float] = {}
            for form, own in self._weights(unit).items():
                for line in self._terms[form].lines:
                    best[line] = max(best.get(line, 0.0), unit.forms[form] * own * self._weight[form])
            for line, product in best.items():
                shared[line] += product
        length = sqrt(sum(self._heaviest(unit) ** 2 for unit in units))
        alike: dict[int, float] = defaultdict(float)
        for line, product in shared.items():
            owner = self._line_owner[line]
            alike[owner] = max(alike[owner], product / (length * (self._line_length[line] or 1.0)))
        return alike

    def _shown(
        self, scores: Mapping[int, float], matched: Mapping[int, list[Unit]], asked: Asked, whole: float
    ) -> Found:
        order = sorted((at for at in scores if matched.get(at)), key=lambda at: (-scores[at], at))
        least = scores[order[0]] * _WORTH_SHOWING if order else 0.0
        hits = tuple(
            Hit(self._documents[at].key, scores[at], tuple(dict.fromkeys(unit.text for unit in matched[at])))
            for at in order[:_MOST]
            if scores[at] >= least
        )
        spoken = sum(self._heaviest(unit) for unit in matched[order[0]]) if order else 0.0
        return Found(hits, sure=spoken >= SURE * whole, meant=asked.meant)


def _mean_lengths(documents: Sequence[Document]) -> dict[str, float]:
    lengths: dict[str, list[int]] = defaultdict(list)
    for document in documents:
        for name, lines in document.fields.items():
            lengths[name].append(sum(map(len, lines)))
    return {name: sum(found) / len(found) for name, found in lengths.items()}


def _named(words: Sequence[Word]) -> Iterable[tuple[str, str]]:
    """The names in a line, with their readings: each word, and words written without a gap together."""
    run: list[Word] = []
    for word in words:
        if run and run[-1].end != word.start:
            yield from _joined(run)
            run = []
        run.append(word)
    yield from _joined(run)


def _joined(run: Sequence[Word]) -> Iterable[tuple[str, str]]:
    spans = [run, *([word] for word in run if not word.little)] if run else []
    for span in spans:
        text, reading = "".join(word.text for word in span), "".join(word.reading for word in span)
        if len(text) > 1:
            yield fold(text), reading
