"""One map picture: tiles or a squared sheet, the town hall, a pin, and who made the map."""

import io
import math
from functools import cache

import noto_cjk_sans_jp_regular  # type: ignore[import-untyped]
from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

from yakuba.ground import town
from yakuba.ground.maps import connector
from yakuba.ground.mercator import TILE, Window, metres_a_pixel, to_pixels

PAPER, LINE, INK, PIN, BLANK = "#f4f7f2", "#c9d6cc", "#33413a", "#d7263d", "#dddddd"
Point = tuple[float, float]


def draw(window: Window, pin: Point | None) -> bytes:
    """The picture as PNG. A tile that cannot be had stays grey; the words beside the map still work."""
    picture = Image.new("RGB", (window.width, window.height), PAPER if connector.sketched() else BLANK)
    pen = ImageDraw.Draw(picture)
    if connector.sketched():
        _squares(window, pen)
    else:
        _tiles(window, picture)
    facts = town.facts()
    _mark(window, pen, (facts.latitude, facts.longitude), f"{facts.name}役場")
    if pin is not None:
        _pin(window, pen, pin)
    _credit(window, pen)
    out = io.BytesIO()
    picture.save(out, format="PNG", optimize=False)
    return out.getvalue()


def _tiles(window: Window, picture: Image.Image) -> None:
    left, top = window.corner()
    last = 2**window.zoom - 1
    for x in range(math.floor(left / TILE), math.floor((left + window.width) / TILE) + 1):
        for y in range(math.floor(top / TILE), math.floor((top + window.height) / TILE) + 1):
            found = connector.tile(window.zoom, x, y) if 0 <= y <= last and 0 <= x <= last else None
            if found is not None:
                picture.paste(found, (round(x * TILE - left), round(y * TILE - top)))


def _squares(window: Window, pen: ImageDraw.ImageDraw) -> None:
    """A squared sheet whose squares are a round number of metres wide, fixed to the ground."""
    metres = metres_a_pixel(window.latitude, window.zoom)
    side = next(
        m for m in (20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 50_000, 500_000) if m / metres >= 48
    )
    step, (left, top) = side / metres, window.corner()
    for at in _lines(left, window.width, step):
        pen.line((at, 0, at, window.height), fill=LINE)
    for at in _lines(top, window.height, step):
        pen.line((0, at, window.width, at), fill=LINE)
    label = f"1ます {side}m" if side < 1000 else f"1ます {side // 1000}km"
    pen.text((8, 6), label, fill=INK, font=_font(12))
    pen.text((window.width - 22, 6), "北", fill=INK, font=_font(12))
    pen.polygon([(window.width - 16, 24), (window.width - 20, 34), (window.width - 12, 34)], fill=INK)


def _lines(start: float, length: int, step: float) -> list[float]:
    first = math.ceil(start / step) * step - start
    return [first + n * step for n in range(int((length - first) / step) + 1)]


def _at(window: Window, point: Point) -> tuple[float, float]:
    left, top = window.corner()
    x, y = to_pixels(*point, window.zoom)
    return x - left, y - top


def _mark(window: Window, pen: ImageDraw.ImageDraw, point: Point, name: str) -> None:
    x, y = _at(window, point)
    pen.rectangle((x - 5, y - 5, x + 5, y + 5), fill=INK)
    pen.text((x + 9, y - 9), name, fill=INK, font=_font(13), stroke_width=2, stroke_fill="white")


def _pin(window: Window, pen: ImageDraw.ImageDraw, point: Point) -> None:
    x, y = _at(window, point)
    pen.polygon([(x, y), (x - 9, y - 18), (x + 9, y - 18)], fill=PIN, outline="white")
    pen.ellipse((x - 10, y - 30, x + 10, y - 10), fill=PIN, outline="white", width=2)
    pen.ellipse((x - 4, y - 24, x + 4, y - 16), fill="white")


def _credit(window: Window, pen: ImageDraw.ImageDraw) -> None:
    """Who made the map must stand on it (地理院タイル利用規約 ほか)."""
    text = "見本の方眼図（地図は設定でつなぎます）" if connector.sketched() else settings.YAKUBA_MAP_CREDIT
    if text:
        wide = pen.textlength(text, font=_font(11))
        pen.rectangle(
            (window.width - wide - 8, window.height - 18, window.width, window.height), fill="white"
        )
        pen.text((window.width - wide - 4, window.height - 17), text, fill=INK, font=_font(11))


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(noto_cjk_sans_jp_regular.FONT_PATH), size)
