"""The content store: `<YAKUBA_DATA>/files/ab/cd/<sha256>`, outside the web root, written once.

Each file on its way in has a random directory of its own, so that no two can ever be mixed up.
"""

import hashlib
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.conf import settings

_CHUNK = 256 * 1024


def folder() -> Path:
    """Where contents lie."""
    return Path(settings.YAKUBA_DATA) / "files"


def place(digest: str) -> Path:
    """Where the content with this digest (64 hexadecimal digits) lies; else raises ValueError."""
    if len(digest) != 64 or set(digest) - set("0123456789abcdef"):
        raise ValueError("a digest is 64 hexadecimal digits")
    return folder() / digest[:2] / digest[2:4] / digest


@contextmanager
def workbench() -> Iterator[Path]:
    """A new directory with a random name, readable by this process's user alone, gone afterwards."""
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    bench = folder() / "incoming" / secrets.token_hex(16)
    bench.mkdir(parents=True, mode=0o700)
    try:
        yield bench
    finally:
        shutil.rmtree(bench, ignore_errors=True)


def write(target: Path, chunks: Iterable[bytes]) -> tuple[str, int]:
    """Write `chunks` to `target` as they come and onto the disk; returns the SHA-256 (hex) and the size."""
    digest = hashlib.sha256()
    size = 0
    with target.open("xb") as file:
        for chunk in chunks:
            digest.update(chunk)
            size += len(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest(), size


def settle(source: Path, digest: str) -> None:
    """Move the written file to its place, durably. The same content twice lies there once."""
    target = place(digest)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    source.replace(target)
    _sync_directory(target.parent)


def remove(digest: str, *, settled_before: datetime) -> bool:
    """Delete a content unless it was settled (again) after the given instant; whether it was deleted."""
    target = place(digest)
    try:
        if target.stat().st_mtime >= settled_before.timestamp():
            return False
        target.unlink()
    except FileNotFoundError:
        return False
    _sync_directory(target.parent)
    return True


def digest_of(path: Path) -> str:
    """The SHA-256 (hex) of a file on disk, read in pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def settled_before(moment: datetime) -> list[str]:
    """The digests of contents settled before `moment` (aware)."""
    limit = moment.timestamp()
    return [path.name for path in folder().glob("??/??/*") if path.stat().st_mtime < limit]


def clear_incoming(moment: datetime) -> int:
    """Delete workbenches that a dead process left before `moment` (aware); returns how many."""
    limit = moment.timestamp()
    left = [bench for bench in (folder() / "incoming").glob("*") if bench.stat().st_mtime < limit]
    for bench in left:
        shutil.rmtree(bench, ignore_errors=True)
    return len(left)


def _sync_directory(directory: Path) -> None:
    if os.name == "nt":
        return  # Windows cannot open a directory; its rename is written through by the file system
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
