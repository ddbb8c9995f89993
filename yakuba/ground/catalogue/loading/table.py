"""One TOML table, read key by key; what nobody read is an unknown key."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from yakuba.ground.catalogue.conditions import ConditionErrors, compile_authoring
from yakuba.ground.catalogue.definition import Rule
from yakuba.ground.catalogue.loading.report import Report, nearest
from yakuba.ground.catalogue.vocabulary import Vocabulary

_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(slots=True)
class Table:
    """A table with its file and place, for faults that can be found."""

    data: Mapping[str, Any]
    file: str
    place: str
    report: Report
    seen: set[str] = field(default_factory=set)

    def fault(self, key: str, message: str, mend: str) -> None:
        """Note a fault of one key of this table."""
        self.report.add(self.file, f"{self.place}.{key}" if key else self.place, message, mend)

    def take(self, key: str) -> Any:
        """The raw value; the key counts as known."""
        self.seen.add(key)
        return self.data.get(key)

    def text(self, key: str, *, required: bool = False, default: str = "") -> str:
        """Text, trimmed."""
        value = self.take(key)
        if value is None or value == "":
            if required:
                self.fault(key, "書かれていません。", f'{key} = "…" を書いてください。')
            return default
        if isinstance(value, date):
            return value.isoformat()
        if not isinstance(value, str):
            self.fault(key, "文字ではありません。", '"…" で囲んでください。')
            return default
        return value.strip()

    def name(self, key: str = "key") -> str:
        """A key: small Latin letters, digits and underscores."""
        value = self.text(key, required=True)
        if value and not _KEY.fullmatch(value):
            mend = "英小文字で始め、英小文字・数字・_ で40字までにしてください。"
            self.fault(key, f"「{value}」は名前に使えません。", mend)
        return value

    def word(self, key: str, allowed: Iterable[str], *, default: str = "") -> str:
        """One of the allowed words; without a default it is required."""
        allowed = list(allowed)
        value = self.text(key, required=not default, default=default)
        if value and value not in allowed:
            self.fault(key, f"「{value}」はありません。", nearest(value, allowed))
        return value

    def flag(self, key: str, *, default: bool) -> bool:
        """true or false."""
        value = self.take(key)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.fault(key, "true か false ではありません。", f"{key} = true と書いてください。")
            return default
        return value

    def whole(self, key: str, *, least: int = 0, most: int = 100_000) -> int | None:
        """A whole number, or None when absent."""
        value = self.take(key)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            self.fault(key, "範囲の中の整数ではありません。", f"{least}から{most}までの整数にしてください。")
            return None
        return value

    def day(self, key: str, *, required: bool = False) -> str:
        """A day as "YYYY-MM-DD", "" when absent."""
        value = self.take(key)
        if value is None and not required:
            return ""
        try:
            return date.fromisoformat(str(value)).isoformat()
        except ValueError:
            self.fault(key, "日付ではありません。", f"{key} = 2026-04-01 のように書いてください。")
            return ""

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        value = self.take(key)
        if value is None:
            return ()
        if not isinstance(value, list) or any(not isinstance(one, str) or not one for one in value):
            self.fault(key, "文字の並びではありません。", f'{key} = ["…", "…"] と書いてください。')
            return ()
        return tuple(value)

    def one(self, key: str) -> "Table | None":
        """A table inside this one, or None."""
        value = self.take(key)
        if value is None:
            return None
        if not isinstance(value, Mapping):
            self.fault(key, "表ではありません。", f"[{key}] の下に書いてください。")
            return None
        return Table(value, self.file, f"{self.place}.{key}", self.report)

    def many(self, key: str) -> "list[Table]":
        """A list of tables inside this one."""
        value = self.take(key)
        if value is None:
            return []
        if not isinstance(value, list) or any(not isinstance(one, Mapping) for one in value):
            self.fault(key, "表の並びではありません。", f"[[{key}]] を並べてください。")
            return []
        return [
            Table(one, self.file, f"{self.place}.{key}[{at}]", self.report) for at, one in enumerate(value)
        ]

    def rule(self, key: str, vocabulary: Vocabulary) -> Rule | None:
        """A compiled condition, None when absent; faults are noted with their place inside it."""
        value = self.take(key)
        if value is None:
            return None
        try:
            return compile_authoring(value, vocabulary)
        except ConditionErrors as errors:
            for fault in errors.faults:
                self.fault(f"{key}{fault.place}", fault.message, fault.mend)
            return None

    def rest(self) -> dict[str, Any]:
        """The keys nobody has read yet, with plain values."""
        return {key: stored(value) for key, value in self.data.items() if key not in self.seen}

    def close(self, also: Sequence[str] = ()) -> None:
        """Name every key nobody has read."""
        for key in self.data:
            if key not in self.seen:
                self.fault(key, "この名前は使えません。", nearest(key, [*sorted(self.seen), *also]))


def stored(value: Any) -> Any:
    """A TOML value in stored form: days and decimals as text."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, list):
        return [stored(one) for one in value]
    if isinstance(value, Mapping):
        return {str(key): stored(one) for key, one in value.items()}
    return value


def unique(tables: Iterable[tuple[Table, str]], what: str) -> None:
    """Note every key that stands twice among tables of one list."""
    seen: set[str] = set()
    for table, key in tables:
        if key and key in seen:
            table.fault("key", f"{what}の key「{key}」が2回あります。", "別の key にしてください。")
        seen.add(key)
