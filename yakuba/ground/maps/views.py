"""The address of a map picture, and the picture. It holds no answers, only a window and a pin."""

from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from yakuba.ground import town
from yakuba.ground.maps import connector
from yakuba.ground.maps.picture import Point, draw
from yakuba.ground.mercator import ZOOMS, Window

CLOSE, SIDE = 17, 320  # zoom and pixels of the picture beside a finished answer
SIDES = range(200, 801)  # pixels
REACH = 1.5  # degrees around the town hall: nobody draws the rest of the world through this server


def address(window: Window, pin: Point | None) -> str:
    """The address of a picture; "" where the town shows no maps."""
    if not connector.available():
        return ""
    place = f"{window.latitude:.6f},{window.longitude:.6f}"
    path = reverse("maps:picture", args=[window.zoom, place, window.width, window.height])
    return f"{path}?pin={pin[0]:.6f},{pin[1]:.6f}" if pin else path


def address_around(place: Mapping[str, str] | None) -> str:
    """The address of a picture with the pin of a place answer in its middle; "" without pin or maps."""
    if not place or not place.get("lat"):
        return ""
    pin = float(place["lat"]), float(place["lon"])
    return address(Window(*pin, CLOSE, SIDE, SIDE), pin)


@require_GET
def picture(request: HttpRequest, zoom: int, place: str, width: int, height: int) -> HttpResponse:
    """The picture as PNG; 404 for what no page of this town would ask for."""
    centre, pin = _point(place), _point(request.GET.get("pin", ""))
    fits = zoom in ZOOMS and width in SIDES and height in SIDES
    if not (connector.available() and fits and centre and _near(centre)):
        raise Http404
    content = draw(Window(*centre, zoom, width, height), pin if pin and _near(pin) else None)
    return HttpResponse(content, content_type="image/png", headers={"Cache-Control": "private, max-age=600"})


def _point(text: str) -> Point | None:
    latitude, _, longitude = text.partition(",")
    try:
        return float(latitude), float(longitude)
    except ValueError:
        return None


def _near(point: Point) -> bool:
    facts = town.facts()
    return abs(point[0] - facts.latitude) <= REACH and abs(point[1] - facts.longitude) <= REACH
