"""Faults of a definition, all of them: which file, which key, what is wrong, how to mend it."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault; `key` is dotted with indexes, e.g. `pages[0].questions[2].show_when.q`."""

    file: str
    key: str
    message: str
    mend: str

    def __str__(self) -> str:
        return f"{self.file} の {self.key}: {self.message}{self.mend}"


class DefinitionErrors(ValueError):
    """A definition with faults; nothing of it is used."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


@dataclass(slots=True)
class Report:
    """Collects faults while a definition is read."""

    faults: list[Fault] = field(default_factory=list)

    def add(self, file: str, key: str, message: str, mend: str) -> None:
        """Note one fault."""
        self.faults.append(Fault(file, key.lstrip("."), message, mend))


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint naming the known word most like this one, or all known words."""
    known = list(known)
    near = difflib.get_close_matches(word, known, n=1)
    return f"「{near[0]}」ではありませんか。" if near else f"使えるのは {'、'.join(known)} です。"
