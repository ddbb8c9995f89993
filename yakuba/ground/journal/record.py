"""``record``: the only way an act reaches the journal, inside the transaction that does the act."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.db import connections, router, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from yakuba.ground.calendar import clock
from yakuba.ground.journal.canonical import canonical, sha256
from yakuba.ground.journal.commitment import commitment, instant
from yakuba.ground.journal.models import Event, ProvedRow
from yakuba.ground.journal.signature import By
from yakuba.ground.writing.write_set import WriteSet

BODY_VERSION = 1
NO_FACTS: Mapping[str, Any] = MappingProxyType({})
_KIND = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")
_SUBJECT = re.compile(r"[a-z][a-z0-9_]*:\S{1,100}")


class OutsideTransaction(RuntimeError):
    """An act was recorded where it could not be undone together with its rows."""


@dataclass(frozen=True)
class Head:
    """A subject's newest event: its number (0 when there is none yet) and its digest."""

    seq: int = 0
    digest: str = ""


@dataclass(frozen=True)
class Act:
    """What ``record`` is told, before it is an event."""

    kind: str
    subject: str
    by: By
    facts: Mapping[str, Any]
    rows: tuple[ProvedRow, ...] = ()
    gone: tuple[ProvedRow, ...] = ()


def record(
    kind: str,
    *,
    subject: str,
    by: By,
    facts: Mapping[str, Any] = NO_FACTS,
    rows: Iterable[ProvedRow] = (),
    gone: Iterable[ProvedRow] = (),
) -> Event:
    """Write one event about ``subject``, in the caller's transaction, and return it.

    ``facts`` is JSON without floats and without personal content. ``rows`` are the proved rows the act
    inserted or changed, after they were saved; ``gone`` the rows it destroys lawfully, with the number
    of the decision in ``facts["decision"]``. Raises OutsideTransaction, TypeError (a float, a row that
    is not proved), ValueError (a malformed kind or subject, destruction without its decision).
    """
    using = router.db_for_write(Event)
    if not transaction.get_connection(using).in_atomic_block:
        raise OutsideTransaction("record() must run inside transaction.atomic(), with the rows it proves")
    act = Act(kind, subject, by, facts, tuple(rows), tuple(gone))
    event = compose(act, head=_head(subject, using), at=clock.now())
    event.save(using=using)
    return event


def record_first(
    writes: WriteSet,
    kind: str,
    *,
    subject: str,
    by: By,
    facts: Mapping[str, Any] = NO_FACTS,
    rows: Iterable[ProvedRow] = (),
) -> None:
    """Put the first event of a subject that this very act makes among its `writes`; `rows` are among them
    already.

    Nobody else can know the subject yet, so there is no head to be read and nobody to wait for; were there
    one after all, the table's own constraint refuses the second number 1. Raises as `record` does.
    """
    writes.insert(compose(Act(kind, subject, by, facts, tuple(rows)), head=Head(), at=clock.now()))


def compose(act: Act, *, head: Head, at: datetime) -> Event:
    """The unsaved event that follows ``head``; pure, for those who write many rows in one statement."""
    _refuse_malformed(act)
    body = canonical(
        {
            "version": BODY_VERSION,
            "kind": act.kind,
            "at": instant(at),
            "actor": act.by.actor,
            "capacity": act.by.capacity,
            "post": act.by.post,
            "assurance": act.by.assurance,
            "subject": act.subject,
            "subject_seq": head.seq + 1,
            "subject_prev": head.digest,
            "facts": dict(act.facts),
            "rows": _commitments(act.rows),
            "gone": _identifiers(act.gone),
        }
    )
    return Event(
        kind=act.kind,
        subject=act.subject,
        subject_seq=head.seq + 1,
        at=at,
        actor=act.by.actor,
        body=body.decode(),
        digest=sha256(body).hex(),
    )


def _refuse_malformed(act: Act) -> None:
    if not _KIND.fullmatch(act.kind):
        raise ValueError(f"kind must read like 'case.received': {act.kind!r}")
    if not _SUBJECT.fullmatch(act.subject):
        raise ValueError(f"subject must read like 'case:<uuid>': {act.subject!r}")
    for row in (*act.rows, *act.gone):
        if not isinstance(row, ProvedRow):
            raise TypeError(f"{type(row).__name__} is not a ProvedRow")
    unsaved = [row for row in act.rows if row._state.adding]
    if unsaved:
        raise ValueError(f"{unsaved[0]._meta.label}: save the row before it is recorded")
    if any(row.pk is None for row in act.gone):
        raise ValueError("record the destruction first and delete the rows after it")
    if act.gone and not _decision(act.facts):
        raise ValueError('rows are destroyed only under a decision: facts must carry "decision"')
    both = {row.pk for row in act.rows} & {row.pk for row in act.gone}
    if both:
        raise ValueError(f"a row cannot be written and destroyed by one act: {sorted(map(str, both))}")


def _decision(facts: Mapping[str, Any]) -> bool:
    decision = facts.get("decision")
    return isinstance(decision, str) and bool(decision.strip())


def _commitments(rows: tuple[ProvedRow, ...]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for row in rows:
        found.setdefault(row._meta.label_lower, {})[str(row.pk)] = commitment(row)
    return found


def _identifiers(rows: tuple[ProvedRow, ...]) -> dict[str, list[str]]:
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(row._meta.label_lower, set()).add(str(row.pk))
    return {table: sorted(ids) for table, ids in found.items()}


def _head(subject: str, using: str) -> Head:
    """The subject's newest event. On PostgreSQL two acts on one subject wait for each other here."""
    wait_for(subject, connections[using])
    newest = (
        Event.objects.using(using)
        .filter(subject=subject)
        .order_by("-subject_seq")
        .values_list("subject_seq", "digest")
        .first()
    )
    return Head(*newest) if newest else Head()


def wait_for(subject: str, connection: BaseDatabaseWrapper) -> None:
    """Waits until no other transaction acts on the subject, and keeps others waiting (PostgreSQL)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [subject])
