"""The texts of procedures, life events and categories in other languages: what is missing or stale, and
the stamps that tell.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from yakuba.ground import town
from yakuba.ground.catalogue import life_events, speech
from yakuba.ground.catalogue.categories import Categories
from yakuba.ground.catalogue.definition import Procedure, Translation
from yakuba.ground.catalogue.life_events import LifeEvent
from yakuba.ground.catalogue.loading.texts import text_file

LANGUAGES = speech.TRANSLATED
_STAMPS = re.compile(r"^\[of\][ \t]*(#[^\n]*)?\n.*?(?=^\[|\Z)", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Spoken:
    """Anything of the town that residents read: its Japanese texts and their translations, by path.

    `file` is its file of a language below the town's folder, with `{}` for the language.
    """

    key: str
    file: str
    japanese: Mapping[str, str]
    texts: Mapping[str, Translation]

    def in_file(self, language: str) -> str:
        return self.file.format(language)


def of_procedure(procedure: Procedure) -> Spoken:
    file = f"procedures/{procedure.key}/{text_file('{}')}"
    return Spoken(procedure.key, file, speech.texts_of(procedure), procedure.texts)


def of_life_event(event: LifeEvent) -> Spoken:
    return Spoken(event.key, f"life_events/{event.key}.{{}}.toml", life_events.texts_of(event), event.texts)


def of_categories(categories: Categories) -> Spoken:
    return Spoken("categories", "categories.{}.toml", categories.texts_of(), categories.texts)


@dataclass(frozen=True, slots=True)
class Untold:
    """What of something is not said in a language: paths without a text, and with an old one."""

    spoken: Spoken
    language: str
    missing: tuple[str, ...]
    stale: tuple[str, ...]

    def __str__(self) -> str:
        said = [
            f"{word} {len(paths)} 件（{'、'.join(paths[:3])}{' など' if len(paths) > 3 else ''}）"
            for word, paths in (("訳がない文", self.missing), ("古くなった訳", self.stale))
            if paths
        ]
        return f"{self.spoken.in_file(self.language)}: {'、'.join(said)}"


def untold(subjects: Iterable[Spoken], languages: Sequence[str] = LANGUAGES) -> list[Untold]:
    """What is missing or stale, by subject and language; [] when every text is said in every language."""
    found = [
        Untold(
            spoken,
            language,
            tuple(speech.missing_of(spoken.japanese, spoken.texts.get(language))),
            tuple(speech.stale_of(spoken.japanese, spoken.texts.get(language))),
        )
        for spoken in subjects
        for language in languages
    ]
    return [one for one in found if one.missing or one.stale]


def stamp(spoken: Spoken, language: str) -> int | None:
    """Write into the language's file which Japanese each of its texts translates; how many, or None when
    there is no such file. Raises ValueError (in Japanese) when [of] cannot be told from the texts.
    """
    path = town.folder() / spoken.in_file(language)
    own = spoken.texts.get(language)
    if own is None:
        return None
    stamps = {name: speech.stamp_of(text) for name, text in spoken.japanese.items() if name in own.texts}
    written = path.read_text(encoding="utf-8")
    told = _with_stamps(written, stamps)
    if not _says_the_same(told, written):
        # A text may hold a line that looks like [of]: then nothing is written.
        raise ValueError(f"{path.name}: [of] を書き直せません。[of] をファイルのいちばん下に置いてください。")
    path.write_text(told, encoding="utf-8")
    return len(stamps)


def _says_the_same(told: str, written: str) -> bool:
    try:
        return bool(tomllib.loads(told)["text"] == tomllib.loads(written)["text"])
    except tomllib.TOMLDecodeError:
        return False


def _with_stamps(written: str, stamps: Mapping[str, str]) -> str:
    rest = _STAMPS.sub("", written).rstrip()
    lines = [f'{_quoted(name)} = "{value}"' for name, value in stamps.items()]
    return "\n".join([rest, "", "[of]", *lines, ""])


def _quoted(name: str) -> str:
    return f'"{name}"' if "." in name else name
