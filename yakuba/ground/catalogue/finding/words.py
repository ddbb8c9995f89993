"""From text to words: each with a stem that does not change with inflection or spelling, and its reading.

SudachiPy with its small dictionary (both Apache-2.0) gives dictionary forms and readings; it is loaded at
the first call. 引っ越した, 引越し and ひっこし have one stem; half-width kana and full-width letters do not
count.
"""

import re
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import jaconv
from sudachipy import Dictionary, Morpheme, SplitMode, Tokenizer

_KANJI = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff々"
_ENDING = re.compile(rf"^(.*[{_KANJI}])([ぁ-ん]+)$")
_NOUN_ENDING = 2
_KANA = re.compile(r"[ぁ-ゖァ-ヺー]+")
_LATIN = re.compile(r"[a-z][a-z']*")
_INFLECTING = frozenset({"動詞", "形容詞"})
_CARRYING = frozenset({"名詞", "動詞", "形容詞", "形状詞", "接尾辞", "接頭辞"})
_TYING = frozenset({"助動詞語幹", "数詞"})
_LITTLE_WORDS = Path(__file__).parent / "little_words.txt"
_SUFFIXES = (
    "ations",
    "ation",
    "ements",
    "ement",
    "ments",
    "ment",
    "ings",
    "ing",
    "ies",
    "ied",
    "es",
    "ed",
    "s",
    "e",
    "y",
)
_SHORTEST_STEM = 3


@dataclass(frozen=True, slots=True)
class Word:
    """One word that carries meaning: stem, reading of its dictionary form in hiragana, the folded text,
    and its place in `plain` text. A `little` word says little about which procedure is meant;
    a `known` one stands in the dictionary."""

    stem: str
    reading: str
    text: str
    start: int
    end: int
    little: bool = False
    known: bool = True


def fold(text: str) -> str:
    """Width, kana, case and signs do not count: `ドウロ 占用` and `どうろ占用` are the same."""
    return re.sub(r"[\W_ー]+", "", str(jaconv.kata2hira(unicodedata.normalize("NFKC", text).lower())))


def plain(text: str) -> str:
    """Text as it is taken apart: one width, lower case, half characters (which no file can hold) as signs."""
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return unicodedata.normalize("NFKC", whole).lower().replace("\n", " ")


_lock = threading.Lock()


@cache
def _saying_little() -> frozenset[str]:
    """Dictionary forms and English words that say little about which procedure is meant."""
    lines = _LITTLE_WORDS.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@cache
def _tokenizer() -> Tokenizer:
    return Dictionary(dict="small").tokenizer()


@lru_cache(maxsize=4096)
def words_of(text: str) -> tuple[Word, ...]:
    """The words of a text that carry meaning, in order."""
    return tuple(word for word in all_words(text) if not word.little)


def all_words(text: str) -> tuple[Word, ...]:
    """The words of a text but for particles, with those that say little."""
    with _lock:  # a tokenizer may not be used by two threads at once
        return tuple(_words(plain(text)))


def _words(text: str) -> Iterator[Word]:
    for one in _tokenizer().tokenize(text, SplitMode.A):
        kind, part = one.part_of_speech()[:2]
        surface = one.surface()
        if _LATIN.fullmatch(surface):
            little = surface in _saying_little() or len(surface) == 1
            yield Word(english_stem(surface), surface, surface, one.begin(), one.end(), little)
        elif kind in _CARRYING and part not in _TYING and fold(surface):
            yield _word(one, kind, surface)


def _word(one: Morpheme, kind: str, surface: str) -> Word:
    form, base = one.normalized_form(), one.dictionary_form()
    little = not {form, base}.isdisjoint(_saying_little())
    reading = one.reading_form() if base == surface else _reading(base)
    stem = stem_of(form, inflected=kind in _INFLECTING)
    return Word(stem, fold(reading), fold(surface), one.begin(), one.end(), little, not one.is_oov())


@lru_cache(maxsize=8192)
def _reading(form: str) -> str:
    return "".join(one.reading_form() for one in _tokenizer().tokenize(form, SplitMode.A))


def stem_of(form: str, *, inflected: bool) -> str:
    """A dictionary form without what inflection changes: 引っ越す and 引っ越し give 引っ越, 亡くなる gives
    亡; of a noun only one or two kana go (赤ちゃん stays).
    """
    found = _ENDING.match(form)
    if found and (inflected or len(found.group(2)) <= _NOUN_ENDING):
        return found.group(1)
    return fold(form) or form


def english_stem(word: str) -> str:
    """An English word without its commonest endings: moving, moved and moves give mov."""
    word = word.split("'")[0]
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= _SHORTEST_STEM:
            word = word.removesuffix(suffix)
            break
    return word[:-1] if len(word) > _SHORTEST_STEM and word[-1] == word[-2] else word


def is_kana(text: str) -> bool:
    """Whether the text is written in kana only."""
    return bool(_KANA.fullmatch(text))
