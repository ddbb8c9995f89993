"""Frozen values other rooms take: news this room tells and what its door hands out."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True)
class CaseOpened:
    """News: a case has been opened."""

    case_id: UUID
    procedure_key: str
    section: str


@dataclass(frozen=True)
class CaseClosed:
    """News: a case has ended; `state` is done, refused, returned or withdrawn."""

    case_id: UUID
    procedure_key: str
    state: str


@dataclass(frozen=True)
class CaseRef:
    """A case by its identity."""

    id: UUID
    number: str
    status_token: str


@dataclass(frozen=True)
class StepLine:
    """One step as a townsperson sees it: `state` is done, current or todo; `when` is the day it ended."""

    title: str
    state: str
    when: date | None = None


@dataclass(frozen=True)
class CorrectionAsk:
    """An open request for correction."""

    id: UUID
    question_keys: tuple[str, ...]
    labels: tuple[str, ...]
    message: str
    asked_at: datetime
    due_on: date | None
    submission_id: UUID


@dataclass(frozen=True)
class CaseBrief:
    """A case in a few words, for the staff of the faces above."""

    id: UUID
    number: str
    receipt_number: str
    title: str
    procedure_key: str
    edition_id: UUID
    section: str
    applicant_name: str
    state_text: str
    due_on: date | None
    faulty: bool
    status_token: str


@dataclass(frozen=True)
class CaseAsk:
    """A case and the correction it waits for, if any."""

    case: CaseBrief
    ask: CorrectionAsk | None


@dataclass(frozen=True)
class LetterFile:
    """A letter the applicant may take. `ready` is false while its PDF is being made."""

    id: UUID
    title: str
    number: str
    issued_on: date
    delivery: str
    delivery_text: str
    ready: bool
    name: str
    size: int


@dataclass(frozen=True)
class TimelineLine:
    """One thing that happened, in words for a townsperson."""

    at: datetime
    title: str
    text: str = ""


@dataclass(frozen=True)
class CaseStatus:
    """What the applicant may know of a case."""

    case_id: UUID
    submission_id: UUID
    number: str
    title: str
    procedure_key: str
    section: str
    public_state: str
    public_state_text: str
    applied_at: datetime
    due_on: date | None
    stopped: bool
    closed: bool
    may_withdraw: bool
    status_token: str
    steps: tuple[StepLine, ...] = ()
    asks: tuple[CorrectionAsk, ...] = ()
    payments: tuple[object, ...] = ()
    letters: tuple[LetterFile, ...] = ()
    timeline: tuple[TimelineLine, ...] = field(default=())


@dataclass(frozen=True)
class CaseLine:
    """A case in somebody's own list."""

    id: UUID
    number: str
    title: str
    subject: str
    public_state: str
    applied_at: datetime
    due_on: date | None
    status_token: str
    needs_action: bool


@dataclass(frozen=True)
class LetterBytes:
    """The PDF of a letter, to be sent as an attachment."""

    name: str
    content: bytes
    media_type: str = "application/pdf"
