"""Evidence: one ZIP that proves a case, or the whole town, to somebody who does not trust the town's
server."""

import re
import zipfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from django.db import connections, router

from yakuba.ground.calendar import clock
from yakuba.ground.journal.audit import CHUNK, GONE, proved_models
from yakuba.ground.journal.bundle import Bundle, stamp
from yakuba.ground.journal.commitment import columns, commit, instant
from yakuba.ground.journal.models import Event, ProvedRow
from yakuba.ground.journal.note import Checkpoint, PublicKey, read_checkpoint
from yakuba.ground.journal.seal_store import Entry, SealStore, head_leaf
from yakuba.ground.journal.tree import Tree, leaf_hash
from yakuba.ground.journal.verifier.single import page, readme, single_file

FORMAT = "yakuba-evidence/1"
_DIGEST = re.compile(r"[0-9a-f]{64}")
_ALL_KEPT = 200
Content = Path | bytes
RowKey = tuple[str, str]


class EvidenceRefused(Exception):
    """The evidence cannot be written; the message says why, in Japanese."""


@dataclass(frozen=True)
class Exported:
    """What was written: counts of events (sealed or not), of rows and of files."""

    sealed: int
    unsealed: int
    rows: int
    files: int


class Tables(Protocol):
    """Where the proved rows come from."""

    def names(self) -> list[str]:
        """All tables under proof, as ``app.model``."""

    def rows(self, table: str, ids: Collection[str] | None) -> Iterator[ProvedRow]:
        """The rows of one table: these, or all of them."""


class LiveTables:
    """The proved tables of the running database."""

    def __init__(self, models: Sequence[type[ProvedRow]] | None = None) -> None:
        proved = proved_models() if models is None else models
        self._models = {model._meta.label_lower: model for model in proved}

    def names(self) -> list[str]:
        """All tables under proof, as ``app.model``."""
        return list(self._models)

    def rows(self, table: str, ids: Collection[str] | None) -> Iterator[ProvedRow]:
        """The rows of one table in the order of their ids; none for a table that no longer exists."""
        model = self._models.get(table)
        if model is None:
            return
        rows = model._base_manager.order_by("pk")
        if ids is None:
            yield from rows.iterator(CHUNK)
            return
        wanted = sorted(ids)
        for start in range(0, len(wanted), CHUNK):
            yield from rows.filter(pk__in=wanted[start : start + CHUNK])


@dataclass
class _Export:
    """One export under way."""

    bundle: Bundle
    store: SealStore
    key: PublicKey
    newest: Checkpoint
    tables: Tables
    heads: list[tuple[str, int, bytes]]
    rows: int = 0
    sealed: int = 0
    unsealed: int = 0
    since: str = ""


def export(
    subjects: Sequence[str] | None,
    out: Path,
    *,
    seal_dir: Path,
    files: Mapping[str, Content] | None = None,
    tables: Tables | None = None,
) -> Exported:
    """Write the evidence of these subjects, or of the whole town (None), as one ZIP at ``out``.

    ``files`` maps SHA-256 (hex) to content. The newest checkpoint in ``seal_dir`` is the proof; later
    events are enclosed and marked unsealed. Raises EvidenceRefused when there is no seal yet, a
    subject has no event, or a row cannot be read. Streams: memory grows with the number of events only
    by 64 bytes each.
    """
    attached = dict(files or {})
    if not all(map(_DIGEST.fullmatch, attached)):
        raise EvidenceRefused("添付ファイルの名前は SHA-256(16進64文字)にしてください。")
    draft = out.with_name(out.name + ".new")
    with closing(SealStore(seal_dir)) as store, zipfile.ZipFile(draft, "w", allowZip64=True) as target:
        work = _begin(store, Bundle(target), tables or LiveTables())
        with _snapshot():
            if subjects is None:
                _whole(work)
            else:
                _part(work, sorted(set(subjects)))
        _seals(work)
        for digest, content in sorted(attached.items()):
            work.bundle.file(f"files/{digest}", content)
        _tools(work)
        work.bundle.finish(_manifest(work, subjects))
    stamp(draft)
    draft.replace(out)
    return Exported(work.sealed, work.unsealed, work.rows, len(attached))


def _begin(store: SealStore, bundle: Bundle, tables: Tables) -> _Export:
    """Take the newest seal and the heads it commits to, while no sealer is at work."""
    with store.alone():
        key, sizes = store.public_key(), store.sizes()
        if key is None or not sizes:
            raise EvidenceRefused("まだ封印がありません。先に封印してから書き出してください。")
        if store.state().tree.size != sizes[-1]:
            raise EvidenceRefused("封印が途中で止まっています。もう一度封印してから書き出してください。")
        newest = read_checkpoint(store.note(sizes[-1]), key)
        return _Export(bundle, store, key, newest, tables, list(store.heads()))


@contextmanager
def _snapshot() -> Iterator[None]:
    """See events and rows as of one moment, without keeping anybody from writing."""
    connection = connections[router.db_for_read(Event)]
    if connection.in_atomic_block:
        yield
        return
    begin = {"postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"}.get(connection.vendor, "BEGIN")
    with connection.cursor() as cursor:
        cursor.execute(begin)
        try:
            yield
        finally:
            cursor.execute("COMMIT")


def _line(index: int | None, event: Event) -> dict[str, Any]:
    return {"body": event.body, "digest": event.digest, "index": index}


def _whole(work: _Export) -> None:
    seen: set[int] = set()
    work.bundle.lines("events.ndjson", _every_event(work, seen))
    for table in work.tables.names():
        work.rows += work.bundle.lines(f"tables/{table}.ndjson", _row_lines(work.tables.rows(table, None)))


def _every_event(work: _Export, seen: set[int]) -> Iterator[dict[str, Any]]:
    """Sealed events in the order of their seals, then the unsealed tail."""
    group: list[Entry] = []
    for entry in work.store.entries(0, work.newest.size):
        seen.add(entry.event_id)
        group.append(entry)
        if len(group) == CHUNK:
            yield from _sealed_lines(work, group)
            group = []
    yield from _sealed_lines(work, group)
    for event in Event.objects.order_by("id").iterator(CHUNK):
        if event.id not in seen:
            yield _tail_line(work, event)


def _sealed_lines(work: _Export, group: list[Entry]) -> Iterator[dict[str, Any]]:
    """An event that is no longer there is left out, and the verifier names its number."""
    stored = Event.objects.in_bulk([entry.event_id for entry in group])
    for entry in group:
        if entry.event_id in stored:
            work.sealed += 1
            yield _line(entry.index, stored[entry.event_id])


def _tail_line(work: _Export, event: Event) -> dict[str, Any]:
    work.unsealed += 1
    work.since = work.since or str(event.content["at"])
    return _line(None, event)


def _row_lines(rows: Iterator[ProvedRow]) -> Iterator[dict[str, Any]]:
    try:
        for row in rows:
            yield {"columns": columns(row), "salt": bytes(row.proof_salt).hex()}
    except (TypeError, ValueError) as error:
        raise EvidenceRefused(f"行を読み取れません: {error}") from error


def _part(work: _Export, subjects: list[str]) -> None:
    chosen = list(Event.objects.filter(subject__in=subjects).order_by("id"))
    absent = sorted(set(subjects) - {event.subject for event in chosen})
    if absent:
        raise EvidenceRefused(f"記録のない対象です: {'、'.join(absent)}")
    rows = _current_rows(work, chosen)
    leaves: list[bytes] = []
    index_of: dict[int, int] = {}
    wanted = {event.id for event in chosen}
    for entry in work.store.entries(0, work.newest.size):
        leaves.append(leaf_hash(entry.digest))
        if entry.event_id in wanted:
            index_of[entry.event_id] = entry.index
    ordered = sorted(chosen, key=lambda event: (index_of.get(event.id, work.newest.size), event.id))
    work.bundle.lines(
        "events.ndjson",
        (
            _line(index_of[event.id], event) if event.id in index_of else _tail_line(work, event)
            for event in ordered
        ),
    )
    work.sealed = len(index_of)
    _part_proofs(work, subjects, sorted(index_of.values()), Tree(leaves))
    for table, lines in sorted(rows.items()):
        work.rows += work.bundle.lines(f"tables/{table}.ndjson", lines)


def _current_rows(work: _Export, chosen: list[Event]) -> dict[str, list[dict[str, Any]]]:
    """The rows these events speak of, as they stand; adds to ``chosen`` the later events elsewhere
    that changed or destroyed some of them, so that the verifier can follow."""
    latest = _latest(chosen)
    lines: dict[str, list[dict[str, Any]]] = {}
    astray = {key for key, said in latest.items() if said != GONE}
    for table in sorted({table for table, _ in latest}):
        ids = [row_id for name, row_id in latest if name == table]
        for line in _row_lines(work.tables.rows(table, ids)):
            lines.setdefault(table, []).append(line)
            row_id = str(line["columns"]["id"])
            if commit(bytes.fromhex(line["salt"]), line["columns"]) == latest[table, row_id]:
                astray.discard((table, row_id))
    known = {event.id for event in chosen}
    chosen += [event for event in _last_words(astray) if event.id not in known]
    return lines


def _latest(events: list[Event]) -> dict[RowKey, str]:
    latest: dict[RowKey, str] = {}
    for event in events:
        for table, rows in event.content["rows"].items():
            latest.update({(table, row_id): said for row_id, said in rows.items()})
        for table, ids in event.content["gone"].items():
            latest.update({(table, row_id): GONE for row_id in ids})
    return latest


def _last_words(astray: set[RowKey]) -> list[Event]:
    """The newest event about each of these rows, whatever its subject. Reads the whole journal once."""
    if not astray:
        return []
    mentions = re.compile("|".join(re.escape(row_id) for _, row_id in astray))
    found: dict[RowKey, Event] = {}
    for event in Event.objects.order_by("id").iterator(CHUNK):
        if mentions.search(event.body):
            found.update({key: event for key in _latest([event]) if key in astray})
    return list({event.id: event for event in found.values()}.values())


def _part_proofs(work: _Export, subjects: list[str], indices: list[int], tree: Tree) -> None:
    work.bundle.lines(
        "proofs/inclusion.ndjson",
        ({"index": index, "path": _hex(tree.inclusion(index))} for index in indices),
    )
    head_tree = Tree(head_leaf(*head) for head in work.heads)
    work.bundle.lines(
        "proofs/subjects.ndjson",
        (
            {
                "subject": subject,
                "seq": seq,
                "digest": digest.hex(),
                "index": index,
                "path": _hex(head_tree.inclusion(index)),
            }
            for index, (subject, seq, digest) in enumerate(work.heads)
            if subject in set(subjects)
        ),
    )
    work.bundle.lines(
        "proofs/consistency.ndjson",
        (
            {"from": size, "path": _hex(tree.consistency(size))}
            for size in _kept_sizes(work)
            if size != work.newest.size
        ),
    )


def _hex(path: list[bytes]) -> list[str]:
    return [part.hex() for part in path]


def _kept_sizes(work: _Export) -> list[int]:
    """All checkpoints, or when there are many the newest hundred and the last one of each day."""
    sizes = [size for size in work.store.sizes() if size <= work.newest.size]
    if len(sizes) <= _ALL_KEPT:
        return sizes
    recent = sizes[-_ALL_KEPT // 2 :]
    daily = {read_checkpoint(work.store.note(size), work.key).at[:10]: size for size in sizes}
    return sorted({*recent, *daily.values()})


def _seals(work: _Export) -> None:
    for size in _kept_sizes(work):
        work.bundle.put(f"checkpoints/{size:012d}.txt", work.store.note(size).encode())
    work.bundle.put("public.txt", (work.key.text() + "\n").encode())


def _tools(work: _Export) -> None:
    work.bundle.put("README.txt", readme().encode())
    work.bundle.put("verify.py", single_file().encode())
    work.bundle.put("verify.html", page().encode())


def _manifest(work: _Export, subjects: Sequence[str] | None) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "origin": work.newest.origin,
        "scope": "whole" if subjects is None else "subjects",
        "subjects": sorted(set(subjects or ())),
        "exported_at": instant(clock.now()),
        "events": work.sealed + work.unsealed,
        "sealed": work.sealed,
        "unsealed": {"count": work.unsealed, "since": work.since},
    }
