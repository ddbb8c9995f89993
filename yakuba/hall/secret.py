"""The key that signs sessions and links: made once, kept beside the data, readable by its owner only."""

import os
import secrets
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
