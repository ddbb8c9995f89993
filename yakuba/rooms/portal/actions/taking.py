"""Rows become cases: each in a transaction of its own, so that one bad row costs no other."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from uuid import UUID

from django.core.files.base import File
from django.db import transaction

from yakuba.ground.access.actor import GUEST, Actor
from yakuba.ground.calendar import clock
from yakuba.ground.journal.holding import hold
from yakuba.ground.journal.record import record
from yakuba.rooms.answers import door as answers
from yakuba.rooms.cases import door as cases
from yakuba.rooms.portal.models import Arrived, Upload
from yakuba.rooms.portal.reading.upload import Line, Parcel, lines_of, parcel_of
from yakuba.rooms.portal.rules.judging import CHANNEL


class NotTaken(Exception):
    """A row was not taken in; `message` says why."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Outcome:
    """What became of a row: the case, or why not."""

    line: int
    number: str
    case_id: UUID | None = None
    message: str = ""


def take(upload: Upload, *, actor: Actor, as_they_are: bool) -> list[Outcome]:
    """Take in every row that can be. `as_they_are`: those with faults too, which the section then asks to be
    corrected (行政手続法第7条). A row taken in before leads to its case.
    """
    with parcel_of(upload) as parcel:
        lines = [line for line in lines_of(parcel) if line.whole or (as_they_are and line.takeable)]
        return [_outcome(line, parcel, upload, actor) for line in lines]


def _outcome(line: Line, parcel: Parcel, upload: Upload, actor: Actor) -> Outcome:
    try:
        return Outcome(line.row.line, line.row.number, _take(line, parcel, upload, actor))
    except (NotTaken, cases.CaseRefused) as refused:
        return Outcome(line.row.line, line.row.number, message=refused.message)
    except answers.NotReady as reason:
        missing = " ".join(one.problem.message for one in reason.missing) or reason.fee
        return Outcome(line.row.line, line.row.number, message=missing)


@transaction.atomic
def _take(line: Line, parcel: Parcel, upload: Upload, actor: Actor) -> UUID:
    # The number's own name: two who press at once, or two files with the same row, wait here.
    hold(f"portal_row:{line.row.number}")
    before = Arrived.objects.filter(number=line.row.number).first()
    if before is not None:
        return before.case_id
    if line.edition is None or line.moment is None:
        raise NotTaken("手続か申請日時が読めません。")
    draft = answers.start(
        edition_id=line.edition.id,
        owner=GUEST,
        channel=CHANNEL,
        entered_by=actor,
        filed_on=clock.local(line.moment).date(),
        about=upload.ref,
    )
    key = answers.Key(actor)
    refused = answers.type_all(draft.id, key, typed=line.said.posted, files=dict(_files(line, parcel)))
    if refused:
        raise NotTaken(" ".join(refused))
    sealed = answers.seal(draft.id, key=key, declared=True, incomplete=bool(line.faults))
    case = cases.open_case(
        submission_id=sealed.id,
        channel=CHANNEL,
        arrived_at=line.moment,
        applicant_ref=None,
        applicant_email=line.row.email,
        by=actor,
    )
    _note(line, upload, sealed.id, case.id, actor)
    return case.id


def _files(line: Line, parcel: Parcel) -> Iterator[tuple[str, list[File[bytes]]]]:
    if parcel.archive is None or line.edition is None:
        return
    for path, names in line.said.files.items():
        present = [name for name in names if name in parcel.attached]
        contents = [BytesIO(parcel.archive.read(parcel.attached[name])) for name in present]
        yield path, [File(content, name=name) for content, name in zip(contents, present, strict=True)]


def _note(line: Line, upload: Upload, submission_id: UUID, case_id: UUID, actor: Actor) -> None:
    row = Arrived.objects.create(
        number=line.row.number, upload=upload, line=line.row.line, case_id=case_id,
        submission_id=submission_id, taken_at=clock.now(),
    )  # fmt: skip
    facts = {"number": row.number, "case": str(case_id), "submission": str(submission_id), "line": row.line}
    record("portal.arrived", subject=upload.ref, by=actor.by(), facts=facts, rows=[row])
