"""Events of a shape already met are checked without being parsed again; a million in some seconds.

An event is canonical JSON, so its text is its quotation marks, what stands between them outside of strings
(its shape), and the strings. Once one event of a shape has passed every check, another of the same shape,
with the same names of fields, ids of rows in their order and plain strings, is canonical too and holds the
same things at the same places. Whatever is not so plain goes the whole way (`read_event`): nothing is refused
here.
"""

import hashlib
from collections.abc import Callable, Iterator
from itertools import pairwise, starmap
from operator import itemgetter, lt
from typing import Any

from yakuba.ground.journal.verifier.proofs import Frontier, sha

QUOTE = '\\"'
HEAD, DIGEST, INDEX = '{"body":"{', ':1}","digest":"', '","index":'
LARGEST = 20_000
AT_ONCE = 4096


# An event by its line, its place among the sealed ones, its subject and its number there: put into words only
# where something is wrong.
Where = tuple[int, int, str, int]


def spoken(where: Where | str) -> str:
    """The place of an event as it is told."""
    if isinstance(where, str):
        return where
    line, sealed, subject, seq = where
    return f"events.ndjson {line}行目 封印{sealed + 1}番 {subject} の{seq}番目"


class Shape:
    """Where things stand between the quotation marks of events of one shape."""

    def __init__(self, parts: list[str]) -> None:
        fixed, rows, at = [], dict[int, list[int]](), dict[str, int]()
        for place, path in keys_of(parts):
            if len(path) == 3 and parts[path[0]] == "rows":
                rows.setdefault(path[1], []).append(place)
            else:
                fixed.append(place)
            if len(path) == 1:
                at[parts[place]] = place
        self.names: Callable[[list[str]], tuple[str, ...]] = itemgetter(*fixed)
        self.known: set[tuple[str, ...]] = set()
        self.subject, self.prev, self.seq = at["subject"] + 2, at["subject_prev"] + 2, at["subject_seq"] + 1
        self.rows = [(table, place) for table, places in rows.items() for place in places]
        self.many = [places for places in rows.values() if len(places) > 1]
        self.last: tuple[str, ...] = ()


def keys_of(parts: list[str]) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Each name of a field: its place among the parts, and the places of the names that lead to it."""
    inside: list[int | None] = []  # of each open bracket the name under which things stand; None: a list
    for place, part in enumerate(parts):
        if place % 2:
            if inside[-1] is not None and parts[place + 1].startswith(":"):
                inside[-1] = place
                yield place, tuple(name for name in inside if name is not None)
            continue
        for sign in part:
            if sign in "{[":
                inside.append(0 if sign == "{" else None)
            elif sign in "}]":
                inside.pop()


class Sealed:
    """The sealed events so far: how many, their tree and their chain, compared with every seal on the way.

    `seals` are (name, size, root, chain in hex); `wrong` are the names of those that say something else.
    """

    def __init__(self, seals: list[tuple[str, int, bytes, str]]) -> None:
        self._seals = sorted(seals, key=itemgetter(1))
        self._fresh: list[bytes] = []
        self._room = 0
        self.tree, self.chain = Frontier(), sha(b"")
        self.wrong: list[tuple[str, int]] = []
        self._look_ahead()

    def append(self, digest: bytes) -> None:
        """The next event's digest."""
        self._fresh.append(digest)
        if len(self._fresh) >= self._room:
            self.settle()

    def settle(self) -> None:
        """Count everything in that was appended."""
        chain, sha256 = self.chain, hashlib.sha256
        for digest in self._fresh:
            chain = sha256(chain + digest).digest()
        self.tree.extend([sha256(b"\x00" + digest).digest() for digest in self._fresh])
        self.chain = chain
        self._fresh.clear()
        size = self.tree.size
        while self._seals and self._seals[0][1] <= size:
            name, here, root, link = self._seals.pop(0)
            if here == size and (root, link) != (self.tree.root(), chain.hex()):
                self.wrong.append((name, size))
        self._look_ahead()

    def _look_ahead(self) -> None:
        """How many may come until a seal has to be compared."""
        self._room = min(AT_ONCE, self._seals[0][1] - self.tree.size) if self._seals else AT_ONCE


class Quick:
    """Checks plain events of a whole town and keeps what they say: heads of subjects, newest word on rows."""

    def __init__(self, sealed: Sealed, heads: dict[str, tuple[int, str]], rows: dict[Any, Any]) -> None:
        self._sealed, self._heads, self._rows = sealed, heads, rows
        self._shapes: dict[str, Shape] = {}

    def learn(self, text: str, body: dict[str, Any]) -> None:
        """A line that passed every check, as text without its end."""
        parts = text.split(QUOTE)
        plain = parts[0] == HEAD and parts[-1].startswith(DIGEST) and not body["gone"]
        if not plain or not unescaped(parts, text) or len(self._shapes) >= LARGEST:
            return
        name = "".join(parts[:-1:2])
        parts[0], parts[-1] = "{", ":1}"
        shape = self._shapes.setdefault(name, Shape(parts))
        if len(shape.known) < LARGEST:
            shape.known.add(shape.names(parts))

    def take(self, line: int, text: str, index: int) -> bool:
        """Whether this line, to be sealed event `index`, holds and was taken in. If not, nothing has changed.

        The line has no sign below U+0020 (the caller has seen to that).
        """
        parts = text.split(QUOTE)
        shape = self._shapes.get("".join(parts[:-1:2]))
        if shape is None:
            return False
        names = shape.names(parts)
        if names != shape.last:
            if names not in shape.known:
                return False
            shape.last = names
        tail, parts[0], parts[-1] = parts[-1], "{", ":1}"
        body = '"'.join(parts)
        digest = hashlib.sha256(body.encode())
        said = digest.hexdigest()
        if tail != f"{DIGEST}{said}{INDEX}{index}}}" or "\\" in body or body.count('"') != len(parts) - 1:
            return False
        subject, seq = parts[shape.subject], int(parts[shape.seq][1:-1])
        if self._heads.get(subject, NONE) != (seq - 1, parts[shape.prev]):
            return False
        for places in shape.many:
            if not ordered([parts[place] for place in places]):
                return False
        self._heads[subject] = (seq, said)
        where = (line, index, subject, seq)
        for table, place in shape.rows:
            self._rows[parts[table], parts[place]] = (parts[place + 2], where, True)
        self._sealed.append(digest.digest())
        return True


NONE = (0, "")


def unescaped(parts: list[str], text: str) -> bool:
    """Whether nothing in the body is escaped but its quotation marks."""
    return text.count("\\") == len(parts) - 1 and text.count('"') == len(parts) + 9


def ordered(ids: list[str]) -> bool:
    """Whether the ids of rows stand in their one order, each once."""
    return all(map(str.isascii, ids)) and all(starmap(lt, pairwise(ids)))
