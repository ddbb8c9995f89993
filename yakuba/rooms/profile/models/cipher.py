"""Encrypting a value at rest: AES-256-GCM, bound to the row it belongs to."""

import json
import secrets
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12


class Unreadable(ValueError):
    """The value was not written with this key for this row."""


def lock(key: bytes, value: Any, *, bound: str) -> bytes:
    """The value (JSON) encrypted; it opens with the same `key` (32 bytes) and the same `bound` text only."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    plain = json.dumps(value, ensure_ascii=False, sort_keys=True).encode()
    return nonce + AESGCM(key).encrypt(nonce, plain, bound.encode())


def unlock(key: bytes, locked: bytes, *, bound: str) -> Any:
    """The value again. Raises Unreadable."""
    try:
        plain = AESGCM(key).decrypt(locked[:NONCE_BYTES], locked[NONCE_BYTES:], bound.encode())
    except (InvalidTag, ValueError):
        raise Unreadable(bound) from None
    return json.loads(plain)
