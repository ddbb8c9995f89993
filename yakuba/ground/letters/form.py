"""Application forms on paper (様式): ruled pages of questions, blank to be written on or filled in.

What a question becomes (lines, boxes, marks to circle, a table) is decided by `ground/paper`; here it is set.
"""

from dataclasses import asdict, dataclass
from datetime import date

from yakuba.ground.letters.letter import made_at
from yakuba.ground.letters.press import press
from yakuba.ground.letters.qr import modules


@dataclass(frozen=True)
class FormPart:
    """One thing to write in a field: `value` as written, else room for it. `boxes` > 0: one box a character;
    `lines` ruled lines otherwise.
    """

    label: str = ""
    value: str = ""
    boxes: int = 0
    lines: int = 1


@dataclass(frozen=True)
class FormMark:
    """One of the things to choose."""

    label: str
    chosen: bool = False


@dataclass(frozen=True)
class FormField:
    """One question. `number` is its place on the paper (問3); `when` says in words when it is to be answered,
    "" for always. `text` is what a declaration declares. `rows` are the blocks of a repeat, each with fields.
    """

    number: str
    label: str
    required: bool = True
    when: str = ""
    help: str = ""
    text: str = ""
    parts: tuple[FormPart, ...] = ()
    marks: tuple[FormMark, ...] = ()
    rows: tuple[tuple["FormField", ...], ...] = ()
    row_title: str = ""


@dataclass(frozen=True)
class FormSection:
    """The questions of one page of the procedure."""

    title: str
    intro: str
    when: str
    fields: tuple[FormField, ...]


@dataclass(frozen=True)
class PaperForm:
    """A whole form. `receiver` is whom it is for (斜里町長), `edition` names the 様式版 in the foot, `qr` the
    address that brings the paper back, `made_on` the day it is set.
    """

    title: str
    receiver: str
    sender_title: str
    made_on: date
    sections: tuple[FormSection, ...]
    edition: str
    qr: str
    qr_label: str
    number: str = ""
    number_label: str = ""
    day: str = ""
    lead: str = ""
    declaration: str = ""
    prepare: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def set_form(form: PaperForm) -> bytes:
    """The form as PDF/A-3b on A4. Raises LetterError when it cannot be set."""
    data = asdict(form) | {"qr": modules(form.qr), "made_on": form.made_on.isoformat()}
    return press("form", data, made_at=made_at(form.made_on))
