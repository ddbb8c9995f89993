"""The catalogue of what the house says: which Japanese texts there are, and which have a translation.

Texts are found where they stand: in templates (as Django's own tags see them) and in `say("…")`,
`marked("…")` and `gettext_lazy` of the code. A changed Japanese text is a new text: its translations are
missing until somebody writes them, and the old ones unused.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from yakuba.ground.languages.catalogue import FOLDER, LOCALES, po_file

HOUSE = FOLDER.parent
# Every call whose first argument is a text of the catalogue.
KEYWORDS = {name: None for name in ("say", "marked", "gettext", "gettext_lazy", "pgettext", "_")}


@dataclass(frozen=True)
class Gap:
    """One thing that is not right with a catalogue: `kind` is missing, unused, stale (fuzzy) or holes."""

    language: str
    kind: str
    text: str
    where: str = ""

    def __str__(self) -> str:
        place = f" ({self.where})" if self.where else ""
        return f"{self.language}: {_KINDS[self.kind]}: 「{self.text}」{place}"


_KINDS = {
    "missing": "訳がありません",
    "unused": "使われていない訳です",
    "stale": "訳を見直してください",
    "holes": "差しこむ名前（{…} や %(…)s）が原文と違います",
}
_JAPANESE = re.compile("[、-ヿ㐀-鿿]")
_HOLE = re.compile(r"%\(\w+\)s|\{\w+\}")


def texts(house: Path = HOUSE) -> dict[str, str]:
    """Every text that residents may meet → the first place it stands at, as `file:line`."""
    found: dict[str, str] = {}
    for path in sorted([*house.rglob("*.py"), *house.rglob("templates/**/*.html")]):
        if "tests" in path.parts or "migrations" in path.parts:
            continue
        for line, text in _texts_in(path):
            found.setdefault(text, f"{path.relative_to(house.parent)}:{line}")
    return found


def _texts_in(path: Path) -> Iterator[tuple[int, str]]:
    source = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        # Django makes calls of the tags and X of the rest; without indents it reads as Python.
        source = "\n".join(line.lstrip() for line in templatize(source).split("\n"))
    for line, found, _, _ in extract("python", BytesIO(source.encode()), keywords=KEYWORDS):
        text = found if isinstance(found, str) else found[0]
        if _JAPANESE.search(text):
            yield line, text


def catalogue(language: str, folder: Path = FOLDER) -> Catalog:
    """The translations of one language (an empty catalogue when there is no file yet)."""
    path = po_file(language, folder)
    if not path.is_file():
        return Catalog(charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, charset="utf-8", abort_invalid=True)


def gaps(found: dict[str, str], folder: Path = FOLDER) -> list[Gap]:
    """What is missing, unused, stale, or has other {holes} than the Japanese, in every language."""
    wrong = []
    for language in LOCALES:
        known = {str(message.id): message for message in catalogue(language, folder) if message.id}
        for text, where in found.items():
            message = known.get(text)
            if message is None or not message.string:
                wrong.append(Gap(language, "missing", text, where))
            elif message.fuzzy:
                wrong.append(Gap(language, "stale", text, where))
            elif _holes(text) != _holes(str(message.string)):
                wrong.append(Gap(language, "holes", text, where))
        wrong += [Gap(language, "unused", text) for text in known if text not in found]
    return wrong


def _holes(text: str) -> set[str]:
    return set(_HOLE.findall(text))


def update(found: dict[str, str], folder: Path = FOLDER) -> None:
    """Write the files anew: every text that is used, in the order of the code, with the translations at hand.

    A text without one stands there empty, for somebody to fill in.
    """
    for language in LOCALES:
        known = {str(message.id): message for message in catalogue(language, folder) if message.id}
        fresh = Catalog(project="Yakuba", charset="utf-8", fuzzy=False)
        for text, where in found.items():
            before = known.get(text)
            fresh.add(
                text,
                before.string if before else "",
                locations=[(where.rpartition(":")[0], 0)],
                flags={"fuzzy"} if before and before.fuzzy else (),
            )
        path = po_file(language, folder)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, fresh, width=0, omit_header=False, include_lineno=False)
