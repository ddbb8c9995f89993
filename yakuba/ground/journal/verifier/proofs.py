"""What the verifier counts with: findings, hashes, canonical JSON, Merkle proofs, Ed25519, signed notes.

Only Python's standard library. Every evidence file carries this and ``verify.py`` joined into one file.
"""

import base64
import hashlib
import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

MAX_INT = 2**53 - 1


@dataclass(frozen=True)
class Finding:
    """What is wrong (破損 or 欠落), where, and why we say so."""

    kind: str
    place: str
    why: str

    def __str__(self) -> str:
        return f"{self.kind}（{self.place}）{self.why}"


class Damaged(Exception):
    """One place that does not hold."""

    def __init__(self, place: str, why: str, kind: str = "破損") -> None:
        self.finding = Finding(kind, place, why)
        super().__init__(str(self.finding))


def stamped(path: Path, comment: bytes) -> bool:
    """Whether a ZIP ends with the digest of all its bytes before, and begins nowhere but at its beginning."""
    whole, left = hashlib.sha256(), path.stat().st_size - len(comment)
    with path.open("rb") as file:
        file.seek(left - 22)
        tidy = file.read(4) == b"PK\5\6"
        file.seek(0)
        while left > 0:
            part = file.read(min(left, 1 << 20))
            whole.update(part)
            left -= len(part)
    return tidy and comment == whole.hexdigest().encode()


def sha(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def unhex(path: list[str]) -> list[bytes]:
    """Hashes in their one spelling (lower case)."""
    hashes = [bytes.fromhex(part) for part in path]
    if [part.hex() for part in hashes] != path:
        raise ValueError("another spelling of a hash")
    return hashes


def node(left: bytes, right: bytes) -> bytes:
    return sha(b"\x01" + left + right)


def _safe_int(text: str) -> int:
    number = int(text) if len(text) < 18 else MAX_INT + 1
    if abs(number) > MAX_INT:
        raise ValueError("number out of range")
    return number


def _refuse(text: str) -> Any:
    raise ValueError(f"{text} is not allowed")


def dumps(value: Any) -> str:
    """RFC 8785 text of a value without floats (keys in UTF-16 order)."""
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: str(key).encode("utf-16-be", "surrogatepass"))
        return "{" + ",".join(f"{dumps(key)}:{dumps(value[key])}" for key in keys) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(dumps, value)) + "]"
    return STRAIGHT.encode(value)


# Python's own way, much faster: its order of keys is the same where no sign lies beyond U+FFFF.
STRAIGHT = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False)
READER = json.JSONDecoder(parse_float=_refuse, parse_constant=_refuse, parse_int=_safe_int)


def spelled(value: Any, text: str) -> bool:
    """Whether `text` is the one spelling of `value`."""
    short = text.isascii() or len(text.encode("utf-16-le")) == 2 * len(text)
    return text == (STRAIGHT.encode(value) if short else dumps(value))


def parse(data: bytes, place: str) -> dict[str, Any]:
    """A JSON object in its one canonical spelling (so no duplicate key, space or other escape can hide)."""
    try:
        text = data.decode()
        value, end = READER.raw_decode(text)
        same = isinstance(value, dict) and end == len(text) and spelled(value, text)
    except (ValueError, RecursionError):
        same = False
    if not same:
        raise Damaged(place, "正規の形のJSONではありません")
    result: dict[str, Any] = value
    return result


def from_inclusion(index: int, size: int, leaf: bytes, path: list[bytes]) -> bytes | None:
    """RFC 9162 §2.1.3.2: the root this path leads to."""
    at, last, root = index, size - 1, leaf
    for other in path:
        if last == 0:
            return None
        if at & 1 or at == last:
            root = node(other, root)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            root = node(root, other)
        at, last = at >> 1, last >> 1
    return root if last == 0 and 0 <= index < size else None


def consistent(m: int, n: int, old_root: bytes, new_root: bytes, proof: list[bytes]) -> bool:
    """RFC 9162 §2.1.4.2: the tree of n leaves continues the tree of m leaves."""
    if m == n:
        return not proof and old_root == new_root
    path = list(proof) if m & (m - 1) else [old_root, *proof]
    at, last = m - 1, n - 1
    if not 0 < m < n or not path:
        return False
    while at & 1:
        at, last = at >> 1, last >> 1
    old = new = path[0]
    for other in path[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            old, new = node(other, old), node(other, new)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            new = node(new, other)
        at, last = at >> 1, last >> 1
    return last == 0 and old == old_root and new == new_root


class Frontier:
    """The roots of the perfect subtrees of a growing tree."""

    def __init__(self) -> None:
        self.size, self.nodes = 0, list[bytes]()

    def append(self, leaf: bytes) -> None:
        self._push(leaf, 1)

    def extend(self, leaves: list[bytes]) -> None:
        """Many leaves: where there is room for them, a thousand at a time."""
        at = 0
        while at < len(leaves):
            if self.size % GROVE or at + GROVE > len(leaves):
                self._push(leaves[at], 1)
                at += 1
            else:
                self._push(grove(leaves[at : at + GROVE]), GROVE)
                at += GROVE

    def _push(self, root: bytes, leaves: int) -> None:
        self.nodes.append(root)
        carry = self.size // leaves
        while carry & 1:
            right = self.nodes.pop()
            self.nodes[-1] = node(self.nodes[-1], right)
            carry >>= 1
        self.size += leaves

    def root(self) -> bytes:
        root = self.nodes[-1] if self.nodes else sha(b"")
        for left in reversed(self.nodes[:-1]):
            root = node(left, root)
        return root


GROVE = 1024


def grove(leaves: list[bytes]) -> bytes:
    """The root over a power of two of leaves."""
    while len(leaves) > 1:
        pairs = zip(leaves[::2], leaves[1::2], strict=True)
        leaves = [hashlib.sha256(b"\x01" + left + right).digest() for left, right in pairs]
    return leaves[0]


P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
Point = tuple[int, int, int, int]


def _add(a: Point, b: Point) -> Point:
    c, d = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    e, f = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    g, h, i, j = d - c, f - e, f + e, d + c
    return g * h % P, i * j % P, h * i % P, g * j % P


@lru_cache(maxsize=4)
def _windows(point: Point) -> list[list[Point]]:
    """0 to 15 times the point, the same of 16 times the point, and so on: all seals have one key."""
    rows = []
    for _ in range(64):
        row: list[Point] = [(0, 1, 1, 0)]
        for _ in range(15):
            row.append(_add(row[-1], point))
        rows.append(row)
        point = _add(row[-1], point)
    return rows


def _times(number: int, point: Point) -> Point:
    total: Point = (0, 1, 1, 0)
    for row in _windows(point):
        total = _add(total, row[number & 15])
        number >>= 4
    return total


def _point(data: bytes) -> Point | None:
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    x2 = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if y >= P or (x * x - x2) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


BASE = _point(bytes.fromhex("58" + "66" * 31))


def ed25519(public: bytes, message: bytes, signature: bytes) -> bool:
    """RFC 8032 verification."""
    key = _point(public) if len(public) == 32 else None
    if key is None or BASE is None or len(signature) != 64:
        return False
    s = int.from_bytes(signature[32:], "little")
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    x, y, z, _ = _add(_times(s, BASE), _times(h, (P - key[0], key[1], 1, P - key[3])))
    x, y = x * pow(z, -1, P) % P, y * pow(z, -1, P) % P
    return s < L and (y | (x & 1) << 255).to_bytes(32, "little") == signature[:32]


@dataclass(frozen=True)
class Checkpoint:
    """What one seal says."""

    origin: str
    size: int
    root: bytes
    chain: str
    subjects: int
    heads: str
    at: str


SEAL = re.compile(
    r"([^\n]+)\n(0|[1-9][0-9]{0,15})\n([A-Za-z0-9+/]{43}=)\nchain ([0-9a-f]{64})\n"
    r"subjects (0|[1-9][0-9]{0,15}) ([0-9a-f]{64})\nat ([0-9TZ:.-]{20,27})\n"
)


def b64(text: str) -> bytes:
    """Base64 in its one spelling."""
    data = base64.b64decode(text, validate=True)
    if base64.b64encode(data).decode() != text:
        raise ValueError("another spelling of base64")
    return data


def read_seal(data: bytes, key_line: bytes, place: str) -> Checkpoint:
    """The checkpoint in a C2SP signed note, signed by the key in public.txt."""
    try:
        name, _, rest = key_line.decode().removesuffix("\n").partition("+")
        hint, _, encoded = rest.partition("+")
        key = b64(encoded)
        text, _, tail = data.decode().rpartition("\n\n")
        found = SEAL.fullmatch(text + "\n")
        hash_id = sha(name.encode() + b"\n" + key)[:4]
        lines = [line for line in tail.split("\n") if line.startswith(f"— {name} ")]
        blob = b64(lines[0].removeprefix(f"— {name} ")) if lines else b""
        good = hint == hash_id.hex() and blob[:4] == hash_id and key[:1] == b"\x01" and tail.endswith("\n")
        if found and good and found[1] == name and ed25519(key[1:], (text + "\n").encode(), blob[4:]):
            origin, size, root, chain, subjects, heads, at = found.groups()
            return Checkpoint(origin, int(size), b64(root), chain, int(subjects), heads, at)
    except ValueError:
        pass
    raise Damaged(place, "封印の署名か形が正しくありません")
