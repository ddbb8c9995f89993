"""One town's facts, read from its folder of TOML files (`town/`, or the folder named by `YAKUBA_TOWN`).

There is never a silent fallback: a missing key, or no value in force, is a TownError that names the file
and the key and says how to mend it. Files are read once; a change takes effect at the next start.
"""

import os
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from yakuba.ground import languages

SHIPPED = Path(__file__).resolve().parents[2] / "town"


class TownError(LookupError):
    """A fact of the town is missing or wrong: which `file`, which `key`, and how to `mend` it (Japanese)."""

    def __init__(self, file: str, key: str, mend: str) -> None:
        super().__init__(f"{file} の {key}: {mend}")
        self.file = file
        self.key = key
        self.mend = mend


@dataclass(frozen=True)
class TownFacts:
    """What `town.toml` says of the town: names as written on its papers, codes, and how to reach it."""

    name: str
    kana: str
    prefecture: str
    code: str
    """全国地方公共団体コード, six digits with the check digit."""
    postcode: str
    address: str
    phone: str
    email: str
    hours: str
    mayor_title: str
    mayor_name: str
    corporate_number: str
    url: str
    seal_text: str
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Authority:
    """Who decides in whose name: `title` stands under letters and is whom an objection goes to."""

    title: str
    name: str
    seal_text: str


def folder() -> Path:
    """The town's folder: the environment's `YAKUBA_TOWN`, or the one shipped with the house."""
    named = os.environ.get("YAKUBA_TOWN")
    return Path(named) if named else SHIPPED


def read(name: str) -> Mapping[str, Any]:
    """The content of `<folder>/<name>.toml`; callers must not change it. Raises TownError."""
    return _read(folder(), name)


@lru_cache(maxsize=64)
def _read(place: Path, name: str) -> Mapping[str, Any]:
    file = f"{name}.toml"
    try:
        return tomllib.loads((place / file).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise TownError(file, "(ファイル)", f"町のフォルダー {place} に {file} を置いてください。") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise TownError(file, "(書き方)", f"TOML として読めません: {problem}") from None


def forget() -> None:
    """Read the files anew at the next call: for tests, and for a town that has just been edited."""
    global _forgotten
    _forgotten += 1
    _read.cache_clear()
    _facts.cache_clear()


_forgotten = 0


def reading() -> tuple[Path, int]:
    """Which town's files, and how often they were forgotten: the same as long as what was read is the
    same.
    """
    return folder(), _forgotten


def facts() -> TownFacts:
    """The town's own facts. Raises TownError for a missing key or a code whose check digit is wrong."""
    return _facts(folder())


@lru_cache(maxsize=8)
def _facts(place: Path) -> TownFacts:
    data = _read(place, "town")
    values = {field.name: _fact(data, field.name, field.type) for field in fields(TownFacts)}
    if not is_municipal_code(str(values["code"])):
        raise TownError("town.toml", "code", "全国地方公共団体コード(検査数字を含む6桁)を入れてください。")
    return TownFacts(**values)


def authority_of(section: str) -> Authority:
    """The authority whose acts those of a section are: the mayor, unless `[[authority]]` names another
    (執行機関: 教育委員会, 選挙管理委員会). Raises TownError.
    """
    for row in read("town").get("authority", ()):
        if section in row.get("sections", ()):
            words = {key: _fact(row, key, str) for key in ("title", "seal_text")}
            return Authority(name=str(row.get("name", "")), **words)
    known = facts()
    return Authority(known.mayor_title, known.mayor_name, known.seal_text)


def _fact(data: Mapping[str, Any], key: str, kind: Any) -> Any:
    value = data.get(key)
    if kind is float and isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    if kind is str and isinstance(value, str) and value.strip():
        return value
    shape = "小数(例: 43.9)" if kind is float else "空でない文字列"
    raise TownError("town.toml", key, f"{shape}を入れてください。")


def is_municipal_code(code: str) -> bool:
    """Whether `code` is six digits with a right check digit (weights 6,5,4,3,2, modulo 11)."""
    if len(code) != 6 or not code.isascii() or not code.isdigit():
        return False
    total = sum(int(digit) * weight for digit, weight in zip(code, (6, 5, 4, 3, 2), strict=False))
    return (11 - total % 11) % 10 == int(code[5])


def spoken(text: str) -> str:
    """A name or note of the town in the language being spoken, from `words.<language>.toml`; else as it is.

    For pages. A town without such a file is read in Japanese.
    """
    file = f"words.{languages.current()}"
    if not (folder() / f"{file}.toml").is_file():
        return text
    return str(read(file).get("words", {}).get(text, text))


def spoken_facts() -> TownFacts:
    """The town's facts as pages write them in the language being spoken."""
    known = facts()
    if languages.current() == languages.DEFAULT:
        return known
    return replace(known, name=spoken(known.name), address=spoken(known.address), hours=spoken(known.hours))


def value_in_force(rows: Iterable[Mapping[str, Any]], day: date, *, file: str, key: str) -> Mapping[str, Any]:
    """The dated row in force on `day`: the latest `valid_from` not after it whose `valid_to` has not passed.

    `file` and `key` name the rows in the TownError raised when none is in force, when a row has no
    `valid_from`, or when two rows begin on the same day.
    """
    begun: list[Mapping[str, Any]] = []
    for row in rows:
        start = row.get("valid_from")
        if not isinstance(start, date):
            raise TownError(file, f"{key}.valid_from", "施行日を 2026-04-01 のように入れてください。")
        if start <= day:
            begun.append(row)
    begun.sort(key=lambda row: row["valid_from"])
    if len(begun) > 1 and begun[-1]["valid_from"] == begun[-2]["valid_from"]:
        raise TownError(file, key, f"{begun[-1]['valid_from']} に始まる行が2つあります。1つにしてください。")
    if begun:
        end = begun[-1].get("valid_to")
        if end is None or day <= end:
            return begun[-1]
    raise TownError(file, key, f"{day.isoformat()} に有効な値がありません。施行日つきの行を加えてください。")
