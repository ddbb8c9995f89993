"""The shape of what is pressed on a draft's page; whether it may be done is asked elsewhere."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.http import QueryDict

from yakuba.rooms.approvals.actions.acting import Press
from yakuba.rooms.approvals.rules.refusals import ApprovalProblem, Stale

REASON_LENGTH = 4000
_signer = Signer(salt="approvals.page")


def page_token(approval_id: UUID, digest: str, opened_at: datetime) -> str:
    """The signed statement that this draft's page with this digest was opened at this time (UTC)."""
    return _signer.sign(f"{approval_id}|{digest}|{opened_at.isoformat()}")


@dataclass(frozen=True)
class Posted:
    """One pressed button: `act` is an Outcome key, `to` the step to send back to (None: the drafter)."""

    act: str
    press: Press
    to: UUID | None


def read_posted(approval_id: UUID, posted: QueryDict) -> Posted:
    """What was pressed. Raises Stale for a page that is not ours, ApprovalProblem for too long a reason."""
    reason = posted.get("reason", "")
    if len(reason) > REASON_LENGTH:
        raise ApprovalProblem(f"理由・意見は{REASON_LENGTH}字以内で書いてください(いま{len(reason)}字)。")
    try:
        shown_id, digest, opened = _signer.unsign(posted.get("page", "")).split("|")
        step = UUID(posted.get("step", "")) if posted.get("step") else approval_id
        to = UUID(posted.get("to", "")) if posted.get("to") else None
        opened_at = datetime.fromisoformat(opened)
    except (BadSignature, ValueError):
        raise Stale() from None
    if shown_id != str(approval_id):
        raise Stale()
    return Posted(posted.get("act", ""), Press(approval_id, step, digest, opened_at, reason), to)
