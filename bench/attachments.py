"""Files that visitors attach: real JPEG photographs and PDF pages of any size, of nothing and nobody."""

import io
from functools import cache
from random import Random

from PIL import Image, ImageDraw

from bench.controls import File

JPEG, PDF = "image/jpeg", "application/pdf"


@cache
def small(shade: int) -> dict[str, File]:
    """A photo and a page of some ten kilobytes."""
    picture = Image.new("RGB", (480, 320), (200 + shade % 50, 215, 225))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((60, 80, 420, 260), outline=(40, 60, 90), width=4)
    pen.line((0, 280, 480, 280 - shade % 40), fill=(90, 90, 90), width=12)
    return {"jpg": _file(picture, "JPEG", JPEG), "pdf": _file(picture, "PDF", PDF)}


def _file(picture: Image.Image, form: str, kind: str) -> File:
    out = io.BytesIO()
    picture.save(out, format=form, quality=70)
    return "", "", out.getvalue(), kind


def photo(size: int, seed: int) -> bytes:
    """A JPEG as a phone takes it (4000 × 3000 points, Exif), as near to `size` bytes as its grain allows."""
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
    return best + _padding(best, size)


def _padding(picture: bytes, size: int) -> bytes:
    """What a camera leaves after the end of its picture, so that the size is exact."""
    return b"\0" * max(0, size - len(picture))


def scan(size: int, seed: int) -> bytes:
    """A PDF of scanned pages of about this size."""
    pages = [Image.open(io.BytesIO(photo(size // 2 - 4000, seed + at))) for at in range(2)]
    out = io.BytesIO()
    pages[0].save(out, format="PDF", save_all=True, append_images=pages[1:], quality=75)
    return out.getvalue()
