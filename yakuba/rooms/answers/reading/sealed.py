"""Sealed submissions as values."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from yakuba.ground.catalogue import shelf
from yakuba.ground.catalogue.asking import DisplaySection, display_rows
from yakuba.ground.catalogue.definition import Procedure
from yakuba.ground.catalogue.fees import Assessment
from yakuba.ground.journal.canonical import canonical, sha256
from yakuba.ground.journal.read import history_of
from yakuba.rooms.answers import rules
from yakuba.rooms.answers.models import Submission
from yakuba.rooms.answers.reading.fee_json import fee_from_json

# How many of the newest submissions tell what is used most: flat cost, whatever the town's size.
MOST_USED_AMONG = 500


@dataclass(frozen=True)
class SubmissionRef:
    """`already`: it had been sent before (a double click, a lost answer)."""

    id: UUID
    already: bool


@dataclass(frozen=True)
class Fault:
    """What is missing or wrong in a paper taken in as it was; `written` is what stood there, unreadable."""

    key: str
    label: str
    message: str
    written: str = ""


@dataclass(frozen=True)
class SubmissionView:
    """An application as it was sent."""

    id: UUID
    edition_id: UUID
    procedure: Procedure
    procedure_key: str
    version: int
    supersedes: UUID | None
    owner_ref: str
    entered_by: str
    channel: str
    answers: Mapping[str, Any]
    facts: Mapping[str, Any]
    fee: Assessment
    dropped: tuple[str, ...]
    problems: tuple[Fault, ...]
    renewal_of: UUID | None
    sealed_at: datetime
    digest: str
    # Where reused answers came from: path ("key" or "repeat.0") -> {"source", "given_at"}.
    origins: Mapping[str, Mapping[str, str]]

    @property
    def sections(self) -> list[DisplaySection]:
        return display_rows(self.procedure, self.answers, self.facts)

    @property
    def files(self) -> list[dict[str, Any]]:
        """Every file in the answers: {"file", "name", "size", "media_type"}."""
        return rules.files_in(self.answers)


def reused(view: SubmissionView, key: str) -> tuple[str, ...]:
    """「再利用: 2026-11-03 犬の登録申請より」, for the clerk; of a repeat, a line a row. () when typed."""
    lines = []
    for path, origin in view.origins.items():
        name, _, row = path.partition(".")
        if name == key:
            place = f"{int(row) + 1}件目 " if row else ""
            lines.append(f"{place}再利用: {origin['given_at']} {origin['source']}より")
    return tuple(lines)


def submission(submission_id: UUID) -> SubmissionView:
    """For rooms above, which ask their own rights first. Raises Submission.DoesNotExist."""
    row = Submission.objects.get(id=submission_id)
    return view_of_sealed(row, shelf.edition(row.edition_id).procedure)


def submissions(ids: Iterable[UUID]) -> dict[UUID, SubmissionView]:
    """Many at once, two queries; what is not there is left out."""
    rows = list(Submission.objects.filter(id__in=set(ids)))
    editions = shelf.editions(row.edition_id for row in rows)
    return {row.id: view_of_sealed(row, editions[row.edition_id].procedure) for row in rows}


def versions(submission_id: UUID) -> list[SubmissionView]:
    """This submission and all it supersedes, newest first."""
    chain: list[SubmissionView] = []
    at: UUID | None = submission_id
    while at is not None:
        chain.append(submission(at))
        at = chain[-1].supersedes
    return chain


def subjects_of(submission_ids: Iterable[UUID]) -> list[str]:
    """The journal's names of these submissions, and of the drafts in which their files came in. Two queries.

    A draft without any file has no event and no name.
    """
    sealed = history_of(f"submission:{key}" for key in submission_ids)
    drafts = history_of(f"draft:{event.facts['draft']}" for events in sealed.values() for event in events)
    return [*sealed, *(subject for subject, events in drafts.items() if events)]


def digest_of(content: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical JSON of what was declared."""
    return sha256(canonical(dict(content))).hex()


def view_of_sealed(row: Submission, procedure: Procedure, digest: str = "") -> SubmissionView:
    """The row as a value (its `digest`, when the caller has it already)."""
    return SubmissionView(
        id=row.id,
        edition_id=row.edition_id,
        procedure=procedure,
        procedure_key=row.procedure_key,
        version=row.version,
        supersedes=row.supersedes_id,
        owner_ref=row.owner_ref,
        entered_by=row.entered_by,
        channel=row.channel,
        answers=row.answers,
        facts=row.facts,
        fee=fee_from_json(row.fee),
        dropped=tuple(row.dropped),
        problems=tuple(Fault(**problem) for problem in row.problems),
        renewal_of=row.renewal_of,
        sealed_at=row.sealed_at,
        digest=digest or digest_of(row.content),
        origins=row.origins,
    )


def most_used(*, before: datetime, limit: int = 6) -> list[str]:
    """The procedure keys most often sent lately up to a moment, most used first."""
    sent = Submission.objects.filter(sealed_at__lt=before).order_by("-sealed_at")
    newest = sent.values_list("procedure_key", flat=True)
    return [key for key, _ in Counter(newest[:MOST_USED_AMONG]).most_common(limit)]
