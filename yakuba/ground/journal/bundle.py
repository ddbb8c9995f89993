"""One ZIP being written: every member streamed, counted and hashed, the manifest last."""

import hashlib
import shutil
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import IO, Any

from yakuba.ground.journal.canonical import canonical, sha256

_STAMP_LENGTH = 64
_PIECE = 1 << 20
_WHEN = (1980, 1, 1, 0, 0, 0)


class _Measured:
    """A member of the ZIP that remembers its size and SHA-256."""

    def __init__(self, target: IO[bytes]) -> None:
        self._target = target
        self._digest = hashlib.sha256()
        self._size = 0

    def write(self, data: bytes) -> int:
        self._digest.update(data)
        self._size += len(data)
        return self._target.write(data)

    def said(self) -> dict[str, Any]:
        return {"sha256": self._digest.hexdigest(), "size": self._size}


class Bundle:
    """An evidence file in the making. Members hold no time of their own, so equal content gives equal
    bytes."""

    def __init__(self, target: zipfile.ZipFile) -> None:
        self._zip = target
        self._members: dict[str, dict[str, Any]] = {}

    @contextmanager
    def member(self, name: str) -> Iterator[_Measured]:
        """Write one member piece by piece."""
        entry = zipfile.ZipInfo(name, _WHEN)
        entry.compress_type = zipfile.ZIP_DEFLATED
        with self._zip.open(entry, "w", force_zip64=False) as target:
            measured = _Measured(target)
            yield measured
        self._members[name] = measured.said()

    def put(self, name: str, content: bytes) -> None:
        """Write one small member."""
        with self.member(name) as target:
            target.write(content)

    def lines(self, name: str, values: Iterable[Mapping[str, Any]]) -> int:
        """Write canonical JSON lines; returns how many. No member when there is none."""
        rest = iter(values)
        first = next(rest, None)
        if first is None:
            return 0
        count = 0
        with self.member(name) as target:
            for value in chain([first], rest):
                target.write(canonical(value) + b"\n")
                count += 1
        return count

    def file(self, name: str, source: Path | bytes) -> None:
        """Copy one file in, without holding it in memory."""
        with self.member(name) as target:
            if isinstance(source, bytes):
                target.write(source)
                return
            with source.open("rb") as opened:
                shutil.copyfileobj(opened, target)

    def finish(self, manifest: Mapping[str, Any]) -> None:
        """Write the table of contents and its digest."""
        raw = canonical({**manifest, "members": self._members})
        self.put("manifest.json", raw)
        self.put("manifest.sha256", f"{sha256(raw).hex()}\n".encode())
        self._zip.comment = b"0" * _STAMP_LENGTH


def stamp(path: Path) -> None:
    """Put the SHA-256 of all before it into the ZIP's comment, so that a flaw of the copy itself shows
    wherever it lies, in the framing of the ZIP too. The last thing done to a finished bundle."""
    whole, left = hashlib.sha256(), path.stat().st_size - _STAMP_LENGTH
    with path.open("r+b") as file:
        while left:
            piece = file.read(min(left, _PIECE))
            whole.update(piece)
            left -= len(piece)
        file.seek(-_STAMP_LENGTH, 2)
        file.write(whole.hexdigest().encode())
