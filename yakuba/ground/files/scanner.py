"""A client of ClamAV's daemon (INSTREAM), off when no address is configured.

`settings.YAKUBA_CLAMAV` is a socket's path or `host:port`. When it is set and the daemon does not answer,
files are refused: an examination that was promised is not skipped in silence.
"""

import socket
import struct
from pathlib import Path

from django.conf import settings

from yakuba.ground.files.models import StoredFile
from yakuba.ground.files.problem import FileProblem
from yakuba.ground.languages import marked

_CHUNK = 64 * 1024
_SECONDS = 60
_UNANSWERED = marked(
    "ウイルス検査ができないため、ファイルを受け取れません。時間をおいて、もう一度お試しください。"
)
_INFECTED = marked(
    "ファイルからウイルスが見つかったため、受け取れません。パソコンやスマートフォンを検査してください。"
)


def scan(path: Path) -> StoredFile.State:
    """CLEAN, or UNSCANNED when no scanner is configured. Raises FileProblem for a virus or no answer."""
    address = str(getattr(settings, "YAKUBA_CLAMAV", ""))
    if not address:
        return StoredFile.State.UNSCANNED
    try:
        answer = _ask(address, path)
    except (OSError, ValueError):
        raise FileProblem(_UNANSWERED) from None
    if answer.endswith(" FOUND"):
        raise FileProblem(_INFECTED)
    if not answer.endswith(" OK"):
        raise FileProblem(_UNANSWERED)
    return StoredFile.State.CLEAN


def _ask(address: str, path: Path) -> str:
    with _connect(address) as connection, path.open("rb") as file:
        connection.sendall(b"zINSTREAM\0")
        while chunk := file.read(_CHUNK):
            connection.sendall(struct.pack(">I", len(chunk)) + chunk)
        connection.sendall(struct.pack(">I", 0))
        answer = b""
        while not answer.endswith(b"\0") and (part := connection.recv(4096)):
            answer += part
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")


def _connect(address: str) -> socket.socket:
    if "/" in address:
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(_SECONDS)
        try:
            connection.connect(address)
        except OSError:
            connection.close()
            raise
        return connection
    host, _, port = address.rpartition(":")
    return socket.create_connection((host or "127.0.0.1", int(port)), timeout=_SECONDS)
