"""The frame of a question page, compiled from the ordinary template: rendered once with marks in its holes.

A skeleton is kept under everything that changes it (`Shape`); what differs between two drafts in the same
state goes into the holes: the form's token, addresses, the mark of what is stored, the questions.
"""

import re
import secrets
import threading
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass

MOST = 2000
"""Skeletons kept; a town with sixty procedures in four ways to read has about as many in use."""


@dataclass(frozen=True)
class Skeleton:
    """Pieces of a page (bytes) and the names of the holes between them."""

    pieces: tuple[bytes | str, ...]

    def filled(self, values: Mapping[str, bytes]) -> bytes:
        return b"".join(piece if isinstance(piece, bytes) else values[piece] for piece in self.pieces)


class Marks:
    """One mark for each hole: letters and digits that no page holds and no filter changes."""

    def __init__(self) -> None:
        self._secret = secrets.token_hex(8)

    def __getitem__(self, hole: str) -> str:
        return f"zq{self._secret}x{hole}z"

    def split(self, page: str) -> Skeleton:
        """The rendered page, cut at its marks."""
        parts = re.split(f"zq{self._secret}x([a-z0-9]+)z", page)
        pieces = [part if at % 2 else part.encode() for at, part in enumerate(parts)]
        return Skeleton(tuple(pieces))


class Skeletons:
    """Skeletons by what changes them; the oldest go first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: dict[Hashable, Skeleton] = {}

    def get(self, shape: Hashable, make: Callable[[], Skeleton]) -> Skeleton:
        found = self._kept.get(shape)
        if found is None:
            found = make()
            with self._lock:
                while len(self._kept) >= MOST:
                    self._kept.pop(next(iter(self._kept)))
                self._kept[shape] = found
        return found
