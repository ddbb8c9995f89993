"""The town's keys: each made once, kept beside the data, readable by its owner only. One signs sessions and
links, one locks what residents let the town remember.
"""

import base64
import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path


def secret_key(data: Path) -> str:
    """YAKUBA_SECRET_KEY, or the key kept in the data folder (made on first use, mode 0600)."""
    if given := os.environ.get("YAKUBA_SECRET_KEY"):
        return given
    data.mkdir(parents=True, exist_ok=True)
    path = data / "secret.key"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii")
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(50))
    return path.read_text(encoding="ascii")


def remembered_key(data: Path) -> bytes:
    """The 32 bytes that lock remembered facts: YAKUBA_REMEMBERED_KEY (base64), or those kept in the data
    folder (`remembered.key`, made on first use, mode 0600). Raises ValueError for a key of another length.
    """
    text = os.environ.get("YAKUBA_REMEMBERED_KEY") or _kept(data / "remembered.key")
    key = base64.urlsafe_b64decode(text)
    if len(key) != 32:
        raise ValueError("YAKUBA_REMEMBERED_KEY must be 32 bytes in base64")
    return key


def _kept(path: Path) -> str:
    """The key in the file; a new one if there is none. Of two that begin at once, one key stands."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        handle, written = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())
        with suppress(FileExistsError):
            os.link(written, path)
        Path(written).unlink()
    return path.read_text(encoding="ascii")
