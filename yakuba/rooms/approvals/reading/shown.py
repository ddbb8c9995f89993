"""The values a draft's page and its list lines are made of."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from yakuba.rooms.approvals.rules.values import Exhibit


@dataclass(frozen=True)
class StepView:
    """One post on the route, and what its person did. `state` is a StepState key."""

    id: UUID
    order: int
    kind: str
    kind_text: str
    post_title: str
    state: str
    note: str
    who: str
    outcome_text: str
    capacity_text: str
    at: datetime | None


@dataclass(frozen=True)
class ActView:
    """One act of the history; `void` when a later 差戻し took its effect away."""

    at: datetime
    opened_at: datetime
    who: str
    post_title: str
    outcome: str
    outcome_text: str
    capacity_text: str
    reason: str
    version: int
    void: bool
    seen: str


@dataclass(frozen=True)
class DutyView:
    """A duty to read afterwards (後閲)."""

    id: UUID
    cause_text: str
    post_key: str
    post_title: str
    arose_at: datetime
    read_at: datetime | None
    read_by: str


@dataclass(frozen=True)
class ApprovalView:
    """A draft as it stands. `digest` is what the next act must have seen."""

    id: UUID
    title: str
    subject: str
    matter_kind: str
    section: str
    state: str
    state_text: str
    version: int
    basis: str
    drafter_id: UUID
    drafter_name: str
    drafted_at: datetime
    ended_at: datetime | None
    exhibit: Exhibit
    digest: str
    steps: tuple[StepView, ...]
    acts: tuple[ActView, ...]
    duties: tuple[DutyView, ...]
    can_pull_back: bool


@dataclass(frozen=True)
class ReturnTarget:
    """An earlier person to whom the draft may be sent back."""

    step_id: UUID
    text: str


@dataclass(frozen=True)
class Offer:
    """What the reader may do now, at which step, and in which capacity; acts are Outcome keys."""

    step_id: UUID
    kind: str
    title: str
    capacity_text: str
    because: str
    acts: tuple[str, ...]
    targets: tuple[ReturnTarget, ...]
