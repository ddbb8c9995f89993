"""What a request brings along, taken in whole before anything is computed.

A line that breaks leaves half a form, which must not be taken for a whole one; a slow line holds nothing up.
"""

import os
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import IO, Any

MEGABYTE = 1024 * 1024
MOST = int(os.environ.get("YAKUBA_UPLOAD_MB") or 100) * MEGABYTE
IN_MEMORY = 1 * MEGABYTE
PIECE = 64 * 1024


class Unusable(Exception):
    """`status`: 413 more than is taken, 400 broken off or not to be read."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def take_in(environ: dict[str, Any]) -> None:
    """Replace the stream of the body by what has come in of it. Raises Unusable."""
    told = environ.get("CONTENT_LENGTH") or ""
    chunked = "HTTP_TRANSFER_ENCODING" in environ
    if told in ("", "0") and not chunked:
        return
    if told and not told.isdecimal():
        raise Unusable(400)
    length = int(told) if told and not chunked else None
    if length is not None and length > MOST:
        raise Unusable(413)
    if length is not None and length <= PIECE:
        body: IO[bytes] = BytesIO(_whole(environ["wsgi.input"], length))
    else:
        body = _spooled(environ["wsgi.input"], length)
        environ["CONTENT_LENGTH"] = str(body.tell())
        body.seek(0)
    environ["wsgi.input"] = body


def _whole(source: Any, length: int) -> bytes:
    content = bytes(source.read(length))
    while len(content) < length:
        piece = source.read(length - len(content))
        if not piece:
            raise Unusable(400)
        content += piece
    return content


def _spooled(source: Any, length: int | None) -> IO[bytes]:
    target = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  (closed with the request)
    left = MOST + 1 if length is None else length
    while left > 0 and (piece := source.read(min(PIECE, left))):
        target.write(piece)
        left -= len(piece)
    if length is None and left == 0:
        raise Unusable(413)
    if length is not None and left > 0:
        raise Unusable(400)
    return target
