"""How like two written words are: letters changed, left out, added or swapped (typing errors)."""

from collections import defaultdict
from collections.abc import Iterable

_SHORT = 4
_LONG_ENOUGH_TO_SOUND = 4


def distance(one: str, other: str, most: int) -> int:
    """Changes of one letter (put, taken, replaced, two neighbours swapped) from one to the other; `most` + 1
    when there are more.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before, row = [0] * (len(other) + 1), list(range(len(other) + 1))
    for at, sign in enumerate(one, 1):
        earlier, before, row = before, row, [at] + [0] * len(other)
        for to, there in enumerate(other, 1):
            row[to] = min(before[to] + 1, row[to - 1] + 1, before[to - 1] + (sign != there))
            if at > 1 and to > 1 and sign == other[to - 2] and one[at - 2] == there:
                row[to] = min(row[to], earlier[to - 2] + 1)
        if min(row) > most:
            return most + 1
    return row[-1]


def allowed(length: int) -> int:
    """How many letters may be wrong in a word of that length."""
    return 1 if length <= _SHORT else 2


class Names:
    """Known names by text and by reading, to find those a mistyped word may have meant."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        self._by_pair: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for text, reading in names:
            for written in {text, reading}:
                for pair in _pairs(written):
                    self._by_pair[pair].add((written, text))

    def near(self, text: str, reading: str) -> list[tuple[str, float]]:
        """The names nearest to a word, with how like they are (0 to 1), the likest first; three at most."""
        found: dict[str, float] = {}
        for written in {text, reading if len(reading) >= _LONG_ENOUGH_TO_SOUND else text}:
            for known, name in self._candidates(written):
                most = min(allowed(len(written)), allowed(len(known)))
                away = distance(written, known, most)
                if away <= most and away < len(known):
                    alike = 1 - away / max(len(written), len(known))
                    found[name] = max(found.get(name, 0.0), alike)
        best = max(found.values(), default=0.0)
        likest = sorted((-alike, name) for name, alike in found.items() if alike == best)
        return [(name, -alike) for alike, name in likest[:3]]

    def _candidates(self, written: str) -> set[tuple[str, str]]:
        return {one for pair in _pairs(written) for one in self._by_pair.get(pair, ())}


def _pairs(text: str) -> set[str]:
    """Neighbouring letters, with marks at the ends so that the first and the last letter count alone."""
    marked = f"^{text}$"
    return {marked[at : at + 2] for at in range(len(marked) - 1)}
