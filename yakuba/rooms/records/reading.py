"""Questions about records; answers are frozen values, and only of sections the reader may read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count

from yakuba.ground import town
from yakuba.ground.access.actor import Actor
from yakuba.ground.calendar.fiscal import fiscal_year_label
from yakuba.ground.paging import Slice, page_of
from yakuba.ground.people import read as people
from yakuba.rooms.records.models import Arrival, DocumentNumber, Hold, Record, RecordContent, VolumeFile
from yakuba.rooms.records.rules import retention
from yakuba.rooms.records.rules.retention import AT_END_TITLES, START_TITLES, AtEnd, Start

PAGE = 50


@dataclass(frozen=True)
class Page:
    """One page of a list: the rows, which page, how many rows there are, and whether more follow."""

    rows: tuple[object, ...]
    number: int
    count_text: str
    has_next: bool


@dataclass(frozen=True)
class VolumeRow:
    """A 簿冊 in a list."""

    id: UUID
    title: str
    classification: str
    section_name: str
    year_text: str
    retention_text: str
    count: int


@dataclass(frozen=True)
class RecordRow:
    """A record in its volume."""

    id: UUID
    place: int
    title: str
    numbers: tuple[str, ...]
    completed_on: date
    expires_on: date | None
    held: bool


@dataclass(frozen=True)
class ContentView:
    """A paper of a record; `file_id` None: it lies elsewhere and is only named and fingerprinted here."""

    label: str
    digest: str
    file_id: UUID | None


@dataclass(frozen=True)
class HoldView:
    """A 保留, standing or released."""

    reason: str
    placed_at: datetime
    placed_by: str
    released_at: datetime | None
    released_by: str
    release_reason: str


@dataclass(frozen=True)
class RecordView:
    """One record with everything its page shows. `expires_on` None: permanent, or waiting for its event."""

    id: UUID
    volume_id: UUID
    file_title: str
    classification: str
    section: str
    section_name: str
    year_text: str
    place: int
    subject: str
    title: str
    numbers: tuple[str, ...]
    completed_on: date
    retention_text: str
    start_text: str
    at_end_text: str
    waits_for_event: bool
    event_on: date | None
    begins_on: date | None
    expires_on: date | None
    filed_at: datetime
    filed_by: str
    contents: tuple[ContentView, ...]
    holds: tuple[HoldView, ...]

    @property
    def held(self) -> bool:
        """Whether a 保留 stands."""
        return any(item.released_at is None for item in self.holds)


@dataclass(frozen=True)
class Filter:
    """What the list of volumes is narrowed to; empty values narrow nothing."""

    year: int | None = None
    section: str = ""
    text: str = ""


def volumes(actor: Actor, wanted: Filter, *, page: int = 1) -> Page:
    """簿冊一覧, newest year first, fifty a page. Four queries."""
    rows = VolumeFile.objects.visible_to(actor)
    if wanted.year is not None:
        rows = rows.filter(year=wanted.year)
    if wanted.section:
        rows = rows.filter(section=wanted.section)
    if wanted.text:
        rows = rows.filter(title__icontains=wanted.text)
    found = page_of(rows.order_by("-year", "section", "classification", "title"), page, size=PAGE)
    kept = Record.objects.filter(volume__in=found.rows).order_by().values_list("volume")
    counts = dict(kept.annotate(count=Count("id")))
    names = section_names()
    return _page(found, [_volume_row(row, counts.get(row.id, 0), names) for row in found.rows])


def _page(found: Slice[Any], rows: Iterable[object]) -> Page:
    return Page(tuple(rows), found.page, found.count_text, found.has_next)


def _volume_row(row: VolumeFile, count: int, names: dict[str, str]) -> VolumeRow:
    return VolumeRow(
        id=row.id,
        title=row.title,
        classification=row.classification,
        section_name=names.get(row.section, row.section),
        year_text=fiscal_year_label(row.year),
        retention_text=retention_text(row.retention),
        count=count,
    )


def years(actor: Actor) -> list[int]:
    """The fiscal years of which there are volumes, newest first."""
    return list(
        VolumeFile.objects.visible_to(actor).order_by("-year").values_list("year", flat=True).distinct()
    )


def section_names() -> dict[str, str]:
    """Names of all sections; a team with its section: 建設課 管理係."""
    known = people.sections()
    return {
        key: f"{known[ref.parent].name} {ref.name}" if ref.parent else ref.name for key, ref in known.items()
    }


def retention_text(key: str) -> str:
    """The title of a retention class, whichever day it began; the key itself where the table has lost it."""
    rows = [row for row in town.read("retention")["retention"] if row["key"] == key]
    return str(rows[-1]["title"]) if rows else key


def volume(volume_id: UUID, actor: Actor, *, page: int = 1) -> tuple[VolumeRow, Page]:
    """One 簿冊 with a page of its records in order of filing. Raises VolumeFile.DoesNotExist."""
    row = VolumeFile.objects.visible_to(actor).get(id=volume_id)
    kept = Record.objects.visible_to(actor).filter(volume=row)
    total = kept.count()
    page_found = page_of(kept.order_by("place"), page, size=PAGE)
    shown = page_found.rows
    held = set(Hold.objects.filter(record__in=shown, released_at=None).values_list("record_id", flat=True))
    found = tuple(
        RecordRow(r.id, r.place, r.title, tuple(r.numbers), r.completed_on, r.expires_on, r.id in held)
        for r in shown
    )
    return _volume_row(row, total, section_names()), _page(page_found, found)


def record(record_id: UUID, actor: Actor) -> RecordView:
    """One record. Raises Record.DoesNotExist for what the actor may not read."""
    row = Record.objects.visible_to(actor).select_related("volume").get(id=record_id)
    return _views([row])[0]


def records_of(subject: str) -> list[RecordView]:
    """What is filed of a subject; the room above has asked who may see the subject."""
    return _views(list(Record.objects.filter(subject=subject).select_related("volume")))


def subjects_of(subject: str) -> list[str]:
    """The journal's names of what arrived, was numbered and was filed of one subject. One query."""
    kept = (
        model.objects.filter(subject=subject).values_list("id", flat=True)
        for model in (DocumentNumber, Record)
    )
    rows = Arrival.objects.filter(subject=subject).values_list("id", flat=True)
    return [f"record:{key}" for key in rows.union(*kept)]


def _views(rows: Sequence[Record]) -> list[RecordView]:
    if not rows:
        return []
    contents = list(RecordContent.objects.filter(record__in=rows).order_by("order"))
    holds = list(Hold.objects.filter(record__in=rows).order_by("placed_at"))
    refs = [row.filed_by for row in rows] + [ref for h in holds for ref in (h.placed_by, h.released_by)]
    who, names = names_of(refs), section_names()
    return [
        RecordView(
            id=row.id,
            volume_id=row.volume_id,
            file_title=row.volume.title,
            classification=row.volume.classification,
            section=row.section,
            section_name=names.get(row.section, row.section),
            year_text=fiscal_year_label(row.volume.year),
            place=row.place,
            subject=row.subject,
            title=row.title,
            numbers=tuple(row.numbers),
            completed_on=row.completed_on,
            retention_text=retention_text(row.retention),
            start_text=START_TITLES[Start(row.start)],
            at_end_text=AT_END_TITLES[AtEnd(row.at_end)],
            waits_for_event=row.start == Start.EVENT and row.event_on is None,
            event_on=row.event_on,
            begins_on=row.begins_on,
            expires_on=row.expires_on,
            filed_at=row.filed_at,
            filed_by=who.get(row.filed_by, row.filed_by),
            contents=tuple(
                ContentView(item.label, item.digest, item.file_id)
                for item in contents
                if item.record_id == row.id
            ),
            holds=tuple(_hold(item, who) for item in holds if item.record_id == row.id),
        )
        for row in rows
    ]


def _hold(row: Hold, who: dict[str, str]) -> HoldView:
    return HoldView(
        reason=row.reason,
        placed_at=row.placed_at,
        placed_by=who.get(row.placed_by, row.placed_by),
        released_at=row.released_at,
        released_by=who.get(row.released_by, row.released_by),
        release_reason=row.release_reason,
    )


def names_of(refs: Iterable[str]) -> dict[str, str]:
    """Names of staff by journal reference ("staff:<uuid>"); everything else is the machine (システム)."""
    staff = {ref: UUID(ref.removeprefix("staff:")) for ref in refs if ref.startswith("staff:")}
    found = people.staff_names(staff.values())
    names = {ref: found.get(staff_id, "") for ref, staff_id in staff.items()}
    return names | {ref: "システム" for ref in refs if ref.startswith("system:")}


def arrivals(actor: Actor, *, page: int = 1) -> Page:
    """収受簿, newest first."""
    rows = Arrival.objects.visible_to(actor).order_by("-year", "-number", "section")
    found = page_of(rows, page, size=PAGE)
    return _page(found, found.rows)


def numbers(actor: Actor, *, page: int = 1) -> Page:
    """文書番号簿, newest first, with 欠番."""
    rows = DocumentNumber.objects.visible_to(actor).order_by("-year", "-number", "section")
    found = page_of(rows, page, size=PAGE)
    return _page(found, found.rows)


def number(number_id: UUID, actor: Actor) -> DocumentNumber:
    """One number of the register. Raises DocumentNumber.DoesNotExist for what the actor may not read."""
    row: DocumentNumber = DocumentNumber.objects.visible_to(actor).get(id=number_id)
    return row


def faults_of_table() -> list[str]:
    """Which [[case]]s of retention.toml come out otherwise, each as one Japanese sentence."""
    data, faults = town.read("retention"), []
    for case in data.get("case", ()):
        done = case["completed_on"]
        begins = retention.begins_on(Start(case["start"]), done, case.get("event_on"))
        ends = retention.expires_on(retention.period(data, case["retention"], done).years, begins)
        if (begins, ends) != (case.get("begins_on"), case.get("expires_on")):
            faults.append(
                f"{retention.FILE} の確かめの例「{case['title']}」の結果が違います: {begins} から {ends} まで"
            )
    return faults
