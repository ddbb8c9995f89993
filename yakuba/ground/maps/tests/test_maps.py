import io
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from yakuba.ground import town
from yakuba.ground.maps import views
from yakuba.ground.mercator import Window


class _Tiles(BaseHTTPRequestHandler):
    """A tile server: every tile is one colour that tells its column."""

    asked: list[str] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        column = int(self.path.split("/")[-2])
        out = io.BytesIO()
        Image.new("RGB", (256, 256), (column % 256, 120, 200)).save(out, "PNG")
        self.send_response(200)
        self.end_headers()
        self.wfile.write(out.getvalue())

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture
def tile_server(settings: Any) -> Iterator[list[str]]:
    server = HTTPServer(("127.0.0.1", 0), _Tiles)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    _Tiles.asked.clear()
    settings.YAKUBA_MAP_TILES = f"http://127.0.0.1:{server.server_port}/{{z}}/{{x}}/{{y}}.png"
    settings.YAKUBA_MAP_CREDIT = "国土地理院"
    yield _Tiles.asked
    server.shutdown()
    server.server_close()


@pytest.fixture
def window() -> Window:
    facts = town.facts()
    return Window(facts.latitude, facts.longitude, 15, 320, 320)


def picture(client: Client, address: str) -> Image.Image:
    answer = client.get(address)
    assert answer.status_code == 200 and answer["Content-Type"] == "image/png"
    return Image.open(io.BytesIO(answer.content)).convert("RGB")


def test_a_town_without_a_map_says_so_by_an_empty_address(
    settings: Any, window: Window, client: Client
) -> None:
    settings.YAKUBA_MAP_TILES = "sketch"
    address = views.address(window, None)
    settings.YAKUBA_MAP_TILES = ""
    assert views.address(window, None) == ""
    assert client.get(address).status_code == 404


def test_the_sample_towns_squared_sheet_shows_the_pin(settings: Any, window: Window, client: Client) -> None:
    settings.YAKUBA_MAP_TILES = "sketch"
    off = (window.latitude + 0.002, window.longitude + 0.002)
    plain, pinned = (picture(client, views.address(window, pin)) for pin in (None, off))
    assert plain.size == (320, 320) and plain.tobytes() != pinned.tobytes()


def test_tiles_come_from_the_towns_own_server_once_and_then_from_the_disk(
    tile_server: list[str], window: Window, client: Client
) -> None:
    first = picture(client, views.address(window, None))
    asked = len(tile_server)
    assert 4 <= asked <= 9 and (221, 221, 221) not in {colour for _, colour in first.getcolors(10**6) or []}
    picture(client, views.address(window, None))
    assert len(tile_server) == asked


def test_a_silent_tile_server_leaves_grey_paper_and_no_error(
    settings: Any, window: Window, client: Client
) -> None:
    settings.YAKUBA_MAP_TILES = "http://127.0.0.1:9/{z}/{x}/{y}.png"
    shown = picture(client, views.address(window, None))
    assert shown.getpixel((5, 5)) == (221, 221, 221)


@pytest.mark.parametrize(
    "path",
    [
        "15/35.68,139.76/320x320.png",
        "15/x,y/320x320.png",
        "22/43.9,144.6/320x320.png",
        "15/43.9115,144.6668/9000x320.png",
        "15/nan,nan/320x320.png",
    ],
)
def test_pictures_no_page_asks_for_are_not_drawn(settings: Any, client: Client, path: str) -> None:
    settings.YAKUBA_MAP_TILES = "sketch"
    assert client.get(f"/map/{path}").status_code == 404
