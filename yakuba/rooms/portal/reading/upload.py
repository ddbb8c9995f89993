"""Opening an uploaded file: its rows, its attachments, and for each row its case or what is wrong."""

import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID

from django.db.models import Count

from yakuba.ground.access.actor import Actor
from yakuba.ground.calendar import clock
from yakuba.ground.catalogue import shelf
from yakuba.ground.catalogue.asking import role_text
from yakuba.ground.catalogue.shelf import EditionRef
from yakuba.ground.files.read import open_file
from yakuba.rooms.cases import door as cases
from yakuba.rooms.portal.models import Arrived, Upload
from yakuba.rooms.portal.rules.cells import Told, told
from yakuba.rooms.portal.rules.judging import Judged, judge
from yakuba.rooms.portal.rules.sheet import (
    PROCEDURE,
    SENT_AT,
    Fault,
    SheetError,
    SheetRow,
    row_faults,
    rows_of,
    sent_at,
)

SHEET_ENDING = ".csv"
MOST_SHOWN = 20
LARGEST_SHEET = 20 * 1024 * 1024
NO_SHEET = "ZIPの中にCSVがありません。申請のCSVを1つ、いちばん上に入れてください。"
TWO_SHEETS = "ZIPの中にCSVが2つ以上あります。申請のCSVを1つだけにしてください。"
TOO_LARGE = "CSVが大きすぎます。ファイルを分けてください。"


@dataclass(frozen=True)
class Parcel:
    """An open file: its rows and the names of what came with them, by name without folders."""

    rows: list[SheetRow]
    attached: Mapping[str, zipfile.ZipInfo] = field(default_factory=dict)
    archive: zipfile.ZipFile | None = None


@dataclass(frozen=True)
class Line:
    """A row of the upload with what it amounts to. `case` once it was taken in."""

    row: SheetRow
    edition: EditionRef | None
    said: Told
    judged: Judged
    faults: tuple[Fault, ...]
    moment: datetime | None
    case: cases.CaseBrief | None = None

    @property
    def takeable(self) -> bool:
        """Whether it can be taken in at all, faults or not: procedure, number and time are known."""
        return self.case is None and self.edition is not None and not self.unfit

    @property
    def unfit(self) -> tuple[Fault, ...]:
        """Faults of the row itself, which no correction by the applicant can mend."""
        return self.faults[: len(self.faults) - len(self.judged.faults)]

    @property
    def whole(self) -> bool:
        return self.takeable and not self.faults

    @property
    def title(self) -> str:
        return self.edition.procedure.title if self.edition else self.row.procedure

    @property
    def applicant(self) -> str:
        if self.edition is None:
            return ""
        return role_text(self.edition.procedure, self.judged.answers, "applicant.name")


def upload_of(upload_id: UUID, actor: Actor) -> Upload:
    """Raises Upload.DoesNotExist for what one may not see."""
    return Upload.objects.visible_to(actor).get(id=upload_id)


def uploads_of(actor: Actor) -> list[Upload]:
    """The latest files this clerk brought in."""
    rows = Upload.objects.visible_to(actor).annotate(taken=Count("arrived"))
    return list(rows.order_by("-brought_at")[:MOST_SHOWN])


@contextmanager
def opened(content: Any, name: str) -> Iterator[Parcel]:
    """The parcel in an open binary file. Raises SheetError."""
    if not name.lower().endswith(".zip"):
        sheet = content.read(LARGEST_SHEET + 1)
        if len(sheet) > LARGEST_SHEET:
            raise SheetError(TOO_LARGE)
        yield Parcel(rows_of(sheet))
        return
    with zipfile.ZipFile(content) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        sheets = [entry for entry in entries if entry.filename.lower().endswith(SHEET_ENDING)]
        if len(sheets) != 1:
            raise SheetError(TWO_SHEETS if sheets else NO_SHEET)
        if sheets[0].file_size > LARGEST_SHEET:
            raise SheetError(TOO_LARGE)
        attached = {PurePosixPath(one.filename).name: one for one in entries if one is not sheets[0]}
        yield Parcel(rows_of(archive.read(sheets[0])), attached, archive)


@contextmanager
def parcel_of(upload: Upload) -> Iterator[Parcel]:
    """The parcel of a kept upload."""
    with open_file(upload.file_id) as content, opened(content, upload.name) as parcel:
        yield parcel


def lines_of(parcel: Parcel) -> list[Line]:
    """Every row judged by the edition in force on the day it was sent; few queries whatever the rows."""
    now = clock.now()
    known = _taken(parcel)
    editions = _Editions()
    return [_line(row, parcel, now, known, editions) for row in parcel.rows]


def _taken(parcel: Parcel) -> dict[str, cases.CaseBrief]:
    numbers = {row.number for row in parcel.rows}
    found = dict(Arrived.objects.filter(number__in=numbers).values_list("number", "case_id"))
    briefs = cases.briefs(list(found.values())) if found else {}
    return {number: briefs[case_id] for number, case_id in found.items()}


class _Editions:
    """Procedures by the portal's name on a day."""

    def __init__(self) -> None:
        self._days: dict[Any, dict[str, EditionRef]] = {}

    def find(self, name: str, moment: datetime | None) -> EditionRef | None:
        if moment is None:
            return None
        day = clock.local(moment).date()
        if day not in self._days:
            refs = shelf.all_in_force(day)
            self._days[day] = {
                own: ref for ref in refs for own in ref.procedure.portal if ref.procedure.steps
            }
        return self._days[day].get(name)


def _line(
    row: SheetRow, parcel: Parcel, now: datetime, known: Mapping[str, cases.CaseBrief], editions: _Editions
) -> Line:
    own = row_faults(row, now)
    moment = sent_at(row.cells[SENT_AT])
    edition = editions.find(row.procedure, moment)
    if moment is None or edition is None:
        nameless = "この名前の手続は、その日に町にありません。国のポータルの手続名のとおりに入れてください。"
        own += [Fault(PROCEDURE, nameless)] if moment is not None else []
        return Line(row, edition, Told(), Judged({}, ()), tuple(own), moment, known.get(row.number))
    said = told(edition.procedure, row.answers)
    judged = judge(edition.procedure, said, day=clock.local(moment).date(), attached=parcel.attached.keys())
    return Line(row, edition, said, judged, (*own, *judged.faults), moment, known.get(row.number))
