"""Reads the compiled catalogues of `yakuba/locale`, once a process; the pages' tags read the same files."""

from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "locale"
# Folder of each translated language, as Django names it.
LOCALES = {"ja-easy": "ja_Easy", "en": "en"}


def translated(text: str, language: str) -> str:
    """`text` in `language`; `text` itself when it has no translation (or the language is Japanese)."""
    if language not in LOCALES or not text:
        return text
    return _catalogue(language).gettext(text)


def po_file(language: str, folder: Path = FOLDER) -> Path:
    """What people write; the `.mo` beside it is what machines read, made by `compiling`."""
    return folder / LOCALES[language] / "LC_MESSAGES" / "django.po"


@cache
def _catalogue(language: str) -> NullTranslations:
    compiled = po_file(language).with_suffix(".mo")
    if not compiled.is_file():
        return NullTranslations()
    with compiled.open("rb") as file:
        return GNUTranslations(file)
