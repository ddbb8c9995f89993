"""Reading kept files. Whoever calls has asked the gate first: a file's id opens nothing by itself."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO

from django.db import transaction
from django.db.models import QuerySet

from yakuba.ground.calendar import clock
from yakuba.ground.files import store
from yakuba.ground.files.models import StoredFile
from yakuba.ground.files.problem import FileGone

_CLOSED = (StoredFile.State.INFECTED, StoredFile.State.DESTROYED)
_ORPHAN_AGE = timedelta(days=2)
_FRESH = timedelta(hours=1)


@dataclass(frozen=True)
class FileRef:
    """A kept file as other packages know it; `state` is clean, unscanned, infected or destroyed."""

    id: uuid.UUID
    name: str
    size: int
    media_type: str
    digest: str
    state: str

    @property
    def state_text(self) -> str:
        """The state in Japanese, shown as it is."""
        return str(StoredFile.State(self.state).label)

    @property
    def readable(self) -> bool:
        """Whether the content may be handed out."""
        return self.state not in _CLOSED


def describe(ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, FileRef]:
    """The files with these ids, in one query; ids that do not exist are left out."""
    rows = StoredFile.objects.filter(pk__in=set(ids))
    return {row.pk: _ref(row) for row in rows}


def open_file(file_id: uuid.UUID) -> BinaryIO:
    """The content, open for reading in binary. Raises FileGone when it is not there or is closed."""
    return open_content(_one(file_id))


def open_content(ref: FileRef) -> BinaryIO:
    """The content of a file already described. Raises FileGone."""
    if not ref.readable:
        raise FileGone(str(ref.id))
    try:
        return store.place(ref.digest).open("rb")
    except FileNotFoundError:
        raise FileGone(str(ref.id)) from None


def contents(ids: Iterable[uuid.UUID]) -> dict[str, Path]:
    """Where the readable contents of these files lie, by digest: for evidence. One query."""
    return _lying(StoredFile.objects.filter(pk__in=set(ids)))


def every_content() -> dict[str, Path]:
    """The same of all files of the town. One query."""
    return _lying(StoredFile.objects.all())


def _lying(rows: QuerySet[StoredFile]) -> dict[str, Path]:
    digests = rows.exclude(state__in=_CLOSED).values_list("digest", flat=True).distinct()
    places = {digest: store.place(digest) for digest in digests}
    return {digest: place for digest, place in places.items() if place.exists()}


def intact(file_id: uuid.UUID) -> bool:
    """Whether the content on the disk still has the digest it was kept under. Raises FileGone."""
    ref = _one(file_id)
    path = store.place(ref.digest)
    return path.exists() and store.digest_of(path) == ref.digest


def destroy(file_id: uuid.UUID) -> StoredFile:
    """Mark a file destroyed under a decision; its content goes when the transaction stands.

    Content that another row shares stays; content handed in within the last hour goes with the nightly sweep,
    because the same bytes may be on their way in again just now. The caller records the returned row in the
    same transaction, with the decision's number. Raises FileGone.
    """
    row = StoredFile.objects.select_for_update().filter(pk=file_id).first()
    if row is None:
        raise FileGone(str(file_id))
    row.state = StoredFile.State.DESTROYED
    row.save(update_fields=["state"])
    transaction.on_commit(lambda: _remove_unshared(row.digest))
    return row


def sweep() -> int:
    """Delete contents no row holds (their transaction was undone) and benches left behind; returns how many.

    A job of every night. Only what is older than two days goes, so that nothing on its way in is touched.
    """
    before = clock.now() - _ORPHAN_AGE
    removed = store.clear_incoming(before)
    for digest in store.settled_before(before):
        removed += _remove_unshared(digest)
    return removed


def _remove_unshared(digest: str) -> bool:
    held = StoredFile.objects.filter(digest=digest).exclude(state=StoredFile.State.DESTROYED).exists()
    return not held and store.remove(digest, settled_before=clock.now() - _FRESH)


def _one(file_id: uuid.UUID) -> FileRef:
    row = StoredFile.objects.filter(pk=file_id).first()
    if row is None:
        raise FileGone(str(file_id))
    return _ref(row)


def _ref(row: StoredFile) -> FileRef:
    return FileRef(row.pk, row.name, row.size, row.media_type, row.digest, row.state)
