"""Letters waiting to be printed and posted: only those about cases the actor may see."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from yakuba.ground.access.actor import Actor
from yakuba.ground.access.gate import Denied, require
from yakuba.ground.access.rights import Right
from yakuba.ground.messages.send import MessageView, to_be_posted
from yakuba.rooms.cases import door as cases

MOST = 500
_CASE = "case:"


@dataclass(frozen=True)
class Letter:
    """A letter to be posted, with the case it is about."""

    id: UUID
    about: str
    to_name: str
    address: str
    subject: str
    body: str
    enclosure: UUID | None
    queued_at: datetime
    case: cases.CaseBrief


def letters(actor: Actor) -> tuple[Letter, ...]:
    """The letters of the actor's cases, oldest first; two queries."""
    waiting = [row for row in to_be_posted(MOST) if row.about.startswith(_CASE)]
    found = cases.briefs([_case_id(row) for row in waiting], actor=actor)
    return tuple(_letter(row, found[_case_id(row)]) for row in waiting if _case_id(row) in found)


def letter(message_id: UUID, actor: Actor) -> Letter:
    """One letter that still waits. Raises Denied for what is not there, posted, or another's."""
    require(actor, Right.CASE_INTAKE)
    found = next((one for one in letters(actor) if one.id == message_id), None)
    if found is None:
        raise Denied("letter")
    return found


def _case_id(row: MessageView) -> UUID:
    return UUID(row.about.removeprefix(_CASE))


def _letter(row: MessageView, case: cases.CaseBrief) -> Letter:
    return Letter(
        id=row.id,
        about=row.about,
        to_name=row.to_name,
        address=row.address,
        subject=row.subject,
        body=row.body,
        enclosure=row.enclosure,
        queued_at=row.queued_at,
        case=case,
    )
