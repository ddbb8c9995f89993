"""Comparing the live tables with the journal: what was changed behind the town hall's back, and where."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps

from yakuba.ground.journal.canonical import sha256
from yakuba.ground.journal.commitment import commitment, instant
from yakuba.ground.journal.models import Event, ProvedRow

GONE = ""
CHUNK = 2000

Latest = dict[tuple[str, str], tuple[str, int]]
"""(table, row id) → (its newest commitment, or GONE; number of its event)."""


def audit(models: Iterable[type[ProvedRow]] | None = None) -> list[str]:
    """Every difference between the live database and its journal, in Japanese; an empty list when all agrees.

    Checks each event's digest, copied columns and place in its subject, and recomputes the commitment
    of every proved row; names rows changed, inserted or deleted without an event. Reads everything:
    O(events + rows). ``models`` are the tables under proof, all of the town's when not given.
    """
    latest: Latest = {}
    findings = list(_events(latest))
    for model in proved_models() if models is None else models:
        findings += _rows(model, latest)
    findings += [
        f"{table} の行 {row_id} が消えています(最後の記録は{event})。"
        for (table, row_id), (said, event) in latest.items()
        if said != GONE
    ]
    return findings


def proved_models() -> list[type[ProvedRow]]:
    """All concrete tables under proof, by name."""
    found = [model for model in apps.get_models() if issubclass(model, ProvedRow) and not model._meta.proxy]
    return sorted(found, key=lambda model: model._meta.label_lower)


def _events(latest: Latest) -> Iterator[str]:
    heads: dict[str, tuple[int, str]] = {}
    for event in Event.objects.order_by("id").iterator(CHUNK):
        named = f"記録{event.id}({event.subject} の{event.subject_seq}番目)"
        if sha256(event.body.encode()).hex() != event.digest:
            yield f"{named}の内容が書き換えられています。"
            continue
        content = json.loads(event.body)
        if not _copies_agree(event, content):
            yield f"{named}の見出し(種類・対象・日時・行為者)が、内容と合いません。"
        seq, digest = heads.get(content["subject"], (0, ""))
        if (content["subject_seq"], content["subject_prev"]) != (seq + 1, digest):
            yield f"{named}が、前の記録({seq}番目)につながっていません。"
        heads[content["subject"]] = (content["subject_seq"], event.digest)
        for table, rows in content["rows"].items():
            latest.update({(table, row_id): (said, event.id) for row_id, said in rows.items()})
        for table, ids in content["gone"].items():
            latest.update({(table, row_id): (GONE, event.id) for row_id in ids})


def _copies_agree(event: Event, content: dict[str, Any]) -> bool:
    copies = (event.kind, event.subject, event.subject_seq, event.actor, instant(event.at))
    return copies == tuple(content[key] for key in ("kind", "subject", "subject_seq", "actor", "at"))


def _rows(model: type[ProvedRow], latest: Latest) -> Iterator[str]:
    """Check one table, taking what it finds out of ``latest``."""
    table = model._meta.label_lower
    for row in model._base_manager.order_by("pk").iterator(CHUNK):
        said, event = latest.pop((table, str(row.pk)), (None, 0))
        if said is None:
            yield f"{table} の行 {row.pk} に記録がありません。"
        elif said == GONE:
            yield f"{table} の行 {row.pk} は記録{event}で廃棄されたはずですが、残っています。"
        elif _stands(row) != said:
            yield f"{table} の行 {row.pk} が、記録{event}のあとに書き換えられています。"


def _stands(row: ProvedRow) -> str:
    try:
        return commitment(row)
    except (TypeError, ValueError):
        return "unreadable"
