"""Furigana: the reading over every word with kanji, as <ruby>, read by SudachiPy's small dictionary.

The town's own words (place names, words of its hall that the dictionary reads otherwise) come first. A number
and the word that counts it are read together: 3日 is みっか, 23日 にち. The readings are hidden from screen
readers, which read the kanji themselves: the name of a field stays what it is without furigana.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from threading import local

import sudachipy

from yakuba.ground.languages.counters import COUNTED, counted

KANJI = "㐀-鿿豈-﫿々〆"
_KANJI_RUN = re.compile(f"([{KANJI}ヶヵ]+)")
_HAS_KANJI = re.compile(f"[{KANJI}]")
# The tokenizer takes kana in brackets for the reading of the word before them, and for a part of it.
_BRACKETED = re.compile(r"([^（(]+)([（(].*[）)])")
_KANA = re.compile("[ぁ-ゖー]+")
_TO_HIRAGANA = {katakana: katakana - 0x60 for katakana in range(ord("ァ"), ord("ヶ") + 1)}
_REMEMBERED = 8192  # texts, most of them those of templates and procedures


class Furigana:
    """Puts readings over a text. `readings`: word → how it is read (hiragana), before the dictionary."""

    def __init__(self, readings: Mapping[str, str]) -> None:
        self._readings = dict(readings)
        self._known = re.compile("|".join([*map(_guarded, sorted(readings, key=len, reverse=True)), COUNTED]))
        self._dictionary = sudachipy.Dictionary(dict="small")
        # A tokenizer belongs to one thread; the dictionary behind it is shared.
        self._threads = local()
        self.over = lru_cache(maxsize=_REMEMBERED)(self._over)

    def _over(self, text: str) -> str:
        """`text` (a piece of HTML without tags) with <ruby> over its words with kanji."""
        if not _HAS_KANJI.search(text):
            return text
        done, at = [], 0
        for found in self._known.finditer(text):
            done.append(self._read(text[at : found.start()]))
            reading = self._readings.get(found.group())
            done.append(ruby(found.group(), reading) if reading else _number(found))
            at = found.end()
        return "".join([*done, self._read(text[at:])])

    def _read(self, text: str) -> str:
        if not _HAS_KANJI.search(text):
            return text
        return "".join(ruby(word.surface(), word.reading_form()) for word in self._tokenizer().tokenize(text))

    def _tokenizer(self) -> sudachipy.Tokenizer:
        mine = getattr(self._threads, "tokenizer", None)
        if mine is None:
            mine = self._threads.tokenizer = self._dictionary.tokenizer(mode=sudachipy.SplitMode.C)
        return mine


def _guarded(word: str) -> str:
    """The word as a pattern; one of a single kanji counts only where it stands alone."""
    alone = f"(?<![{KANJI}]){word}(?![{KANJI}])"
    return alone if len(word) == 1 else re.escape(word)


def _number(found: re.Match[str]) -> str:
    number, word = found.group("number"), found.group("counter")
    whole, reading = counted(number, word, after_month=found.string[: found.start()].endswith("月"))
    return ruby(number + word, reading) if whole else number + ruby(word, reading)


def ruby(word: str, reading: str) -> str:
    """食べる, タベル → <ruby>食<rt>た</rt></ruby>べる. Without kanji or a known reading: as it is."""
    reading = reading.translate(_TO_HIRAGANA)
    bracketed = _BRACKETED.fullmatch(word)
    if bracketed:
        return ruby(bracketed[1], reading) + bracketed[2]
    if not _HAS_KANJI.search(word) or not _KANA.fullmatch(reading):
        return word
    pieces = _KANJI_RUN.split(word)
    shape = "".join("(.+?)" if at % 2 else re.escape(_hiragana(piece)) for at, piece in enumerate(pieces))
    found = re.fullmatch(shape, reading)
    if found is None:
        return _marked(word, reading)
    readings = iter(found.groups())
    return "".join(_marked(piece, next(readings)) if at % 2 else piece for at, piece in enumerate(pieces))


def _hiragana(text: str) -> str:
    return text.translate(_TO_HIRAGANA)


def _marked(word: str, reading: str) -> str:
    return f'<ruby>{word}<rt aria-hidden="true">{reading}</rt></ruby>'
