"""The town's categories (分野), under which its procedures stand; in several languages."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from yakuba.ground.catalogue.definition import Translation
from yakuba.ground.catalogue.loading.report import DefinitionErrors, Report
from yakuba.ground.catalogue.loading.table import Table, unique
from yakuba.ground.catalogue.loading.texts import load_translation
from yakuba.ground.catalogue.speech import TRANSLATED, stamp_of

FILE = "categories.toml"


@dataclass(frozen=True, slots=True)
class Category:
    """One category: its name, one line that says what is in it, and the icon beside it."""

    key: str
    title: str
    text: str
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Categories:
    """All categories in the town's order, with their translations by path (`road.title`)."""

    rows: tuple[Category, ...]
    texts: Mapping[str, Translation] = field(default_factory=dict)

    def in_language(self, language: str) -> tuple[Category, ...]:
        """The categories in a language; what is missing or stale stays Japanese."""
        own = self.texts.get(language, Translation({}))

        def say(path: str, text: str) -> str:
            return own.texts[path] if own.of.get(path) == stamp_of(text) and path in own.texts else text

        return tuple(_retold(row, say) for row in self.rows)

    def texts_of(self) -> dict[str, str]:
        """Every Japanese text, by path."""
        found: dict[str, str] = {}

        def keep(path: str, text: str) -> str:
            found[path] = text
            return text

        for row in self.rows:
            _retold(row, keep)
        return found


def _retold(row: Category, say: Callable[[str, str], str]) -> Category:
    return replace(row, title=say(f"{row.key}.title", row.title), text=say(f"{row.key}.text", row.text))


def load_categories(folder: Path) -> Categories:
    """The categories of a town's folder. Raises DefinitionErrors holding every fault found."""
    report = Report()
    top = _read(folder / FILE, report)
    tables = top.many("category")
    rows = []
    for table in tables:
        title, text = table.text("title", required=True), table.text("text", required=True)
        rows.append(Category(table.name(), title, text, table.text("icon")))
        table.close()
    unique(zip(tables, (row.key for row in rows), strict=True), "分野")
    top.close()
    found = Categories(tuple(rows))
    texts = {}
    for language in TRANSLATED:
        own = folder / f"categories.{language}.toml"
        if own.is_file():
            texts[language] = load_translation(_read(own, report), found.texts_of())
    if report.faults:
        raise DefinitionErrors(report.faults)
    return replace(found, texts=texts)


def _read(path: Path, report: Report) -> Table:
    data: dict[str, Any] = {}
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        report.add(path.name, "ファイル", "ありません。", "町のフォルダーに置いてください。")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        mend = "UTF-8 で、TOML の書き方に直してください。"
        report.add(path.name, "ファイル", f"TOML として読めません({error})。", mend)
    return Table(data, path.name, "", report)
