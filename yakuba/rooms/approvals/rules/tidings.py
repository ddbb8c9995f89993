"""What the room tells those above it, in the transaction of the act."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID


@dataclass(frozen=True)
class Decided:
    """The end of a draft: 決裁 ("approved") or 否認 ("rejected"). `decided_by` is "staff:<uuid>"."""

    approval_id: UUID
    subject: str
    matter_kind: str
    outcome: Literal["approved", "rejected"]
    exhibit_digest: str
    capacity: str
    decided_at: datetime
    decided_by: str


@dataclass(frozen=True)
class SentBack:
    """差戻し to the drafter, or (`to_drafter` false) to an earlier person. `by` is "staff:<uuid>"."""

    approval_id: UUID
    subject: str
    to_drafter: bool
    reason: str
    by: str


@dataclass(frozen=True)
class PulledBack:
    """引戻し: the drafter took the draft back before the next person acted."""

    approval_id: UUID
    subject: str
