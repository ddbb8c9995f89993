"""The languages a resident may read in, and which one is being spoken now.

Japanese is the source: texts stand in the code and the templates in Japanese, and a catalogue
(`yakuba/locale`) holds what stands for each in English and in やさしい日本語. Knows no Django: templates use
Django's own tags over the same catalogue; code says `say("…")`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from yakuba.ground.languages.catalogue import translated

DEFAULT = "ja"
# Each called by its own name, as its readers know it.
LANGUAGES = {"ja": "日本語", "ja-easy": "やさしい日本語", "en": "English"}
# For <html lang>: やさしい日本語 is Japanese to a screen reader.
HTML_LANGUAGES = {"ja": "ja", "ja-easy": "ja", "en": "en"}

_current: ContextVar[str] = ContextVar("language", default=DEFAULT)


def current() -> str:
    """The language of this request: a key of LANGUAGES; "ja" wherever none was chosen."""
    return _current.get()


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak `code` inside the block; a language we do not know is Japanese."""
    token = _current.set(code if code in LANGUAGES else DEFAULT)
    try:
        yield
    finally:
        _current.reset(token)


def speak(code: str) -> None:
    """From here on speak `code`, to the end of the `speaking` block around: somebody has just switched."""
    _current.set(code if code in LANGUAGES else DEFAULT)


def say(text: str, **values: object) -> str:
    """`text` (Japanese, as it stands in the code) in the language being spoken, its {holes} filled.

    Falls back to the Japanese where no translation is at hand.
    """
    spoken = translated(text, current())
    return spoken.format(**values) if values else spoken


def marked(text: str) -> str:
    """`text` itself: marks a text of a table for the catalogue, to be said later with `say`."""
    return text
