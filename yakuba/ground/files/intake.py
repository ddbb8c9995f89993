"""Taking a file in: counted as it comes, looked at by content, scanned, and kept under its digest.

Whoever keeps a file must record it: pass the returned row in `rows` of the journal event of the act
(`record("submission.file_added", …, rows=[stored])`) in the same transaction.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.core.files.base import File

from yakuba.ground.calendar import clock
from yakuba.ground.files import store
from yakuba.ground.files.kinds import ALL, KIND_TITLES, Media
from yakuba.ground.files.models import StoredFile
from yakuba.ground.files.names import clean_name, ending_of
from yakuba.ground.files.problem import FileProblem
from yakuba.ground.files.scanner import scan
from yakuba.ground.files.sniff import media_type
from yakuba.ground.languages import say

_CHUNK = 64 * 1024

Upload = File[Any] | IO[bytes]


@dataclass(frozen=True)
class Examined:
    """A file that was looked at, scanned and laid in the store, but has no row yet."""

    digest: str
    size: int
    media_type: str
    name: str
    state: StoredFile.State


def keep(upload: Upload, *, allow: Collection[str], max_bytes: int, name: str) -> StoredFile:
    """`examine` and `enter` in one: take in what somebody sent and return its new row.

    SQLite has one write lock: call `examine` before the transaction and `enter` inside it.
    """
    return enter(examine(upload, allow=allow, max_bytes=max_bytes, name=name))


def examine(upload: Upload, *, allow: Collection[str], max_bytes: int, name: str) -> Examined:
    """Copy, look at, scan and store what somebody sent; writes no row and needs no transaction.

    `allow` are kinds (pdf, image, office, text, zip); `max_bytes` is checked while the file is read, which is
    never held in memory; `name` is the sender's name for it. Raises FileProblem with a Japanese message for a
    file that is empty, too large, of another kind, broken, bursting, active or infected. Content that is
    never entered goes with the nightly sweep.
    """
    kinds = _known_kinds(allow)
    shown = clean_name(name)
    with store.workbench() as bench:
        path = bench / "content"
        digest, size = store.write(path, _limited(upload, max_bytes))
        if size == 0:
            raise FileProblem(say("ファイルの中身が空です。ファイルを確かめて、もう一度選んでください。"))
        media = media_type(path, shown, allow=kinds, work=_own(bench))
        state = scan(path)
        store.settle(path, digest)
    return Examined(digest, size, media.type, _with_ending(shown, media), state)


def enter(examined: Examined) -> StoredFile:
    """The new row of an examined file (`clean`, or `unscanned` without a scanner).

    The caller records it in the journal in the same transaction.
    """
    return StoredFile.objects.create(
        digest=examined.digest,
        size=examined.size,
        media_type=examined.media_type,
        name=examined.name,
        kept_at=clock.now(),
        state=examined.state,
    )


def keep_bytes(data: bytes, name: str, media_type: str) -> StoredFile:
    """Keep a paper of our own making (a letter's PDF); it needs no examination and is `clean`.

    Raises ValueError for no data or a media type the house does not know. The row must be recorded in the
    journal by the caller, in the same transaction.
    """
    if not data:
        raise ValueError("an empty file is not kept")
    if media_type not in {media.type for media in ALL}:
        raise ValueError(f"unknown media type {media_type}")
    with store.workbench() as bench:
        path = bench / "content"
        digest, size = store.write(path, [data])
        store.settle(path, digest)
    return enter(Examined(digest, size, media_type, clean_name(name), StoredFile.State.CLEAN))


def _known_kinds(allow: Collection[str]) -> frozenset[str]:
    kinds = frozenset(allow)
    unknown = kinds - KIND_TITLES.keys()
    if unknown or not kinds:
        raise ValueError(f"allow some of {', '.join(KIND_TITLES)}; not {sorted(unknown)}")
    return kinds


def _own(bench: Path) -> Path:
    work = bench / "work"
    work.mkdir(mode=0o700)
    return work


def _limited(upload: Upload, max_bytes: int) -> Iterator[bytes]:
    """The upload in pieces; refused as soon as it passes the limit."""
    told = getattr(upload, "size", None)
    if isinstance(told, int) and told > max_bytes:
        raise FileProblem(_too_large(max_bytes))
    upload.seek(0)
    size = 0
    while chunk := upload.read(_CHUNK):
        size += len(chunk)
        if size > max_bytes:
            raise FileProblem(_too_large(max_bytes))
        yield chunk


def size_words(count: int) -> str:
    """A size in bytes as people say it: `640 KB`, `10 MB`, `2.5 MB`."""
    if count < 1024 * 1024:
        return f"{max(1, round(count / 1024))} KB"
    return f"{count / (1024 * 1024):.1f}".removesuffix(".0") + " MB"


def _too_large(max_bytes: int) -> str:
    return say(
        "ファイルが大きすぎます。1つのファイルは{max_bytes}までです。写真は小さくするか、PDFは分けてから、もう一度選んでください。",
        max_bytes=size_words(max_bytes),
    )


def _with_ending(name: str, media: Media) -> str:
    return name if ending_of(name) else name + media.endings[0]
