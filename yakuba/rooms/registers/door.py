"""What other rooms may ask of registers. Days are days in Japan."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from yakuba.ground.access.actor import Actor
from yakuba.rooms.registers import actions
from yakuba.rooms.registers.reading import (
    EndView,
    EntryView,
    entries_of,
    entries_of_holder,
    entry,
    expiring,
    find,
    subjects_of,
)
from yakuba.rooms.registers.rules import NewEntry, RegisterRefused, State

__all__ = [
    "EndView",
    "EntryRef",
    "EntryView",
    "RegisterRefused",
    "Renewal",
    "State",
    "end",
    "entries_of",
    "entries_of_holder",
    "entry",
    "expiring",
    "find",
    "renewal",
    "subjects_of",
    "write",
]


@dataclass(frozen=True)
class EntryRef:
    id: UUID
    number: str


@dataclass(frozen=True)
class Renewal:
    """What a renewal starts from: the procedure, the matter and the sealed answers the entry rests on."""

    entry_id: UUID
    procedure_key: str
    subject: str
    submission_id: UUID | None


def write(
    *,
    register: str,
    title: str,
    holder_name: str,
    holder_ref: str,
    facts: Mapping[str, str],
    number: str | None,
    valid_from: date | None,
    valid_to: date | None,
    conditions: str,
    subject: str,
    procedure_key: str,
    section: str,
    by: Actor,
    register_title: str = "",
    link: str = "",
    submission_id: UUID | None = None,
    replaces: UUID | None = None,
) -> EntryRef:
    """Write an entry. `facts` are label → text; `number` None takes the register's running number.

    `register_title` is the register's name (道路占用許可台帳), `submission_id` what a renewal is prefilled
    from, `replaces` the entry it renews: that one ends on the day this one begins (today when it has begun).
    `by` is staff with the right, or `system(...)`.
    Raises Denied, Entry.DoesNotExist, RegisterRefused (the number is taken, the period is reversed, …).
    """
    new = NewEntry(
        register=register,
        register_title=register_title or register,
        title=title,
        holder_name=holder_name,
        holder_ref=holder_ref,
        facts=facts,
        number=number,
        valid_from=valid_from,
        valid_to=valid_to,
        conditions=conditions,
        subject=subject,
        procedure_key=procedure_key,
        section=section,
        link=link,
        submission_id=submission_id,
    )
    row = actions.write(new, by=by, replaces=replaces)
    return EntryRef(row.id, row.number)


def end(entry_id: UUID, *, reason: str, on: date, subject: str, by: Actor) -> None:
    """End an entry on the day `on`. Raises Denied, Entry.DoesNotExist, RegisterRefused."""
    actions.end(entry_id, reason=reason, on=on, subject=subject, by=by)


def renewal(entry_id: UUID, actor: Actor) -> Renewal:
    """What a renewal of the entry starts from. Raises Entry.DoesNotExist, RegisterRefused."""
    view = entry(entry_id, actor)
    if not view.renewable:
        raise RegisterRefused("この登録は更新できません。期間のない登録か、もう終了した登録です。")
    return Renewal(view.id, view.procedure_key, view.subject, view.submission_id)
