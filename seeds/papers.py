"""Small real files for the sample matters: a drawing as PDF, a photo as JPEG."""

import io
from functools import cache

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw


@cache
def _picture(shade: int, kind: str) -> bytes:
    picture = Image.new("RGB", (480, 320), (200 + shade % 50, 215, 225))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((60, 80, 420, 260), outline=(40, 60, 90), width=4)
    pen.line((0, 280, 480, 280 - shade % 40), fill=(90, 90, 90), width=12)
    out = io.BytesIO()
    picture.save(out, format=kind, **({"quality": 70} if kind == "JPEG" else {"resolution": 72}))
    return out.getvalue()


def upload(name: str, shade: int) -> SimpleUploadedFile:
    """A file by its name: .pdf is a one-page drawing, everything else a photo."""
    if name.endswith(".pdf"):
        return SimpleUploadedFile(name, _picture(shade % 20, "PDF"), "application/pdf")
    return SimpleUploadedFile(name, _picture(shade % 20, "JPEG"), "image/jpeg")
