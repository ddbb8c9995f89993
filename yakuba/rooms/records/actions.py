"""The only writer of records: 収受, 文書番号, 欠番, filing, 保留, and the event a period waits for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from yakuba.ground import town
from yakuba.ground.access.actor import Actor
from yakuba.ground.access.gate import require
from yakuba.ground.access.rights import Right
from yakuba.ground.calendar import clock
from yakuba.ground.calendar.fiscal import fiscal_year
from yakuba.ground.journal.record import record as write_event
from yakuba.ground.journal.record import record_first
from yakuba.ground.journal.signature import By
from yakuba.ground.numbering.next import Series, next_number
from yakuba.ground.people import read as people
from yakuba.ground.writing.write_set import WriteSet
from yakuba.rooms.records.models import Arrival, DocumentNumber, Hold, Record, RecordContent, VolumeFile
from yakuba.rooms.records.rules import retention
from yakuba.rooms.records.rules.numbers import RecordProblem, Section, arrival_text, document_text
from yakuba.rooms.records.rules.retention import RecordRuleValue, Start

REASON_LENGTH = 300


@dataclass(frozen=True)
class ContentRef:
    """A paper to be filed: its label, the SHA-256 of its bytes ("" if none), the stored file if any."""

    label: str
    digest: str
    file_id: UUID | None = None


class Receiving:
    """収受 prepared: everything but its number. An act of `writing.group`."""

    def __init__(
        self,
        *,
        subject: str,
        sender: str,
        title: str,
        channel: str,
        arrived_at: datetime,
        section: str,
        by: By,
        due_on: date | None = None,
        sender_number: str = "",
    ) -> None:
        """The next number of the section in the fiscal year of arrival (Japanese day of `arrived_at`).

        The caller has asked the gate. Raises RecordProblem when the section is unknown or has no symbol.
        """
        self._office = _section(section)
        self._by = by
        year = fiscal_year(clock.local(arrived_at).date())
        self.wanted: Sequence[Series] = ((f"arrival:{section}", year),)
        self.row = Arrival(
            section=section,
            year=year,
            subject=subject,
            sender=sender,
            sender_number=sender_number,
            title=title,
            channel=channel,
            arrived_at=arrived_at,
            due_on=due_on,
            received_at=clock.now(),
            received_by=by.actor,
        )

    def write(self, writes: WriteSet, numbers: Sequence[int]) -> None:
        """Give `row` its number and put it in, with its event."""
        row = self.row
        row.number = numbers[0]
        row.text = arrival_text(self._office, row.number)
        writes.insert(row)
        facts = {**_whose(row.subject), "number": row.text, "year": row.year, "section": row.section}
        about = f"record:{row.id}"
        record_first(writes, "record.received", subject=about, by=self._by, facts=facts, rows=[row])


@transaction.atomic
def take_number(*, section: str, day: date, subject: str, title: str, by: By) -> DocumentNumber:
    """文書番号: the next number of the section in the fiscal year of `day`, gapless and never reused.

    The caller has asked the gate. Raises RecordProblem when the section is unknown or has no symbol.
    """
    office = _section(section)
    year = fiscal_year(day)
    number = next_number(f"document:{section}", year)
    row = DocumentNumber.objects.create(
        section=section,
        year=year,
        number=number,
        text=document_text(office, number),
        day=day,
        subject=subject,
        title=title,
        taken_at=clock.now(),
        taken_by=by.actor,
    )
    facts = {**_whose(subject), "number": row.text, "year": year, "section": section}
    write_event(kind="record.numbered", subject=f"record:{row.id}", by=by, facts=facts, rows=[row])
    return row


@transaction.atomic
def void_number(number_id: UUID, *, reason: str, by: Actor) -> None:
    """欠番: the number was not used; it stays in the register with its reason and is never given again.

    Raises DocumentNumber.DoesNotExist for a number `by` may not see, Denied without record:number in its
    section, RecordProblem without a reason. A number that is void already stays as it is.
    """
    DocumentNumber.objects.select_for_update().get(id=number_id)
    row = DocumentNumber.objects.visible_to(by).get(id=number_id)
    require(by, Right.RECORD_NUMBER, section=row.section)
    if row.void_at is not None:
        return
    row.void_at, row.void_by, row.void_reason = clock.now(), by.ref, _reason(reason, "欠番")
    row.save()
    facts = {**_whose(row.subject), "number": row.text, "year": row.year}
    write_event(kind="record.number_voided", subject=f"record:{row.id}", by=by.by(), facts=facts, rows=[row])


@transaction.atomic
def file_matter(
    *,
    subject: str,
    title: str,
    section: str,
    rule: RecordRuleValue,
    completed_on: date,
    contents: Sequence[ContentRef],
    numbers: Sequence[str],
    by: By,
) -> Record:
    """完結: put the finished matter into the 簿冊 of the fiscal year of `completed_on`, made on first filing.

    The period is computed by the classes in force on `completed_on`. The caller has asked the gate. Raises
    RecordProblem for a matter that is filed already or a rule that does not hold.
    """
    data = town.read("retention")
    if fault := retention.fault_of(data, rule, completed_on):
        raise RecordProblem(fault)
    if Record.objects.filter(subject=subject).exists():
        raise RecordProblem("この事案はすでに簿冊に綴られています。")
    volume, opened = _volume(section, rule, fiscal_year(completed_on))
    row = Record(
        volume=volume,
        place=next_number(f"volume:{volume.id}", volume.year),
        section=section,
        subject=subject,
        title=title,
        numbers=list(numbers),
        completed_on=completed_on,
        retention=rule.retention,
        start=str(rule.start),
        at_end=str(rule.at_end),
        filed_at=clock.now(),
        filed_by=by.actor,
    )
    _count(row)
    papers = [
        RecordContent(record=row, order=order, label=item.label, digest=item.digest, file_id=item.file_id)
        for order, item in enumerate(contents, start=1)
    ]
    RecordContent.objects.bulk_create(papers)
    facts = {**_whose(subject), "volume": str(volume.id), "place": row.place, "retention": row.retention}
    rows = [row, *papers, *([volume] if opened else [])]
    write_event(kind="record.filed", subject=f"record:{row.id}", by=by, facts=facts, rows=rows)
    return row


def _volume(section: str, rule: RecordRuleValue, year: int) -> tuple[VolumeFile, bool]:
    return VolumeFile.objects.get_or_create(
        section=section,
        year=year,
        classification=rule.classification,
        title=rule.file_title,
        retention=rule.retention,
        start=str(rule.start),
        at_end=str(rule.at_end),
        defaults={"opened_at": clock.now()},
    )


def _count(row: Record) -> None:
    """Write the first and last day of keeping into the row and save it."""
    period = retention.period(town.read("retention"), row.retention, row.completed_on)
    row.begins_on = retention.begins_on(Start(row.start), row.completed_on, row.event_on)
    row.expires_on = retention.expires_on(period.years, row.begins_on)
    row.save()


@transaction.atomic
def note_event(record_id: UUID, *, event_on: date, by: Actor) -> None:
    """Note the day a period waits for (the end of a contract, of a lawsuit), once.

    Raises Record.DoesNotExist, Denied, RecordProblem when the period does not wait for one.
    """
    row = _record(record_id, by)
    if row.start != Start.EVENT or row.event_on is not None:
        raise RecordProblem("この文書の保存期間は、出来事の日を待っていません。")
    row.event_on = event_on
    _count(row)
    facts = {**_whose(row.subject), "event_on": event_on.isoformat()}
    write_event(kind="record.event_noted", subject=f"record:{row.id}", by=by.by(), facts=facts, rows=[row])


@transaction.atomic
def hold(record_id: UUID, *, reason: str, by: Actor) -> None:
    """保留: stop any disposal from now on. A record that is held already stays as it is.

    Raises Record.DoesNotExist, Denied without record:file in its section, RecordProblem without a reason.
    """
    row = _record(record_id, by)
    if Hold.objects.filter(record=row, released_at=None).exists():
        return
    held = Hold.objects.create(
        record=row, reason=_reason(reason, "保留"), placed_at=clock.now(), placed_by=by.ref
    )
    facts = {**_whose(row.subject), "hold": str(held.id)}
    write_event(kind="record.held", subject=f"record:{row.id}", by=by.by(), facts=facts, rows=[held])


@transaction.atomic
def release(record_id: UUID, *, reason: str, by: Actor) -> None:
    """End the standing 保留, with a reason. Raises Record.DoesNotExist, Denied, RecordProblem."""
    row = _record(record_id, by)
    held = Hold.objects.filter(record=row, released_at=None).first()
    if held is None:
        return
    held.released_at, held.released_by = clock.now(), by.ref
    held.release_reason = _reason(reason, "保留の解除")
    held.save()
    facts = {**_whose(row.subject), "hold": str(held.id)}
    write_event(kind="record.released", subject=f"record:{row.id}", by=by.by(), facts=facts, rows=[held])


def _record(record_id: UUID, by: Actor) -> Record:
    Record.objects.select_for_update().get(id=record_id)
    row: Record = Record.objects.visible_to(by).get(id=record_id)
    require(by, Right.RECORD_FILE, section=row.section)
    return row


def _section(key: str) -> Section:
    found = people.sections().get(key)
    if found is None:
        raise RecordProblem(f"係「{key}」が組織にありません。organization.toml に加えてください。")
    return Section(found.key, found.symbol)


def _reason(reason: str, what: str) -> str:
    reason = reason.strip()
    if not 0 < len(reason) <= REASON_LENGTH:
        raise RecordProblem(f"{what}の理由を{REASON_LENGTH}字以内で書いてください。")
    return reason


def _whose(subject: str) -> dict[str, str]:
    kind, _, which = subject.partition(":")
    return {kind: which}
