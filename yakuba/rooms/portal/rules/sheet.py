"""The CSV as rows of named cells; what stands in brackets after a heading explains it and is ignored."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

NUMBER, PROCEDURE, SENT_AT, EMAIL = "受付番号", "手続名", "申請日時", "メールアドレス"
REQUIRED = (NUMBER, PROCEDURE, SENT_AT)
TO_MEND = "直すところ"
"""The column that our own list of faulty rows begins with: it may stay there when the rows come back."""
MOST_ROWS = 500
"""About 40 ms each: 20 seconds for one press of the button."""
LONGEST_NUMBER = 40
_TOKYO = ZoneInfo("Asia/Tokyo")
_EXPLAINED = re.compile(r"[(（].*$", re.DOTALL)
_FORMS = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y-%m-%dT%H:%M:%S")
_NUMBER = re.compile(r"[0-9A-Za-z-]+")


class SheetError(ValueError):
    """The file as a whole cannot be read; `message` says how to mend it."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a row: the column ("" for the whole row) and how to mend it."""

    column: str
    message: str


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One line of the file (1 is the headings) with what stands in its columns."""

    line: int
    cells: Mapping[str, str]

    @property
    def number(self) -> str:
        return self.cells.get(NUMBER, "").strip()

    @property
    def procedure(self) -> str:
        return self.cells.get(PROCEDURE, "").strip()

    @property
    def email(self) -> str:
        return self.cells.get(EMAIL, "").strip()

    @property
    def answers(self) -> dict[str, str]:
        """The filled cells that are not about the row itself."""
        own = (*REQUIRED, EMAIL, TO_MEND)
        return {name: text for name, text in self.cells.items() if name not in own and text.strip()}


def rows_of(content: bytes) -> list[SheetRow]:
    """The rows of a CSV in UTF-8 or Shift_JIS (CP932). Raises SheetError."""
    reader = csv.reader(io.StringIO(_decoded(content), newline=""))
    try:
        headings = [_EXPLAINED.sub("", heading).strip() for heading in next(reader, [])]
        _require(headings)
        rows = [SheetRow(reader.line_num, cells) for cells in _named(reader, headings)]
    except csv.Error as error:
        raise SheetError(f"CSVとして読めません({error})。もう一度、CSVで保存し直してください。") from None
    if not rows:
        raise SheetError("申請が1件も入っていません。2行目から、1行に1件ずつ入れてください。")
    if len(rows) > MOST_ROWS:
        raise SheetError(
            f"{len(rows):,}件あります。1回に{MOST_ROWS:,}件までにして、ファイルを分けてください。"
        )
    return rows


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SheetError("文字コードが読めません。UTF-8 か Shift_JIS の CSV で保存し直してください。")


def _require(headings: list[str]) -> None:
    missing = [name for name in REQUIRED if name not in headings]
    if missing:
        raise SheetError(f"1行目に「{'」「'.join(missing)}」の列がありません。見出しを確かめてください。")
    twice = sorted({name for name in headings if name and headings.count(name) > 1})
    if twice:
        raise SheetError(f"「{'」「'.join(twice)}」の列が2つあります。どちらかを消してください。")


def _named(reader: Iterator[list[str]], headings: list[str]) -> Iterator[dict[str, str]]:
    for row in reader:
        if any(cell.strip() for cell in row):
            named = dict(zip(headings, row, strict=False))
            named.pop("", None)
            if len(row) > len(headings) and any(cell.strip() for cell in row[len(headings) :]):
                named["見出しのない列"] = "、".join(cell for cell in row[len(headings) :] if cell.strip())
            yield named


def sent_at(text: str) -> datetime | None:
    """The instant (aware UTC) of 「2026-11-20 09:15」 in Japan, or None where it cannot be read."""
    for form in _FORMS:
        try:
            return datetime.strptime(text.strip(), form).replace(tzinfo=_TOKYO).astimezone(UTC)
        except ValueError:
            continue
    return None


def row_faults(row: SheetRow, now: datetime) -> list[Fault]:
    """What is wrong about the row itself: its number and its time (`now` is aware)."""
    found = []
    if not row.number or len(row.number) > LONGEST_NUMBER or not _NUMBER.fullmatch(row.number):
        found.append(Fault(NUMBER, f"英数字とハイフンで{LONGEST_NUMBER}字までで入れてください。"))
    moment = sent_at(row.cells[SENT_AT])
    if moment is None:
        found.append(Fault(SENT_AT, "「2026-11-20 09:15」のように入れてください。"))
    elif moment > now:
        found.append(Fault(SENT_AT, "いまより先の日時です。確かめてください。"))
    return found
