"""The sealer: reads committed events, chains them, grows the tree and signs checkpoints.

It runs as a process with a key of its own, reads the database and writes only its own directory, so
that no lock is held while people work. It refuses to sign when the journal no longer continues what it
signed before.
"""

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import connections, router
from django.db.models import Min, Q, QuerySet

from yakuba.ground.calendar import clock
from yakuba.ground.journal.canonical import sha256
from yakuba.ground.journal.commitment import instant
from yakuba.ground.journal.models import Event
from yakuba.ground.journal.note import Checkpoint, NoteRefused, PublicKey, SigningKey, read_checkpoint
from yakuba.ground.journal.seal_store import GENESIS, Entry, SealRefused, SealState, SealStore
from yakuba.ground.journal.tree import Frontier, leaf_hash, root_of

RESTORED = (
    "データベースが、別の PostgreSQL に復元されています。町を止めて yakuba seal --restored を動かしてください"
    "（封印した全件が同じだと確かめてから、ここで続けます）。"
)
BATCH = 2000
REREAD = 5000


@dataclass(frozen=True)
class Unsealed:
    """The newest range without a seal: how many events, and when the first of them happened (UTC)."""

    count: int
    since: datetime | None


def seal(folder: Path, *, origin: str, full: bool = False) -> Checkpoint | None:
    """Seal everything committed so far and return the newest checkpoint (None while there is no event
    at all).

    Before signing it compares with its own last checkpoint and re-reads a part of what it sealed (all
    of it when ``full``). Raises SealRefused naming what changed; nothing is signed then.
    """
    with closing(SealStore(folder)) as store, store.alone():
        key = store.signing_key(origin)
        state = store.state()
        if _elsewhere(state):
            raise SealRefused(RESTORED)
        last = last_checkpoint(store, key.public)
        reasons = [*_continuity(store, state, last), *_reread(store, state, full=full)]
        if reasons:
            raise SealRefused(*reasons)
        _grow(store, state, *_settled(state))
        return _sign(store, state, key, last)


def seal_restored(folder: Path, *, origin: str) -> Checkpoint | None:
    """Go on after the database was restored on another PostgreSQL server (`pg_dump`), whose numbers of
    transactions begin anew: read everything sealed again, seal what came after it, and begin to count here.

    Nobody else may be using the database. Raises SealRefused: somebody is, or what is sealed is not there.
    """
    with closing(SealStore(folder)) as store, store.alone():
        key = store.signing_key(origin)
        state = store.state()
        last = last_checkpoint(store, key.public)
        reasons = [*_continuity(store, state, last), *_reread_all(store, state), *_others()]
        if reasons:
            raise SealRefused(*reasons)
        sealed = {entry.event_id for entry in store.entries(0, state.tree.size)}
        rest = [id for id in Event.objects.order_by("id").values_list("id", flat=True) if id not in sealed]
        state.cluster, next_to_come = _cluster(), _running()[1] if _vendor() == "postgresql" else 0
        _grow(store, state, Event.objects.filter(id__in=rest), next_to_come)
        state.floor = state.last_id
        return _sign(store, state, key, last)


def _sign(store: SealStore, state: SealState, key: SigningKey, last: Checkpoint | None) -> Checkpoint | None:
    """A new checkpoint, unless nothing was added to the last."""
    if not state.tree.size or (last and last.size == state.tree.size):
        store.keep(state)
        return last
    store.keep(state)
    subjects, heads = store.heads_root()
    fresh = Checkpoint(
        key.name, state.tree.size, state.tree.root(), state.chain, subjects, heads, instant(clock.now())
    )
    store.keep_note(fresh.size, key.sign(fresh.body()))
    return fresh


def check(folder: Path) -> list[str]:
    """Re-read everything sealed (``--full``): what differs between the journal and the seals, in Japanese."""
    with closing(SealStore(folder)) as store, store.alone():
        key = store.public_key()
        if key is None:
            return []
        try:
            state, last = store.state(), last_checkpoint(store, key)
        except SealRefused as refused:
            return refused.reasons
        return [*_continuity(store, state, last), *_reread(store, state, full=True)]


def unsealed(folder: Path) -> Unsealed:
    """How much of the journal stands after the newest seal."""
    with closing(SealStore(folder)) as store:
        state = store.state()
    rest = _after(state)
    return Unsealed(rest.count(), rest.aggregate(first=Min("at"))["first"])


def last_checkpoint(store: SealStore, key: PublicKey) -> Checkpoint | None:
    """The newest checkpoint kept. SealRefused when its signature does not hold."""
    sizes = store.sizes()
    if not sizes:
        return None
    try:
        return read_checkpoint(store.note(sizes[-1]), key)
    except NoteRefused as error:
        raise SealRefused(f"最後の封印({sizes[-1]}件)が読めません: {error}。") from error


def _vendor() -> str:
    return connections[router.db_for_read(Event)].vendor


def _after(state: SealState) -> QuerySet[Event]:
    if _vendor() == "postgresql":
        return Event.objects.filter(id__gt=state.floor, xid__gte=state.watermark)
    return Event.objects.filter(id__gt=state.last_id)


def _settled(state: SealState) -> tuple[QuerySet[Event], int]:
    """Events that nobody can still slip something in front of, and the watermark after them.

    On PostgreSQL an older transaction may still commit a lower id, so only events of transactions
    older than every running one are taken; in SQLite's single file ids are given in the order of commits.
    """
    if _vendor() != "postgresql":
        return _after(state), 0
    state.cluster = _cluster()
    oldest_running, _ = _running()
    return _after(state).filter(xid__lt=oldest_running), oldest_running


def is_restored(folder: Path) -> bool:
    """Whether the seals were made on another PostgreSQL server than the one that holds the journal now."""
    with closing(SealStore(folder)) as store:
        return _elsewhere(store.state())


def _elsewhere(state: SealState) -> bool:
    if _vendor() != "postgresql":
        return False
    return state.watermark > _running()[1] or state.cluster not in ("", _cluster())


def _cluster() -> str:
    """The number every PostgreSQL server gets when it is made (a physical copy keeps it); "" on SQLite."""
    if _vendor() != "postgresql":
        return ""
    with connections[router.db_for_read(Event)].cursor() as cursor:
        cursor.execute("SELECT system_identifier::text FROM pg_control_system()")
        return str(cursor.fetchone()[0])


def _others() -> list[str]:
    """Whoever else uses the database: their transactions cannot be told from those of the other server."""
    if _vendor() != "postgresql":
        return []
    with connections[router.db_for_read(Event)].cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        count = cursor.fetchone()[0]
    return (
        [f"ほかに{count}つの接続がデータベースを使っています。町を止めてから行ってください。"]
        if count
        else []
    )


def _running() -> tuple[int, int]:
    """The oldest running transaction that may write events here, and the number the next one will get.

    Of the server's running transactions those of its other databases and of its own cleaning are left out:
    neighbours would hold up this town's seals. They are asked for before the snapshot is taken, so that
    whatever began or ended in between counts as ours.
    """
    with connections[router.db_for_read(Event)].cursor() as cursor:
        cursor.execute(
            "SELECT backend_xid::text::bigint FROM pg_stat_activity WHERE backend_xid IS NOT NULL "
            "AND (datname <> current_database() OR backend_type = 'autovacuum worker')"
        )
        elsewhere = {xid for (xid,) in cursor.fetchall()}
        # A snapshot does not name the transaction that takes it.
        cursor.execute(
            "SELECT pg_snapshot_xmax(now)::text::bigint, "
            "array(SELECT xid::text::bigint FROM pg_snapshot_xip(now) AS xid) "
            "|| pg_current_xact_id_if_assigned()::text::bigint FROM pg_current_snapshot() AS now"
        )
        next_to_come, running = cursor.fetchone()
    # The activity view shows the lower 32 bits only.
    here = [xid for xid in running if xid is not None and xid % 2**32 not in elsewhere]
    return min(here, default=next_to_come), next_to_come


def _grow(store: SealStore, state: SealState, fresh: QuerySet[Event], watermark: int) -> None:
    done = 0
    while batch := list(fresh.filter(id__gt=done).order_by("id")[:BATCH]):
        heads = store.heads_of({event.subject for event in batch})
        entries = [_seal_one(event, state, heads) for event in batch]
        done = batch[-1].id
        store.write(entries, heads, state)
    state.watermark = watermark
    store.keep(state)


def _seal_one(event: Event, state: SealState, heads: dict[str, tuple[int, bytes]]) -> Entry:
    digest = sha256(event.body.encode())
    content = json.loads(event.body)
    seq, head = heads.get(event.subject, (0, b""))
    named = f"記録{event.id}({event.subject} の{event.subject_seq}番目)"
    if digest.hex() != event.digest or content["subject"] != event.subject:
        raise SealRefused(f"{named}の内容が書き換えられています。")
    if content["subject_seq"] != seq + 1 or content["subject_prev"] != head.hex():
        raise SealRefused(f"{named}が、前の記録({seq}番目)につながっていません。")
    heads[event.subject] = (seq + 1, digest)
    state.chain = sha256(state.chain + digest)
    entry = Entry(state.tree.size, event.id, digest, state.chain)
    state.tree.append(leaf_hash(digest))
    state.last_id = max(state.last_id, event.id)
    return entry


def _continuity(store: SealStore, state: SealState, last: Checkpoint | None) -> list[str]:
    """Does the sealer's own state still say what its last checkpoint says?"""
    if last is None:
        return []
    size = state.tree.size
    if size < last.size:
        return [f"封印の控えが巻き戻されています(最後の封印は{last.size}件、控えは{size}件)。"]
    if size > last.size:
        root = root_of(leaf_hash(entry.digest) for entry in store.entries(0, last.size))
        return [] if root == last.root else [f"封印の連鎖の控えが、最後の封印({last.size}件)と合いません。"]
    same = (state.tree.root(), state.chain, store.heads_root()) == (
        last.root,
        last.chain,
        (last.subjects, last.heads),
    )
    return [] if same else [f"封印の控えが、最後の封印({last.size}件)と合いません。"]


def _reread(store: SealStore, state: SealState, *, full: bool) -> list[str]:
    """Compare sealed events with the database: all, or the next window, moving round from run to run."""
    size = state.tree.size
    start = 0 if full or size <= REREAD else state.reread % size
    count = size if full else REREAD
    state.reread = start + count
    return [*_count_below(state), *_compared(store, state, start, count)]


def _reread_all(store: SealStore, state: SealState) -> list[str]:
    return _compared(store, state, 0, state.tree.size)


def _compared(store: SealStore, state: SealState, start: int, count: int) -> list[str]:
    """Whether so many sealed events from `start` on stand in the database as they were sealed."""
    reasons, size = list[str](), state.tree.size
    previous = next((entry.chain for entry in store.entries(start - 1, 1)), GENESIS) if start else GENESIS
    leaves = Frontier()
    for group in _groups(store.entries(start, count)):
        stored = dict(
            Event.objects.filter(id__in=[entry.event_id for entry in group]).values_list("id", "body")
        )
        for entry in group:
            reasons += _differs(entry, stored.get(entry.event_id), previous)
            previous = entry.chain
            leaves.append(leaf_hash(entry.digest))
    if start == 0 and leaves.size == size and (leaves.root(), previous) != (state.tree.root(), state.chain):
        reasons.append("封印の連鎖の控え(chain.ndjson)が書き換えられています。")
    return reasons


def _count_below(state: SealState) -> list[str]:
    """Nothing may be slipped in among, or taken from, what is sealed."""
    if _vendor() == "postgresql":
        before = Q(id__lte=state.floor) | Q(xid__lt=state.watermark)
        found = Event.objects.filter(before).count()
    else:
        found = Event.objects.filter(id__lte=state.last_id).count()
    if found == state.tree.size:
        return []
    return [f"封印した記録は{state.tree.size}件ですが、データベースには{found}件あります。"]


def _differs(entry: Entry, body: str | None, previous: bytes) -> list[str]:
    named = f"記録{entry.event_id}(封印{entry.index + 1}番)"
    if sha256(previous + entry.digest) != entry.chain:
        return [f"{named}で封印の連鎖が切れています。"]
    if body is None:
        return [f"{named}が消えています。"]
    return [] if sha256(body.encode()) == entry.digest else [f"{named}の内容が書き換えられています。"]


def _groups(entries: Iterator[Entry]) -> Iterator[list[Entry]]:
    group: list[Entry] = []
    for entry in entries:
        group.append(entry)
        if len(group) == BATCH:
            yield group
            group = []
    if group:
        yield group
