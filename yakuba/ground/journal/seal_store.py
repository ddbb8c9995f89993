"""The sealer's own directory: key, chain, heads and checkpoints. It reads nothing of the town's database.

``key`` (0600) and ``public.txt``; ``chain.ndjson``, one line ``[index, event id, digest, chain]`` per sealed
event, only ever appended to; ``state.sqlite3`` with the frontier of the tree and every subject's head, one
transaction per batch, also the lock against a second sealer; ``checkpoints/<size>.txt``, the signed notes.
"""

import json
import os
import secrets
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from yakuba.ground.journal.canonical import sha256
from yakuba.ground.journal.note import PublicKey, SigningKey
from yakuba.ground.journal.tree import Frontier, leaf_hash, root_of

GENESIS = sha256(b"")
_STATE = "CREATE TABLE IF NOT EXISTS state (one INTEGER PRIMARY KEY CHECK (one = 1), said TEXT)"
_HEADS = "CREATE TABLE IF NOT EXISTS heads (subject TEXT PRIMARY KEY, seq INTEGER, digest BLOB) WITHOUT ROWID"


class SealRefused(Exception):
    """The sealer does not sign; ``reasons`` name what changed, in Japanese."""

    def __init__(self, *reasons: str) -> None:
        super().__init__("封印しませんでした。" + " ".join(reasons))
        self.reasons = list(reasons)


@dataclass(frozen=True)
class Entry:
    """One sealed event: its place, its number in the database, its digest and the chain up to it."""

    index: int
    event_id: int
    digest: bytes
    chain: bytes

    def line(self) -> str:
        """The line of ``chain.ndjson``."""
        return f'[{self.index},{self.event_id},"{self.digest.hex()}","{self.chain.hex()}"]\n'


@dataclass
class SealState:
    """Where the sealer stands: the tree, the chain, the last event id, the transaction watermark.

    `cluster`: which PostgreSQL server gave the numbers of transactions; they mean nothing on another one.
    `floor`: the last event id that came from an earlier server; all of those are sealed (`seal_restored`).
    """

    tree: Frontier = field(default_factory=Frontier)
    chain: bytes = GENESIS
    last_id: int = 0
    watermark: int = 0
    reread: int = 0
    offset: int = 0
    cluster: str = ""
    floor: int = 0

    def dump(self) -> str:
        """The state as one line of JSON."""
        plain = {**self.__dict__, "tree": [node.hex() for node in self.tree.nodes], "size": self.tree.size}
        return json.dumps({**plain, "chain": self.chain.hex()})

    @classmethod
    def load(cls, text: str) -> "SealState":
        """The state written by ``dump``."""
        plain = json.loads(text)
        tree = Frontier(plain.pop("size"), [bytes.fromhex(node) for node in plain.pop("tree")])
        return cls(tree=tree, chain=bytes.fromhex(plain.pop("chain")), **plain)


Heads = Mapping[str, tuple[int, bytes]]


class SealStore:
    """One directory that belongs to the sealer alone."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._notes = folder / "checkpoints"
        self._chain = folder / "chain.ndjson"
        self._notes.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(folder / "state.sqlite3", isolation_level=None, timeout=60)
        self._db.execute("PRAGMA synchronous=FULL")
        self._db.execute(_STATE)
        self._db.execute(_HEADS)

    def close(self) -> None:
        """Let the directory go."""
        self._db.close()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the directory: a second sealer waits. All or nothing of what is written to the state
        inside."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def signing_key(self, origin: str) -> SigningKey:
        """The key, made on first use with mode 0600. SealRefused when the directory belongs to another
        town."""
        path = self.folder / "key"
        if not path.exists():
            key = SigningKey(origin, secrets.token_bytes(32))
            self._write(path, json.dumps({"name": origin, "seed": key.seed.hex()}), mode=0o600)
            self._write(self.folder / "public.txt", key.public.text() + "\n")
            return key
        kept = json.loads(path.read_text())
        if kept["name"] != origin:
            raise SealRefused(f"この封印の置き場所は {kept['name']} のものです({origin} ではありません)。")
        return SigningKey(kept["name"], bytes.fromhex(kept["seed"]))

    def public_key(self) -> PublicKey | None:
        """The public key, or None before the first seal."""
        path = self.folder / "public.txt"
        if not path.exists():
            return None
        return PublicKey.read(path.read_text())

    def state(self) -> SealState:
        """Where the sealer stands. SealRefused when the chain file is shorter than what was sealed."""
        row = self._db.execute("SELECT said FROM state").fetchone()
        state = SealState.load(row[0]) if row else SealState()
        length = self._chain.stat().st_size if self._chain.exists() else 0
        if length < state.offset:
            raise SealRefused("封印の連鎖の控え(chain.ndjson)が、前より短くなっています。")
        return state

    def write(self, entries: Iterable[Entry], heads: Heads, state: SealState) -> None:
        """Append a batch durably. Lines past the state's offset are remains of a crash and are
        overwritten."""
        mode = "r+b" if self._chain.exists() else "w+b"
        with self._chain.open(mode) as chain:
            chain.seek(state.offset)
            chain.truncate()
            chain.write("".join(entry.line() for entry in entries).encode())
            state.offset = chain.tell()
            chain.flush()
            os.fsync(chain.fileno())
        self._db.executemany(
            "INSERT INTO heads VALUES (?, ?, ?) ON CONFLICT (subject) DO UPDATE SET seq=excluded.seq, "
            "digest=excluded.digest",
            [(subject, seq, digest) for subject, (seq, digest) in heads.items()],
        )
        self.keep(state)

    def keep(self, state: SealState) -> None:
        """Write the state itself."""
        self._db.execute("INSERT OR REPLACE INTO state VALUES (1, ?)", [state.dump()])

    def entries(self, start: int = 0, count: int | None = None) -> Iterator[Entry]:
        """The sealed events in order, from one place on; only up to the state's size."""
        size = self.state().tree.size
        end = size if count is None else min(size, start + count)
        if not self._chain.exists():
            return
        with self._chain.open() as chain:
            for line in islice(chain, start, end):
                index, event_id, digest, link = json.loads(line)
                yield Entry(index, event_id, bytes.fromhex(digest), bytes.fromhex(link))

    def heads_of(self, subjects: Iterable[str]) -> dict[str, tuple[int, bytes]]:
        """The sealed heads of these subjects."""
        found: dict[str, tuple[int, bytes]] = {}
        for subject in subjects:
            row = self._db.execute("SELECT seq, digest FROM heads WHERE subject = ?", [subject]).fetchone()
            if row:
                found[subject] = (row[0], row[1])
        return found

    def heads(self) -> Iterator[tuple[str, int, bytes]]:
        """Every subject's head, in the byte order of the subjects' names."""
        yield from self._db.execute("SELECT subject, seq, digest FROM heads ORDER BY subject COLLATE BINARY")

    def heads_root(self) -> tuple[int, bytes]:
        """Number of subjects and root of the tree over their heads."""
        count = self._db.execute("SELECT count(*) FROM heads").fetchone()[0]
        return count, root_of(head_leaf(*head) for head in self.heads())

    def sizes(self) -> list[int]:
        """The sizes of all checkpoints kept, ascending."""
        return sorted(int(path.stem) for path in self._notes.glob("*.txt"))

    def note(self, size: int) -> str:
        """The signed checkpoint of this size."""
        return self._note_path(size).read_text()

    def keep_note(self, size: int, note: str) -> None:
        """Write a signed checkpoint durably."""
        self._write(self._note_path(size), note)

    def _note_path(self, size: int) -> Path:
        return self._notes / f"{size:012d}.txt"

    def _write(self, path: Path, text: str, mode: int = 0o644) -> None:
        draft = path.with_suffix(".new")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "w") as target:
            target.write(text)
            target.flush()
            os.fsync(target.fileno())
        draft.replace(path)


def head_leaf(subject: str, seq: int, digest: bytes) -> bytes:
    """Leaf hash of one subject's head."""
    return leaf_hash(f"{subject}\n{seq}\n{digest.hex()}".encode())
