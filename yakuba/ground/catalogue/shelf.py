"""The shelf of editions: publishing, what is in force on a day, one edition by id, and finding procedures.

Editions never change, so a procedure once read stays in the process under its edition's id.
"""

import threading
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from django.db import transaction

from yakuba.ground import town
from yakuba.ground.calendar import clock
from yakuba.ground.catalogue import examples, finding, topics
from yakuba.ground.catalogue.content import changed_fees, content_of, digest_of, procedure_from
from yakuba.ground.catalogue.definition import Procedure
from yakuba.ground.catalogue.models import Edition
from yakuba.ground.journal.record import record
from yakuba.ground.journal.signature import By


class NoEdition(LookupError):
    """No edition of that key is in force on that day, or no edition has that id."""


class PublishRefused(ValueError):
    """The definition may not be published; `faults` say in Japanese why."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class EditionRef:
    """An edition with its definition."""

    id: UUID
    key: str
    digest: str
    valid_from: date
    procedure: Procedure


_known: dict[UUID, EditionRef] = {}
_indexes: dict[tuple[Path, frozenset[UUID]], finding.Index] = {}
_MOST_INDEXES = 4
_lock = threading.RLock()
_COLUMNS = ("id", "procedure_key", "digest", "valid_from")


@transaction.atomic
def publish(procedure: Procedure, *, valid_from: date, by: By) -> EditionRef:
    """Publish a definition, valid from a day in Japan; the same content as in force then is not published
    again.

    Raises PublishRefused when a worked example fails or an earlier fee table was changed.
    """
    faults = [str(fault) for fault in examples.run(procedure)]
    content = content_of(procedure)
    digest = digest_of(content)
    standing = _newest(procedure.key, valid_from)
    if standing is not None and standing.digest == digest:
        return standing
    if standing is not None:
        faults.extend(changed_fees(standing.procedure, procedure))
    if faults:
        raise PublishRefused(faults)
    row = Edition(
        procedure_key=procedure.key,
        digest=digest,
        content=content,
        valid_from=valid_from,
        published_at=clock.now(),
        published_by=by.actor,
    )
    row.save(force_insert=True)
    facts = {"procedure": procedure.key, "digest": digest, "valid_from": valid_from.isoformat()}
    record("edition.published", subject=f"edition:{row.id}", by=by, facts=facts, rows=[row])
    return EditionRef(row.id, procedure.key, digest, valid_from, procedure)


def in_force(key: str, day: date) -> EditionRef:
    """The edition of a procedure in force on `day`. Raises NoEdition."""
    found = _newest(key, day)
    if found is None:
        raise NoEdition(f"no edition of {key} is in force on {day.isoformat()}")
    return found


def edition(edition_id: UUID) -> EditionRef:
    """One edition by id; no query when this process has read it before. Raises NoEdition."""
    found = editions([edition_id])
    if not found:
        raise NoEdition(f"no edition {edition_id}")
    return found[edition_id]


def editions(edition_ids: Iterable[UUID]) -> dict[UUID, EditionRef]:
    """Several editions by id; two queries at most, for those not read before. Unknown ids are left out."""
    wanted = set(edition_ids)
    absent = [one for one in wanted if one not in _known]
    if absent:
        _references(Edition.objects.filter(pk__in=absent).values_list(*_COLUMNS))
    return {one: _known[one] for one in wanted if one in _known}


def editions_of(key: str) -> list[EditionRef]:
    """All editions of a procedure, the newest first."""
    rows = Edition.objects.filter(procedure_key=key).order_by("-valid_from", "-published_at", "-id")
    return _references(rows.values_list(*_COLUMNS))


def of_sections(sections: Collection[str]) -> list[UUID]:
    """The editions, past ones too, of the procedures these sections are in charge of. One query."""
    known = editions(Edition.objects.values_list("id", flat=True))
    return [ref.id for ref in known.values() if ref.procedure.section in sections]


def all_in_force(day: date) -> list[EditionRef]:
    """The editions in force on `day`, one of each procedure, by key."""
    rows = Edition.objects.filter(valid_from__lte=day)
    rows = rows.order_by("procedure_key", "-valid_from", "-published_at", "-id")
    newest: dict[str, tuple[UUID, str, str, date]] = {}
    for row in rows.values_list(*_COLUMNS):
        newest.setdefault(row[1], row)
    return _references(newest.values())


def search(text: str, day: date) -> list[EditionRef]:
    """The procedures in force on `day` that answer to `text`, the likeliest first; all of them for empty
    text.
    """
    standing = all_in_force(day)
    if not text.strip():
        return standing
    by_key = {ref.key: ref for ref in standing}
    return [by_key[hit.key] for hit in index_of(standing).find(text).hits]


def index_of(standing: Collection[EditionRef]) -> finding.Index:
    """The index of these editions; built once for each set of editions."""
    key = (town.folder(), frozenset(ref.id for ref in standing))
    with _lock:
        if key not in _indexes:
            while len(_indexes) >= _MOST_INDEXES:
                _indexes.pop(next(iter(_indexes)))
            _indexes[key] = _built(standing)
        return _indexes[key]


def _built(standing: Collection[EditionRef]) -> finding.Index:
    documents = [
        finding.procedure_document(
            ref.procedure,
            events=topics.event_names(ref.procedure.life_events),
            met=topics.met_in(ref.key),
        )
        for ref in standing
    ]
    return finding.Index(documents, topics.synonyms())


def _newest(key: str, day: date) -> EditionRef | None:
    rows = Edition.objects.filter(procedure_key=key, valid_from__lte=day)
    first = rows.order_by("-valid_from", "-published_at", "-id").values_list(*_COLUMNS)[:1]
    found = _references(first)
    return found[0] if found else None


def _references(rows: Iterable[tuple[UUID, str, str, date]]) -> list[EditionRef]:
    listed = list(rows)
    absent = {row[0]: row for row in listed if row[0] not in _known}
    if absent:
        contents = Edition.objects.filter(pk__in=list(absent)).values_list("id", "content")
        read = {one: EditionRef(*absent[one], procedure_from(content)) for one, content in contents}
        with _lock:
            _known.update(read)
    return [_known[row[0]] for row in listed]
