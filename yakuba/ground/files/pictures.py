"""Whether a picture really is one: read by Pillow, or by the boxes of its file where Pillow cannot."""

import struct
import warnings
from pathlib import Path

# The plugins register their formats when imported; no others are ever tried.
from PIL import (  # noqa: F401
    GifImagePlugin,
    Image,
    JpegImagePlugin,
    PngImagePlugin,
    UnidentifiedImageError,
    WebPImagePlugin,
)

from yakuba.ground.files.kinds import GIF, HEIC, JPEG, PNG, WEBP, Media
from yakuba.ground.files.problem import FileProblem
from yakuba.ground.languages import marked

MOST_PIXELS = 120_000_000
"""The largest picture taken, in pixels: a 108-megapixel telephone fits, a decompression bomb does not."""

_BROKEN = marked("画像が壊れているか、途中で切れています。もう一度撮影するか、別の画像を選んでください。")
_TOO_MANY = "画像の縦横が大きすぎます。1億2千万画素以下に縮めてから、もう一度選んでください。"
_FORMATS = {"JPEG": JPEG, "MPO": JPEG, "PNG": PNG, "GIF": GIF, "WEBP": WEBP}
_HEIC_BRANDS = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"}


def picture_type(path: Path, head: bytes) -> Media | None:
    """The picture's media type, or None when `head` (its first bytes) is no picture's. Raises FileProblem."""
    if head[4:8] == b"ftyp":
        return _heic(path)
    if not head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")) and not (
        head[:4] == b"RIFF" and head[8:12] == b"WEBP"
    ):
        return None
    return _by_pillow(path)


def _by_pillow(path: Path) -> Media:
    try:
        with warnings.catch_warnings():
            # Pillow's own warning comes at a lower number of pixels than ours.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(path, formats=("JPEG", "PNG", "GIF", "WEBP")) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise FileProblem(_TOO_MANY)
                media = _FORMATS[picture.format or ""]
                picture.verify()
    except Image.DecompressionBombError:
        raise FileProblem(_TOO_MANY) from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, KeyError, EOFError, struct.error):
        raise FileProblem(_BROKEN) from None
    if media is JPEG and not _has_jpeg_end(path):
        raise FileProblem(_BROKEN)
    return media


def _has_jpeg_end(path: Path) -> bool:
    """A whole JPEG has its end mark; telephones may write more (depth map, film) behind it."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - (1 << 20)))
        return b"\xff\xd9" in file.read()


def _heic(path: Path) -> Media | None:
    """HEIC by its boxes (ISO/IEC 14496-12): a brand of HEIF, a `meta` box, and lengths that fill the file."""
    size = path.stat().st_size
    kinds: list[bytes] = []
    brands: set[bytes] = set()
    with path.open("rb") as file:
        place = 0
        while place < size and len(kinds) < 1000:
            file.seek(place)
            header = file.read(16)
            length, kind = _box(header, size - place)
            if length is None:
                raise FileProblem(_BROKEN)
            if kind == b"ftyp":
                file.seek(place + 8)
                content = file.read(min(length - 8, 400))
                brands = {content[start : start + 4] for start in range(0, len(content), 4)}
            kinds.append(kind)
            place += length
    if not brands & _HEIC_BRANDS or b"avif" in brands:
        return None
    if kinds[0] != b"ftyp" or b"meta" not in kinds:
        raise FileProblem(_BROKEN)
    return HEIC


def _box(header: bytes, left: int) -> tuple[int | None, bytes]:
    if len(header) < 8:
        return None, b""
    length, kind = struct.unpack(">I4s", header[:8])
    if length == 1 and len(header) == 16:
        length = struct.unpack(">Q", header[8:])[0]
    elif length == 0:
        length = left
    return (length if 8 <= length <= left else None), kind
