"""YAKUBA_ENV names a file of NAME=value lines, read before anything else: one place for the server's settings
and the administrator's commands. What stands in the real environment goes first. A reload reads it anew.
"""

import os
from collections.abc import Mapping
from pathlib import Path


class Unreadable(ValueError):
    """The file cannot be read, or a line of it is no NAME=value; says which, in Japanese."""


def of_file(path: Path) -> dict[str, str]:
    """What the file sets. Empty lines and lines that begin with # count for nothing. Raises Unreadable."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise Unreadable(
            f"YAKUBA_ENV の {path} を読めません。置き場所と読む権限を確かめてください。"
        ) from None
    found = {}
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        name, sign, value = line.partition("=")
        if not sign or not name.strip().isidentifier():
            raise Unreadable(f"{path} の {number} 行目を「名前=値」の形に直してください。")
        found[name.strip()] = _unquoted(value.strip())
    return found


def complete(environ: Mapping[str, str]) -> dict[str, str]:
    """An environment with the file's settings beneath it. Raises Unreadable."""
    path = environ.get("YAKUBA_ENV", "")
    return (of_file(Path(path)) if path else {}) | dict(environ)


def load() -> None:
    """Give this process the file's settings. Raises Unreadable."""
    os.environ.update(complete(os.environ))


def _unquoted(value: str) -> str:
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "'\""
    return value[1:-1] if quoted else value
