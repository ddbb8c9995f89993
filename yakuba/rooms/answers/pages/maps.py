"""A question with its map, where the town shows maps."""

from dataclasses import replace

from yakuba.ground.catalogue.asking import FieldView
from yakuba.ground.maps import views as maps


def with_map(view: FieldView) -> FieldView:
    """The question with the address of its map picture, where the town shows maps."""
    if view.map is None:
        return view
    lat, lon = str(view.raw.get("lat", "")), str(view.raw.get("lon", ""))
    pin = (float(lat), float(lon)) if view.pin_text and _is_number(lat) and _is_number(lon) else None
    return replace(view, map_url=maps.address(view.map, pin))


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdigit() and text.isascii()
