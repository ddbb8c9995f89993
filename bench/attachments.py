"""Files that visitors attach: real JPEG photographs and PDF pages of any size, of nothing and nobody."""

import io
from functools import cache
from random import Random

from PIL import Image, ImageDraw

JPEG, PDF = "image/jpeg", "application/pdf"
BIG = 2 * 1024 * 1024
Content = tuple[bytes, str]  # and its kind


def small(number: int, name: str) -> Content:
    """What a visitor attaches under this name: some ten kilobytes."""
    return _drawing(number % 20, name.endswith(".pdf"))


def big(number: int, name: str) -> Content:
    """Two megabytes, no two visitors' and no two names' the same."""
    pdf = name.endswith(".pdf")
    mark = f"{'%' if pdf else ''}{number}:{name:<60}"[:64].encode()
    body = _scan(BIG - 64) if pdf else _photo(BIG - 64, sum(name.encode()) % 3)
    return body + mark.ljust(64), PDF if pdf else JPEG


@cache
def _drawing(shade: int, pdf: bool) -> Content:  # noqa: FBT001
    picture = Image.new("RGB", (480, 320), (200 + shade, 215, 225))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((60, 80, 420, 260), outline=(40, 60, 90), width=4)
    pen.line((0, 280, 480, 280 - shade), fill=(90, 90, 90), width=12)
    out = io.BytesIO()
    picture.save(out, format="PDF" if pdf else "JPEG", quality=70)
    return out.getvalue(), PDF if pdf else JPEG


@cache
def _photo(size: int, seed: int) -> bytes:
    """A JPEG as a phone takes it (4000 × 3000 points, Exif), of exactly this size."""
    chance = Random(seed)
    base = Image.effect_noise((1000, 750), 60).convert("RGB")
    picture = base.resize((4000, 3000), Image.Resampling.BILINEAR)
    pen = ImageDraw.Draw(picture)
    for _ in range(12):
        at = chance.randint(0, 3200), chance.randint(0, 2400)
        colour = tuple(chance.randint(0, 255) for _ in range(3))
        pen.rectangle((*at, at[0] + 700, at[1] + 500), outline=colour, width=20)
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "Yakuba", 1
    low, high, best = 5, 95, b""
    while low <= high:
        quality = (low + high) // 2
        out = io.BytesIO()
        picture.save(out, format="JPEG", quality=quality, exif=exif)
        if len(out.getvalue()) <= size:
            best, low = out.getvalue(), quality + 1
        else:
            high = quality - 1
    # What a camera leaves after the end of its picture, so that the size is exact.
    return best.ljust(size, b"\0")


@cache
def _scan(size: int) -> bytes:
    """A PDF of a scanned page, of exactly this size."""
    page = Image.open(io.BytesIO(_photo(size - 60_000, 7)))
    out = io.BytesIO()
    page.save(out, format="PDF", quality=60)
    text = out.getvalue()
    # A comment before the last lines, since a PDF ends with its own end mark.
    at = text.rindex(b"startxref")
    return text[:at] + b"%" + b" " * max(0, size - len(text) - 2) + b"\n" + text[at:]
