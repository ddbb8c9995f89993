"""What other rooms may use of 文書・簿冊. Values in, values out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from yakuba.ground import town
from yakuba.ground.calendar import clock
from yakuba.ground.journal.signature import By
from yakuba.rooms.records import actions
from yakuba.rooms.records.actions import ContentRef, Receiving, hold, release, void_number
from yakuba.rooms.records.reading import RecordView, faults_of_table, records_of, retention_text, subjects_of
from yakuba.rooms.records.rules import retention
from yakuba.rooms.records.rules.numbers import RecordProblem
from yakuba.rooms.records.rules.retention import RecordRuleValue

__all__ = [
    "ContentRef",
    "DocumentNumber",
    "Receiving",
    "RecordProblem",
    "RecordRef",
    "RecordRuleValue",
    "RecordView",
    "document_number",
    "faults_of_table",
    "file_matter",
    "hold",
    "records_of",
    "release",
    "rule_fault",
    "subjects_of",
    "void_number",
]


@dataclass(frozen=True)
class DocumentNumber:
    """A 文書番号 as it is printed: `text` is 斜建管第123号, of the fiscal year of `day`."""

    id: UUID
    text: str
    day: date


@dataclass(frozen=True)
class RecordRef:
    """Where a finished matter lies. `expires_on` is the last day of keeping (None: permanent or waiting)."""

    id: UUID
    volume_id: UUID
    file_title: str
    retention_text: str
    expires_on: date | None


class FilingRule(Protocol):
    """How an edition says its matters are filed."""

    @property
    def classification(self) -> str: ...
    @property
    def file_title(self) -> str: ...
    @property
    def retention(self) -> str: ...
    @property
    def start(self) -> str: ...
    @property
    def at_end(self) -> str: ...


def document_number(*, section: str, day: date, subject: str, title: str, by: By) -> DocumentNumber:
    """The next 文書番号 of the section: see `actions.take_number`. Raises RecordProblem."""
    row = actions.take_number(section=section, day=day, subject=subject, title=title, by=by)
    return DocumentNumber(row.id, row.text, row.day)


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
) -> RecordRef:
    """完結 → 簿冊: see `actions.file_matter`. The caller has asked the gate. Raises RecordProblem."""
    row = actions.file_matter(
        subject=subject,
        title=title,
        section=section,
        rule=rule,
        completed_on=completed_on,
        contents=contents,
        numbers=numbers,
        by=by,
    )
    return RecordRef(row.id, row.volume_id, row.volume.title, retention_text(row.retention), row.expires_on)


def rule_fault(rule: FilingRule) -> str:
    """What is wrong with an edition's filing rule as of today, in Japanese ("": nothing). No database."""
    value = RecordRuleValue(rule.classification, rule.file_title, rule.retention, rule.start, rule.at_end)
    return retention.fault_of(town.read("retention"), value, clock.today())
