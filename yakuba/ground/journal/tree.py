"""RFC 6962 Merkle tree: leaf and node hashes, a growing frontier, inclusion and consistency proofs. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

EMPTY_ROOT = sha256(b"").digest()
_SIZE = 32


def leaf_hash(data: bytes) -> bytes:
    """Hash of one leaf (RFC 6962 §2.1)."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of an inner node (RFC 6962 §2.1)."""
    return sha256(b"\x01" + left + right).digest()


@dataclass
class Frontier:
    """The roots of the perfect subtrees of a tree that only grows: enough to go on."""

    size: int = 0
    nodes: list[bytes] = field(default_factory=list)

    def append(self, leaf: bytes) -> None:
        """Add one leaf *hash*."""
        self.nodes.append(leaf)
        carry = self.size
        while carry & 1:
            right = self.nodes.pop()
            self.nodes[-1] = node_hash(self.nodes[-1], right)
            carry >>= 1
        self.size += 1

    def root(self) -> bytes:
        """Root of the tree so far."""
        if not self.nodes:
            return EMPTY_ROOT
        root = self.nodes[-1]
        for left in reversed(self.nodes[:-1]):
            root = node_hash(left, root)
        return root


def root_of(leaves: Iterable[bytes]) -> bytes:
    """Root of the tree over these leaf hashes, in constant memory."""
    frontier = Frontier()
    for leaf in leaves:
        frontier.append(leaf)
    return frontier.root()


class Tree:
    """A whole tree in memory (64 bytes a leaf), for giving proofs."""

    def __init__(self, leaves: Iterable[bytes]) -> None:
        level = b"".join(leaves)
        self.size = len(level) // _SIZE
        self._levels = [level]
        while len(level) >= 2 * _SIZE:
            pairs = len(level) // (2 * _SIZE)
            level = b"".join(
                sha256(b"\x01" + level[at : at + 2 * _SIZE]).digest()
                for at in range(0, pairs * 2 * _SIZE, 2 * _SIZE)
            )
            self._levels.append(level)

    def root(self, size: int | None = None) -> bytes:
        """Root of the tree's first ``size`` leaves (all of them when not given)."""
        end = self.size if size is None else size
        return self._range(0, end) if end else EMPTY_ROOT

    def inclusion(self, index: int) -> list[bytes]:
        """Audit path of one leaf, leaf upward (RFC 6962 §2.1.1). IndexError without such a leaf."""
        if not 0 <= index < self.size:
            raise IndexError(f"no leaf {index} in a tree of {self.size}")
        return self._path(index, 0, self.size)

    def consistency(self, old_size: int) -> list[bytes]:
        """Proof that the tree of the first ``old_size`` leaves grew into this one (RFC 6962 §2.1.2)."""
        if not 0 < old_size <= self.size:
            raise IndexError(f"no earlier tree of {old_size} in a tree of {self.size}")
        return self._subproof(old_size, 0, self.size, complete=True)

    def _range(self, low: int, high: int) -> bytes:
        width = high - low
        if width & (width - 1) == 0:
            at = low // width * _SIZE
            return self._levels[width.bit_length() - 1][at : at + _SIZE]
        split = low + _split(width)
        return node_hash(self._range(low, split), self._range(split, high))

    def _path(self, index: int, low: int, high: int) -> list[bytes]:
        if high - low == 1:
            return []
        split = low + _split(high - low)
        if index < split:
            return [*self._path(index, low, split), self._range(split, high)]
        return [*self._path(index, split, high), self._range(low, split)]

    def _subproof(self, old: int, low: int, high: int, *, complete: bool) -> list[bytes]:
        if old == high:
            return [] if complete else [self._range(low, high)]
        split = low + _split(high - low)
        if old <= split:
            return [*self._subproof(old, low, split, complete=complete), self._range(split, high)]
        return [*self._subproof(old, split, high, complete=False), self._range(low, split)]


def _split(width: int) -> int:
    """Largest power of two below ``width``."""
    return 1 << ((width - 1).bit_length() - 1)


def root_from_inclusion(index: int, size: int, leaf: bytes, path: Sequence[bytes]) -> bytes | None:
    """The root that this audit path leads to, or None when the path cannot belong to (index, size)."""
    if not 0 <= index < size:
        return None
    position, last, root = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return None
        if position & 1 or position == last:
            root = node_hash(sibling, root)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            root = node_hash(root, sibling)
        position, last = position >> 1, last >> 1
    return root if last == 0 else None


def grew_from(old_size: int, size: int, old_root: bytes, root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the tree (size, root) is an extension of (old_size, old_root) by this consistency proof."""
    if old_size == size:
        return not proof and old_root == root
    if not 0 < old_size < size or not proof:
        return False
    path = list(proof) if old_size & (old_size - 1) else [old_root, *proof]
    position, last = old_size - 1, size - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    old = new = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if position & 1 or position == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            new = node_hash(new, sibling)
        position, last = position >> 1, last >> 1
    return last == 0 and old == old_root and new == root
