"""The arithmetic of web map tiles (spherical Mercator, 256 pixels a tile): degrees, pixels, and a window
on them.
"""

import math
import re
from dataclasses import dataclass, replace

TILE = 256
ZOOMS = range(5, 20)
_SHAPE = re.compile(r"(-?\d{1,2}\.\d{1,6}),(-?\d{1,3}\.\d{1,6}),(\d{1,2})")
_STEP = 0.6  # of the window's width or height, for one press on "north", "east" …


def to_pixels(latitude: float, longitude: float, zoom: int) -> tuple[float, float]:
    """World pixels of a point at a zoom; (0, 0) is the north-west corner of the world."""
    world = TILE * 2**zoom
    x = (longitude + 180) / 360 * world
    y = (1 - math.asinh(math.tan(math.radians(latitude))) / math.pi) / 2 * world
    return x, y


def to_degrees(x: float, y: float, zoom: int) -> tuple[float, float]:
    """Latitude and longitude of world pixels."""
    world = TILE * 2**zoom
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y / world)))), x / world * 360 - 180


def metres_a_pixel(latitude: float, zoom: int) -> float:
    """How many metres one pixel spans there (equatorial radius 6,378,137 m)."""
    return 2 * math.pi * 6_378_137 * math.cos(math.radians(latitude)) / (TILE * (1 << zoom))


@dataclass(frozen=True)
class Window:
    """What a map picture shows: its centre (degrees), zoom, and size in pixels."""

    latitude: float
    longitude: float
    zoom: int
    width: int
    height: int

    @property
    def text(self) -> str:
        """As a form carries it; `moved_to(text)` reads it."""
        return f"{self.latitude:.6f},{self.longitude:.6f},{self.zoom}"

    def corner(self) -> tuple[float, float]:
        """World pixels of the upper left corner."""
        x, y = to_pixels(self.latitude, self.longitude, self.zoom)
        return x - self.width / 2, y - self.height / 2

    def degrees_at(self, x: int, y: int) -> tuple[float, float]:
        """The point under a pixel of the picture."""
        left, top = self.corner()
        return to_degrees(left + x, top + y, self.zoom)

    def moved_to(self, text: str) -> "Window":
        """The window a form sent back; itself where the text is none."""
        found = _SHAPE.fullmatch(text)
        if not found or int(found[3]) not in ZOOMS or abs(float(found[1])) > 85 or abs(float(found[2])) > 180:
            return self
        return replace(self, latitude=float(found[1]), longitude=float(found[2]), zoom=int(found[3]))

    def stepped(self, east: int, south: int) -> "Window":
        """One press on an arrow: most of a window's width or height further."""
        x, y = to_pixels(self.latitude, self.longitude, self.zoom)
        x, y = x + east * self.width * _STEP, y + south * self.height * _STEP
        latitude, longitude = to_degrees(x, y, self.zoom)
        return replace(self, latitude=latitude, longitude=longitude)

    def zoomed(self, by: int) -> "Window":
        """Nearer (1) or further (-1), as far as there are tiles."""
        return replace(self, zoom=min(max(self.zoom + by, ZOOMS[0]), ZOOMS[-1]))
