"""C2SP signed note and checkpoint (tlog-checkpoint), signed with Ed25519. Pure: bytes and text in,
text out."""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_ED25519 = b"\x01"
_NAME = re.compile(r"[!-*,-~]{1,200}")


class NoteRefused(ValueError):
    """A note, a checkpoint or a key that does not hold; the message says which part."""


@dataclass(frozen=True)
class PublicKey:
    """A C2SP verifier key: name and 32 bytes of Ed25519."""

    name: str
    raw: bytes

    @classmethod
    def read(cls, text: str) -> "PublicKey":
        """The key that ``text()`` wrote. NoteRefused when its hash does not fit."""
        name, _, rest = text.strip().partition("+")
        key = cls(name, base64.b64decode(rest.partition("+")[2])[1:])
        if key.text() != text.strip():
            raise NoteRefused("公開鍵の形が正しくありません")
        return key

    @property
    def hint(self) -> bytes:
        """The four bytes that tell which key signed."""
        return hashlib.sha256(self.name.encode() + b"\n" + _ED25519 + self.raw).digest()[:4]

    def text(self) -> str:
        """``name+hash+base64`` as C2SP writes it."""
        return f"{self.name}+{self.hint.hex()}+{base64.b64encode(_ED25519 + self.raw).decode()}"


@dataclass(frozen=True)
class SigningKey:
    """A name and an Ed25519 seed (32 bytes). NoteRefused for a name with spaces, plus signs or other
    letters."""

    name: str
    seed: bytes

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise NoteRefused(f"鍵の名前に使えない文字があります: {self.name!r}")

    @property
    def public(self) -> PublicKey:
        """The key that others verify with."""
        key = Ed25519PrivateKey.from_private_bytes(self.seed)
        return PublicKey(self.name, key.public_key().public_bytes_raw())

    def sign(self, body: str) -> str:
        """The signed note over ``body`` (which ends in a newline)."""
        signature = Ed25519PrivateKey.from_private_bytes(self.seed).sign(body.encode())
        public = self.public
        return f"{body}\n— {self.name} {base64.b64encode(public.hint + signature).decode()}\n"


@dataclass(frozen=True)
class Checkpoint:
    """What a seal says: how many events, the tree's root, the chain, the heads of all subjects, and
    when (UTC)."""

    origin: str
    size: int
    root: bytes
    chain: bytes
    subjects: int
    heads: bytes
    at: str

    def body(self) -> str:
        """The signed text."""
        root = base64.b64encode(self.root).decode()
        return (
            f"{self.origin}\n{self.size}\n{root}\n"
            f"chain {self.chain.hex()}\nsubjects {self.subjects} {self.heads.hex()}\nat {self.at}\n"
        )


_BODY = re.compile(
    r"(?P<origin>[^\n]+)\n(?P<size>0|[1-9][0-9]{0,15})\n(?P<root>[A-Za-z0-9+/]{43}=)\n"
    r"chain (?P<chain>[0-9a-f]{64})\nsubjects (?P<subjects>0|[1-9][0-9]{0,15}) (?P<heads>[0-9a-f]{64})\n"
    r"at (?P<at>[0-9TZ:.-]{20,27})\n"
)


def open_note(note: str, key: PublicKey) -> str:
    """The body of a note that ``key`` signed. Raises NoteRefused when it did not."""
    body, gap, signatures = note.rpartition("\n\n")
    if not gap:
        raise NoteRefused("封印の形が正しくありません")
    body += "\n"
    for line in signatures.splitlines():
        dash, _, rest = line.partition(" ")
        name, _, encoded = rest.partition(" ")
        if dash != "—" or name != key.name:
            continue
        try:
            blob = base64.b64decode(encoded, validate=True)
            if blob[:4] != key.hint:
                continue
            Ed25519PublicKey.from_public_bytes(key.raw).verify(blob[4:], body.encode())
        except (binascii.Error, InvalidSignature) as error:
            raise NoteRefused("封印の署名が合いません") from error
        return body
    raise NoteRefused("封印にこの役場の署名がありません")


def read_checkpoint(note: str, key: PublicKey) -> Checkpoint:
    """The checkpoint in a signed note. Raises NoteRefused on a wrong signature or form."""
    found = _BODY.fullmatch(open_note(note, key))
    if found is None:
        raise NoteRefused("封印の中身の形が正しくありません")
    return Checkpoint(
        origin=found["origin"],
        size=int(found["size"]),
        root=base64.b64decode(found["root"]),
        chain=bytes.fromhex(found["chain"]),
        subjects=int(found["subjects"]),
        heads=bytes.fromhex(found["heads"]),
        at=found["at"],
    )
