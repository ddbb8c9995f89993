"""The HTTP answer that hands out a file: as an attachment, never guessed at, never kept by the browser."""

import uuid

from django.http import FileResponse

from yakuba.ground.files.problem import FileGone
from yakuba.ground.files.read import describe, open_content

_PICTURES = ("image/jpeg", "image/png", "image/gif", "image/webp")


def attachment(file_id: uuid.UUID, *, show_picture: bool = False) -> FileResponse:
    """The file as a download under its own name (RFC 6266 with RFC 5987 for Japanese names).

    `show_picture` lets a raster picture show in the page; anything else is an attachment all the same.
    The caller has asked the gate. Raises FileGone.
    """
    ref = describe([file_id]).get(file_id)
    if ref is None:
        raise FileGone(str(file_id))
    shown = show_picture and ref.media_type in _PICTURES
    response = FileResponse(
        open_content(ref), as_attachment=not shown, filename=ref.name, content_type=ref.media_type
    )
    response["Content-Length"] = str(ref.size)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store, private"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
