"""What other rooms may use of cases. Takes and returns ids and frozen values."""

from datetime import datetime
from uuid import UUID

from yakuba.ground.access.actor import Actor
from yakuba.rooms.cases.actions import closing, correction, issuance, opening
from yakuba.rooms.cases.actions.indexing import Health as SearchHealth
from yakuba.rooms.cases.actions.indexing import health as search_health
from yakuba.rooms.cases.actions.indexing import rebuild as rebuild_search
from yakuba.rooms.cases.actions.opening import Opening
from yakuba.rooms.cases.actions.received import add_received
from yakuba.rooms.cases.actions.turn import Refused as CaseRefused
from yakuba.rooms.cases.reading import desk
from yakuba.rooms.cases.reading import status as reading
from yakuba.rooms.cases.reading.brief import asked, briefs, case_by_number
from yakuba.rooms.cases.reading.evidence import subjects_of
from yakuba.rooms.cases.reading.papers import matter_for
from yakuba.rooms.cases.reading.status import PUBLIC_STEPS
from yakuba.rooms.cases.rules.values import (
    CaseAsk,
    CaseBrief,
    CaseClosed,
    CaseLine,
    CaseOpened,
    CaseRef,
    CaseStatus,
    CorrectionAsk,
    LetterFile,
    StepLine,
    TimelineLine,
)

__all__ = [
    "PUBLIC_STEPS",
    "CaseAsk",
    "CaseBrief",
    "CaseClosed",
    "CaseLine",
    "CaseOpened",
    "CaseRef",
    "CaseRefused",
    "CaseStatus",
    "CorrectionAsk",
    "LetterFile",
    "Opening",
    "SearchHealth",
    "StepLine",
    "TimelineLine",
    "add_received",
    "answer_correction",
    "asked",
    "briefs",
    "case_by_number",
    "case_of_submission",
    "cases_of",
    "letter_file",
    "letters_of",
    "matter_for",
    "open_case",
    "rebuild_search",
    "search_health",
    "status",
    "subjects_of",
    "waiting_count",
    "withdraw",
]


def open_case(
    *,
    submission_id: UUID,
    channel: str,
    arrived_at: datetime,
    applicant_ref: str | None,
    applicant_email: str,
    by: Actor,
    receive: bool = True,
    announce: bool = True,
) -> CaseRef:
    """Open a case on a sealed submission; called again for the same one it returns the case that stands.

    `arrived_at` is the aware instant of 到達; `receive` gives a 収受 number; `announce` mails the applicant
    that it has arrived (a face that tells of several at once mails by itself).
    """
    case = opening.open_case(
        submission_id=submission_id,
        channel=channel,
        arrived_at=arrived_at,
        applicant_ref=applicant_ref,
        applicant_email=applicant_email,
        by=by,
        receive=receive,
        announce=announce,
    )
    return reading.ref(case)


def status(*, token: str = "", case_id: UUID | None = None, actor: Actor | None = None) -> CaseStatus:
    """The state of a matter, by its secret link or for its applicant. Raises Denied."""
    if case_id is not None and actor is not None:
        return reading.status_of(reading.case_of_applicant(case_id, actor))
    return reading.status_of(reading.case_by_token(token))


def cases_of(resident_ref: str) -> list[CaseLine]:
    """A resident's own matters, newest first. One query."""
    return reading.lines_of(resident_ref)


def letters_of(resident_ref: str) -> list[tuple[str, LetterFile]]:
    """A resident's letters to download, newest first, each with its case's status token. One query."""
    return reading.letters_of(resident_ref)


def case_of_submission(submission_id: UUID) -> CaseRef | None:
    """The case a submission belongs to."""
    return reading.ref_of_submission(submission_id)


def withdraw(case_id: UUID, *, by: Actor) -> None:
    """取下げ by the applicant, or by a guest whose status link the caller has checked.

    Raises Denied, CaseRefused with a message for the person.
    """
    closing.withdraw(case_id, by=by)


def answer_correction(case_id: UUID, submission_id: UUID, *, by: Actor) -> None:
    """A corrected version was sealed: it takes the place of the former one. Twice stands once.

    Raises Denied, CaseRefused.
    """
    correction.answer_correction(case_id, submission_id, by=by)


def letter_file(letter_id: UUID, *, token: str = "", actor: Actor | None = None) -> UUID:
    """The stored file of a letter, for its applicant or the holder of the link; notes the first taking.

    Raises Denied.
    """
    row = reading.letter_of(letter_id, token=token, actor=actor)
    issuance.taken(row.id)
    return UUID(str(row.file_id))


def waiting_count(actor: Actor) -> int:
    """How many cases wait for this member of staff; for menus."""
    return desk.waiting_count(actor)
