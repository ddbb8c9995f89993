"""Events of a shape already met are checked without being parsed again; a million in some seconds.

An event is canonical JSON. Once one has passed every check, what may differ in the next one of its shape is
known: the text of its values, its whole numbers, the ids of rows in their order. An expression with all the
rest written out (names of fields in their order, brackets, `true` and `null`), in which no value may hold a
quotation mark, an escape or a control sign, matches nothing but canonical events of that shape, and tells
where things stand in them. Whatever does not match goes the whole way (`read_event`); nothing is refused
here.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, starmap
from operator import itemgetter, lt
from typing import Any

from yakuba.ground.journal.verifier.proofs import Frontier, sha

QUOTE = '\\"'
HEAD, BEFORE_BODY = '{"body":"{', len('{"body":"')
AFTER_BODY = len('","digest":"') + 64 + len('","index":') + len("}")  # and the index itself
KIND = f"{QUOTE}kind{QUOTE}:{QUOTE}"
VALUE = r'[^"\\\x00-\x1f]*+'
ROW_ID = r"[ !#-\[\]-~]*+"
NUMBER, WHOLE = r"(?:0|-?[1-9][0-9]{0,14}+)", re.compile("-?[0-9]+")
TAIL = r'","digest":"([0-9a-f]{64})","index":(0|[1-9][0-9]{0,15})\}'
MOST_SHAPES = 200
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
    """The expression for the lines of events of one shape; `tables` are those of its rows, one a row."""

    def __init__(self, parts: list[str]) -> None:
        self._parts, self._keys = parts, dict(keys_of(parts))
        self._at = {parts[place]: place for place, path in self._keys.items() if len(path) == 1}
        self.tables: list[str] = []
        pieces = [self._string(place) if place % 2 else self._outside(place) for place in range(len(parts))]
        self.match = re.compile(r'\{"body":"' + "".join(pieces) + TAIL).fullmatch
        ends = [at for at in range(1, len(self.tables)) if self.tables[at] != self.tables[at - 1]]
        groups = pairwise([0, *ends, len(self.tables)])
        # Where the ids of several rows of a table stand among what is told: between them the commitments.
        self.many = [slice(2 * start, 2 * end, 2) for start, end in groups if end - start > 1]

    def _string(self, place: int) -> str:
        quote, path = re.escape(QUOTE), self._keys.get(place, ())
        if self._of_row(path):
            self.tables.append(self._parts[path[1]])
            return f"{quote}({ROW_ID}){quote}"
        if path:
            return quote + re.escape(self._parts[place]) + quote
        told = self._of_row(self._keys.get(place - 2, ())) or place - 2 in self._told
        return f"{quote}({VALUE}){quote}" if told else quote + VALUE + quote

    def _outside(self, place: int) -> str:
        """What stands between two strings. The version at the end stays as it is."""
        if place == len(self._parts) - 1:
            return re.escape(self._parts[place])
        number = f"({NUMBER})" if place == self._at["subject_seq"] + 1 else NUMBER
        return number.join(map(re.escape, WHOLE.split(self._parts[place])))

    def _of_row(self, path: tuple[int, ...]) -> bool:
        return len(path) == 3 and self._parts[path[0]] == "rows"

    @property
    def _told(self) -> tuple[int, int]:
        return self._at["subject"], self._at["subject_prev"]


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
        self._shapes: dict[str, list[Shape]] = {}
        self._hints: dict[tuple[str, int], Shape] = {}

    def learn(self, raw: bytes, body: dict[str, Any]) -> None:
        """A line that passed every check, and what it says."""
        text = raw.decode()
        parts = text.split(QUOTE)
        shapes = self._shapes.setdefault(kind_in(text), [])
        escapes = text.count("\\") != len(parts) - 1 or not text.startswith(HEAD)
        if escapes or body["gone"] or len(shapes) >= MOST_SHAPES or len(self._shapes) > MOST_SHAPES:
            return
        parts[0], parts[-1] = "{", ":1}"
        shape = Shape(parts)
        if shape.match(text):
            shapes.insert(0, shape)

    def take(self, line: int, raw: bytes, index: int) -> bool:
        """Whether this line, to be sealed event `index`, holds and was taken in. If not, nothing changes."""
        try:
            text = raw.decode()
        except UnicodeDecodeError:
            return False
        found = self._found(text)
        if found is None:
            return False
        shape, groups = found
        subject, prev, seq, said, place = groups[-5:]
        # Every backslash stands before a quotation mark, so without them this is the body.
        body = raw[BEFORE_BODY : -AFTER_BODY - len(place)].translate(None, b"\\")
        digest = hashlib.sha256(body)
        if said != digest.hexdigest() or place != str(index):
            return False
        number = int(seq)
        if self._heads.get(subject, NONE) != (number - 1, prev):
            return False
        for some in shape.many:
            if not ordered(groups[some]):
                return False
        self._heads[subject] = (number, said)
        where = (line, index, subject, number)
        at = 0
        for table in shape.tables:
            self._rows[table, groups[at]] = (groups[at + 1], where, True)
            at += 2
        self._sealed.append(digest.digest())
        return True

    def _found(self, text: str) -> tuple[Shape, tuple[str, ...]] | None:
        """The shape that fits, and what it tells. Lines of one length are often of one shape."""
        hint = kind_in(text), len(text)
        shape = self._hints.get(hint)
        match = shape.match(text) if shape else None
        if shape and match:
            return shape, match.groups()
        for other in self._shapes.get(hint[0], ()):
            if match := other.match(text):
                self._hints[hint] = other
                return other, match.groups()
        return None


NONE = (0, "")


def kind_in(text: str) -> str:
    """The kind of the event, by which its shape is looked for (a wrong guess costs time only)."""
    start = text.find(KIND) + len(KIND)
    return text[start : text.find("\\", start)]


def ordered(ids: Sequence[str]) -> bool:
    """Whether the ids of rows stand in their one order, each once."""
    return all(starmap(lt, pairwise(ids)))
