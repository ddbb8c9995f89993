"""All rows that belong to one matter, gathered from every room, with what in them is its own."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import Q

from yakuba.ground.calendar import clock
from yakuba.ground.catalogue import asking, shelf
from yakuba.ground.files.models import StoredFile
from yakuba.ground.journal.canonical import canonical
from yakuba.ground.journal.models import Event
from yakuba.ground.messages.models import Message
from yakuba.rooms.answers.models import Draft, Submission
from yakuba.rooms.approvals.models import Act, Approval, ExhibitVersion, KoetsuDuty, RouteStep
from yakuba.rooms.cases.models import (
    Case,
    ClockStop,
    Correction,
    Drafting,
    IssuedLetter,
    Opinion,
    Paper,
    StepVisit,
)  # fmt: skip
from yakuba.rooms.counter.models import Intake
from yakuba.rooms.payments.models import Assessment, Receipt
from yakuba.rooms.payments.models import Entry as LedgerEntry
from yakuba.rooms.records.models import Arrival, DocumentNumber, Record, RecordContent
from yakuba.rooms.registers.models import Entry, EntryEnd

LONG_ENOUGH = {"long_text": 6, "text": 15}  # letters of an answer that may be another one in each matter
NAME = ("family", "given", "family_kana", "given_kana")
ADDRESS = ("postcode", "town", "street")
Make = Callable[[Any], str]


@dataclass
class Matter:
    """A case with all its rows and events. `own`: new cells by row id and column (see `cloning`)."""

    case: Case
    submission: Submission
    rows: list[models.Model]
    events: list[Event]
    tokens: list[str]
    own: dict[str, dict[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.procedure = shelf.edition(self.case.edition_id).procedure
        self.owner = self.case.applicant_ref.partition(":")[2]
        self.answer = self._answer()

    def _role(self, role: str) -> Any:
        return asking.role_value(self.procedure, self.submission.answers, role)

    def spoken(self) -> Iterator[tuple[str, Make]]:
        """Words by which texts name the person, and what names another one."""
        name, address = self._role("applicant.name"), self._role("applicant.address")
        if isinstance(name, dict) and name.get("family") and name.get("given"):
            for gap in (" ", "　", ""):
                yield (
                    f"{name['family']}{gap}{name['given']}",
                    lambda cast, gap=gap: f"{cast.person.family}{gap}{cast.person.given}",
                )
                yield (
                    f"{name['family_kana']}{gap}{name['given_kana']}",
                    lambda cast, gap=gap: f"{cast.person.family_kana}{gap}{cast.person.given_kana}",
                )
        if isinstance(address, dict) and address.get("street"):
            yield (
                f"{address.get('town', '')}{address['street']}",
                lambda cast: f"{cast.person.town}{cast.person.street}",
            )
        if phone := str(self._role("applicant.phone") or ""):
            yield phone, lambda cast: cast.person.phone
        if email := self.case.applicant_email:
            yield email, lambda cast: cast.person.email

    def written(self) -> Iterator[tuple[str, Make]]:
        """The same as pairs of JSON, as columns hold them and as proofs spell them, quoted once or twice."""
        name, address = self._role("applicant.name"), self._role("applicant.address")
        parts: dict[str, Any] = {}
        for value, keys in ((name, NAME), (address, ADDRESS)):
            parts |= {key: value.get(key) for key in keys} if isinstance(value, dict) else {}
        for key, old in parts.items():
            for quote in ('"', '\\"'):
                for gap in (" ", ""):
                    if old:
                        before = f"{quote}{key}{quote}:{gap}{quote}"
                        yield (
                            f"{before}{old}{quote}",
                            lambda cast, before=before, key=key, quote=quote: (
                                f"{before}{getattr(cast.person, key)}{quote}"
                            ),
                        )

    def days(self) -> set[date]:
        """The days its own columns name; letters spell them in eras."""
        found = set()
        for row in self.rows:
            for one in row._meta.concrete_fields:
                value = getattr(row, one.attname)
                if isinstance(value, datetime):
                    found.add(clock.local(value).date())
                elif isinstance(value, date):
                    found.add(value)
        return found

    def mend(self, row: models.Model) -> None:
        """What a cast row cannot share with the one it is cast from."""
        if isinstance(row, Entry):
            row.follows_id, row.origin = None, row.id

    def _answer(self) -> str:
        """An answer in the applicant's own words, to be another one each time; "" when there is none."""
        for kind, letters in LONG_ENOUGH.items():
            for question in self.procedure.all_questions():
                value = self.submission.answers.get(question.key)
                own = question.kind == kind and not question.role and isinstance(value, str)
                if own and len(value) >= letters and value not in self.case.subject and _simple(value):
                    return value
        return ""

    @cached_property
    def span(self) -> tuple[date, date]:
        """The day it arrived, and the last day on which something happened in it (never to come)."""
        said = [event.at for event in self.events] + [self.case.closed_at or self.case.arrived_at]
        said += [row.sent_at or row.queued_at for row in self.rows if isinstance(row, Message)]
        return clock.local(self.case.arrived_at).date(), clock.local(max(said)).date()


def _simple(text: str) -> bool:
    """It stands the same in JSON and out of it."""
    return json.dumps(text, ensure_ascii=False) == f'"{text}"'


def matter(case: Case, *, journal: str) -> Matter:
    """The matter of a case. `journal`: "whole" (events of all its rows), "case" (its own), "brief"
    (its own without commitments) or "none"."""
    ref, visits = case.ref, list(StepVisit.objects.filter(case=case))
    corrections = list(Correction.objects.filter(case=case))
    sent = {case.submission_id} | {one for row in corrections for one in (row.before_id, row.after_id) if one}
    submissions = list(Submission.objects.filter(id__in=sent))
    drafts = list(Draft.objects.filter(submission_id__in=sent))
    rows: list[models.Model] = [
        case, *submissions, *drafts, *visits, *ClockStop.objects.filter(case=case), *corrections,
        *Opinion.objects.filter(case=case), *Paper.objects.filter(case=case),
        *Drafting.objects.filter(visit__in=visits), *IssuedLetter.objects.filter(case=case),
        *Intake.objects.filter(case_id=case.id), *Message.objects.filter(about=ref),
        *_approvals(ref), *_money(ref), *_records(ref), *_entries(ref),
    ]  # fmt: skip
    rows += StoredFile.objects.filter(id__in=_files(rows))
    first = next(one for one in submissions if one.id == case.submission_id)
    return Matter(case, first, rows, _events(rows, ref, journal), [one.token for one in drafts])


def _approvals(ref: str) -> Iterator[models.Model]:
    approvals = list(Approval.objects.filter(subject=ref))
    yield from approvals
    for table in (ExhibitVersion, RouteStep, Act, KoetsuDuty):
        yield from table._base_manager.filter(approval__in=approvals)


def _money(ref: str) -> Iterator[models.Model]:
    assessments = list(Assessment.objects.filter(subject=ref))
    yield from assessments
    for table in (Receipt, LedgerEntry):
        yield from table._base_manager.filter(assessment__in=assessments)


def _records(ref: str) -> Iterator[models.Model]:
    records = list(Record.objects.filter(subject=ref))
    yield from (*Arrival.objects.filter(subject=ref), *DocumentNumber.objects.filter(subject=ref), *records)
    yield from RecordContent.objects.filter(record__in=records)


def _entries(ref: str) -> Iterator[models.Model]:
    entries = list(Entry.objects.filter(subject=ref))
    yield from (*entries, *EntryEnd.objects.filter(entry__in=entries))


def _files(rows: list[models.Model]) -> set[str]:
    """Ids of the files the rows speak of, in columns and in answers."""
    found = {str(row.file_id) for row in rows if getattr(row, "file_id", None)}

    def look(value: Any) -> None:
        if isinstance(value, dict):
            if isinstance(value.get("file"), str) and value["file"]:
                found.add(value["file"])
            for inner in value.values():
                look(inner)
        elif isinstance(value, list):
            for inner in value:
                look(inner)

    for row in rows:
        for one in row._meta.concrete_fields:
            if isinstance(one, models.JSONField):
                look(getattr(row, one.attname))
    return found


def _events(rows: list[models.Model], ref: str, journal: str) -> list[Event]:
    if journal == "none":
        return []
    about = Q(subject=ref)
    if journal == "whole":
        kinds = ("submission", "draft", "intake", "approval", "record", "payment", "register", "file")
        about |= Q(subject__in=[f"{kind}:{row.pk}" for row in rows for kind in kinds])
    events = list(Event.objects.filter(about).order_by("id"))
    for event in events if journal == "brief" else ():
        event.body = canonical({**event.content, "rows": {}, "gone": {}}).decode()
    return events
