"""Slips: one-page papers made of a title, a big figure and ruled tables (領収書, 納入通知書, 受付票)."""

from dataclasses import dataclass
from datetime import date

from yakuba.ground.letters.letter import day_text, made_at
from yakuba.ground.letters.press import press
from yakuba.ground.letters.qr import modules


@dataclass(frozen=True)
class SlipTable:
    """A ruled table. Without `head` it is a list of names and values. `align` is left or right by column."""

    rows: tuple[tuple[str, ...], ...]
    head: tuple[str, ...] = ()
    align: tuple[str, ...] = ()
    title: str = ""


@dataclass(frozen=True)
class Slip:
    """One slip. `figure` is the large framed line (金額 12,600円); `qr` is a text for a QR code, "" for none.

    `day` is a date or text as it stands; `addressee` is printed with its honorific; `stamp` is the text in
    the round date stamp (領収, 出納員), "" for none; `notes` stand below the tables.
    """

    title: str
    number: str
    day: date | str
    addressee: str
    sender_title: str
    sender_name: str = ""
    lead: str = ""
    figure_label: str = ""
    figure: str = ""
    tables: tuple[SlipTable, ...] = ()
    notes: tuple[str, ...] = ()
    stamp: tuple[str, ...] = ()
    seal: str = ""
    qr: str = ""
    qr_label: str = ""


def set_slip(slip: Slip) -> bytes:
    """The slip as PDF/A-3b. Raises LetterError when it cannot be set."""
    data = {
        "title": slip.title,
        "number": slip.number,
        "day": day_text(slip.day),
        "addressee": slip.addressee.splitlines(),
        "sender_title": slip.sender_title,
        "sender_name": slip.sender_name,
        "lead": slip.lead,
        "figure_label": slip.figure_label,
        "figure": slip.figure,
        "tables": [_table(table) for table in slip.tables],
        "notes": list(slip.notes),
        "stamp": list(slip.stamp),
        "seal": slip.seal,
        "qr": modules(slip.qr),
        "qr_label": slip.qr_label,
    }
    return press("slip", data, made_at=made_at(slip.day))


def _table(table: SlipTable) -> dict[str, object]:
    columns = len(table.head) or max((len(row) for row in table.rows), default=1)
    align = (*table.align, *("left",) * columns)[:columns]
    return {"title": table.title, "head": table.head, "rows": table.rows, "align": align}
