"""The numbers of papers: one series a section and fiscal year, without gaps, never used twice."""

from dataclasses import dataclass


class RecordProblem(Exception):
    """What was asked of the records cannot be done; `message` is Japanese and shown as it is."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Section:
    """A section as numbers need it: its key and the symbol before its numbers (斜建管)."""

    key: str
    symbol: str


def document_text(section: Section, number: int) -> str:
    """文書番号: 斜建管第123号. Raises RecordProblem when the section has no symbol."""
    return f"{_symbol(section)}第{number}号"


def arrival_text(section: Section, number: int) -> str:
    """収受番号: 斜建管収第12号. Raises RecordProblem when the section has no symbol."""
    return f"{_symbol(section)}収第{number}号"


def _symbol(section: Section) -> str:
    if not section.symbol:
        raise RecordProblem(
            f"係「{section.key}」に文書記号がないため番号を付けられません。"
            "organization.toml の symbol に記号を入れてください。"
        )
    return section.symbol
