"""Named holes in a letter's markdown: `{{申請者}}`. What is put in is text, never markdown.

A value keeps its line breaks as U+2028, which survives headings and table cells; every character that
markdown could read is escaped, so that a townsperson's `#` or `|` cannot change the shape of a letter.
"""

import re
from collections.abc import Mapping

OPEN_HOLES = ("文書番号", "施行日")
"""Holes that stay open in an approved body and are filled when the letter is issued."""

LINE = "\u2028"

_HOLE = re.compile(r"\{\{[ 　]*([^{}\n]+?)[ 　]*\}\}")
_MARKDOWN = re.compile(r"([\\`*_\[\]<>&|#~{}!])")
_LINE_START = re.compile(r"^(\d{1,9})([.)])|^([-+=:])")


class LetterError(Exception):
    """A letter cannot be made; the message is Japanese and says what to mend. `field` names the hole."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


def holes(body: str) -> tuple[str, ...]:
    """The names of the holes of `body`, each once, in the order they appear."""
    return tuple(dict.fromkeys(match.group(1) for match in _HOLE.finditer(body)))


def fill(body: str, fields: Mapping[str, str], *, keep: tuple[str, ...] = ()) -> str:
    """`body` with every hole filled from `fields`; holes named in `keep` and absent from `fields` stay.

    An empty string is a value. Raises LetterError naming the first hole that has no value.
    """

    def value(match: re.Match[str]) -> str:
        name = match.group(1)
        if name in fields:
            return _escape(fields[name])
        if name in keep:
            return "{{" + name + "}}"
        raise LetterError(
            f"文書の「{name}」に入れる内容がありません。案件の入力か、文書のひな形を確かめてください。",
            field=name,
        )

    return _HOLE.sub(value, body)


def _escape(value: str) -> str:
    lines = [line.replace("\t", " ").strip() for line in value.strip().splitlines()]
    return LINE.join(_LINE_START.sub(_escape_start, _MARKDOWN.sub(r"\\\1", line)) for line in lines)


def _escape_start(match: re.Match[str]) -> str:
    return f"{match.group(1)}\\{match.group(2)}" if match.group(1) else f"\\{match.group(3)}"
