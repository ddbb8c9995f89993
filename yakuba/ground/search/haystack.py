"""The text that is looked in: several parts, folded each for itself, and numbers as people dial them."""

import re
import unicodedata
from collections.abc import Iterator

from yakuba.ground.search.folding import fold
from yakuba.ground.search.grams import DIALLED_DIGITS

_CHAIN = re.compile(r"(?<![0-9])[0-9]+(?:-[0-9]+)+(?![0-9])")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
_TAILS = (4, 6, 7, 8)
_TELEPHONE_DIGITS = (10, 11)


def haystack(*parts: str, phones: tuple[str, ...] = ()) -> str:
    """All parts folded, a line each, so that a word never stands across two of them.

    A number with hyphens is also there in one piece, a telephone number also by its last 4, 6, 7 and 8
    digits (people say it without the area code).
    """
    lines = [fold(part) for part in parts]
    lines += [f" {' '.join(dict.fromkeys(joined))} " for part in parts if (joined := list(_joined(part)))]
    lines += [f" {' '.join(dict.fromkeys(_telephone(phone)))} " for phone in phones if phone]
    return "\n".join(line for line in lines if line.strip())


def _joined(part: str) -> Iterator[str]:
    plain = unicodedata.normalize("NFKC", part).translate(_DASHES)
    for chain in _CHAIN.findall(plain):
        digits = chain.replace("-", "")
        if len(digits) >= DIALLED_DIGITS:
            yield digits


def _telephone(phone: str) -> Iterator[str]:
    runs = re.findall(r"[0-9]+", unicodedata.normalize("NFKC", phone))
    digits = "".join(runs)
    yield from runs
    if digits:
        yield digits
    if len(digits) in _TELEPHONE_DIGITS:
        yield from (digits[-length:] for length in _TAILS)
