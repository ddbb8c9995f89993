"""Where map tiles come from: nowhere (places are told in words), a tile server the town configured, or,
in the
sample town, a plain squared sheet drawn here.

No request leaves the server unless YAKUBA_MAP_TILES names a tile server.
"""

import io
import logging
import os
import urllib.request
from pathlib import Path

from django.conf import settings
from PIL import Image

SKETCH = "sketch"
TIMEOUT = 4  # seconds for one tile
LARGEST = 512 * 1024  # bytes of one tile
log = logging.getLogger("yakuba")


def available() -> bool:
    """Whether this town shows maps at all."""
    return bool(settings.YAKUBA_MAP_TILES)


def sketched() -> bool:
    return bool(settings.YAKUBA_MAP_TILES == SKETCH)


def tile(zoom: int, x: int, y: int) -> Image.Image | None:
    """One tile of the configured server, from the disk if it was fetched before; None when it cannot be
    had.
    """
    kept = Path(settings.YAKUBA_DATA) / "maps" / str(zoom) / str(x) / f"{y}.tile"
    try:
        content = kept.read_bytes() if kept.exists() else _fetched(zoom, x, y, kept)
        return Image.open(io.BytesIO(content)).convert("RGB")
    except (OSError, ValueError) as problem:
        log.warning("map tile %s/%s/%s: %s", zoom, x, y, type(problem).__name__)
        return None


def _fetched(zoom: int, x: int, y: int, kept: Path) -> bytes:
    address = settings.YAKUBA_MAP_TILES.format(z=zoom, x=x, y=y)
    if not address.startswith(("https://", "http://")):
        raise ValueError(address)
    request = urllib.request.Request(address, headers={"User-Agent": "yakuba"})  # noqa: S310  (checked above)
    with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310
        content = bytes(answer.read(LARGEST))
    kept.parent.mkdir(parents=True, exist_ok=True)
    draft = kept.with_suffix(f".{os.getpid()}")
    draft.write_bytes(content)
    draft.replace(kept)
    return content
