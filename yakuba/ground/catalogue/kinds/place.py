"""A place: in words (路線名, 地番, 目印), with a pin on the map where there is a map.

A click on the map is an ordinary `<input type="image">`: the browser posts the pixel, which becomes
latitude and
longitude here by the arithmetic of web tiles (spherical Mercator, 256 pixels a tile), so no script is needed.
"""

import math
from decimal import Decimal
from typing import Any

from yakuba.ground.catalogue import characters
from yakuba.ground.catalogue.definition import Json, Question
from yakuba.ground.catalogue.kinds import params
from yakuba.ground.catalogue.kinds.kind import Flaw, Kind, Paper, Raw, Sub, Terms, Wrong, as_parts, one

WORDS = {"route": "路線名", "lot": "地番", "note": "目印・くわしい場所"}
PARTS = (*WORDS, "lat", "lon")
_LONGEST = 200
_TILE = 256
_BOUNDS = {"lat": (Decimal(20), Decimal(46)), "lon": (Decimal(122), Decimal(154))}
"""Japan, with its islands (degrees)."""


def pixel_to_degrees(
    centre: tuple[float, float], zoom: int, size: tuple[int, int], at: tuple[int, int]
) -> tuple[str, str]:
    """Latitude and longitude (decimal text, 6 places) of pixel `at` of a picture of `size` around
    `centre`.
    """
    world = _TILE * 2**zoom
    latitude, longitude = math.radians(centre[0]), centre[1]
    x = (longitude + 180) / 360 * world + at[0] - size[0] / 2
    y = (1 - math.asinh(math.tan(latitude)) / math.pi) / 2 * world + at[1] - size[1] / 2
    found = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y / world))))
    return f"{found:.6f}", f"{x / world * 360 - 180:.6f}"


class Place(Kind):
    """Words, a pin, or both; `need` says which must be there."""

    name = "place"
    title = "場所"
    logic_type = "none"
    params = {
        "latitude": params.decimal(None),
        "longitude": params.decimal(None),
        "zoom": params.whole(15, least=5, most=19),
        "map_width": params.whole(640, least=200, most=2000),
        "map_height": params.whole(400, least=200, most=2000),
        "need": params.one_of("words", ("words", "pin", "any")),
    }

    def flaws(self, question: Question) -> list[Flaw]:
        centre = [params.as_decimal(self.param(question, name)) for name in ("latitude", "longitude")]
        if (centre[0] is None) != (centre[1] is None):
            return [
                Flaw("latitude", "緯度と経度の片方しかありません。", "両方を書くか、両方を消してください。")
            ]
        if self.param(question, "need") == "pin" and centre[0] is None:
            return [
                Flaw(
                    "need",
                    "地図の中心がないので、印を付けられません。",
                    "latitude と longitude を書いてください。",
                )
            ]
        return []

    def subs(self, question: Question) -> tuple[Sub, ...]:
        return (
            Sub("route", WORDS["route"], hint="例: 町道本町通線"),
            Sub("lot", WORDS["lot"], hint="例: 本町12番地先"),
            Sub("note", WORDS["note"], hint="例: 役場の正面玄関の前"),
            Sub("lat", "緯度"),
            Sub("lon", "経度"),
        )

    def read(self, question: Question, raw: Raw) -> Json:
        typed = {part: one(raw, part) for part in PARTS}
        return self.clean(question, typed) if any(text.strip() for text in typed.values()) else None

    def clean(self, question: Question, value: Json) -> Json:
        typed = as_parts(question, value, PARTS)
        errors: dict[str, str] = {}
        cleaned = {part: characters.tidy_line(typed[part]) for part in WORDS}
        for part, text in cleaned.items():
            problem = characters.trouble(text)
            if problem or characters.length(text) > _LONGEST:
                errors[part] = problem or f"「{WORDS[part]}」は{_LONGEST}字までで入力してください。"
        pin = {part: _degrees(part, typed[part]) for part in _BOUNDS}
        if None in pin.values() or bool(pin["lat"]) != bool(pin["lon"]):
            errors["route"] = "地図の位置が読めません。「地図の位置を消す」を押して、付け直してください。"
        if not errors and any((*cleaned.values(), pin["lat"])):
            errors = self._needed(question, cleaned, pinned=bool(pin["lat"]))
        if errors:
            raise Wrong(errors=errors)
        found = {**cleaned, **{part: text or "" for part, text in pin.items()}}
        return found if any(found.values()) else None

    def _needed(self, question: Question, cleaned: dict[str, str], *, pinned: bool) -> dict[str, str]:
        need = self.param(question, "need")
        if need == "words" and not any(cleaned.values()):
            return {"route": "「路線名」「地番」「目印」のどれかを言葉でも書いてください。"}
        if need == "pin" and not pinned:
            return {"route": "地図を押して、場所に印を付けてください。"}
        return {}

    def press(self, question: Question, raw: Raw, verb: str) -> dict[str, list[str]]:
        shown = {part: [one(raw, part)] for part in PARTS}
        if verb == "clearplace":
            return {**shown, "lat": [""], "lon": [""]}
        if verb != "pin":
            return super().press(question, raw, verb)
        centre = [params.as_decimal(self.param(question, name)) for name in ("latitude", "longitude")]
        at = [one(raw, name) for name in ("map.x", "map.y")]
        if (
            centre[0] is None
            or centre[1] is None
            or not all(text.isascii() and text.isdigit() for text in at)
        ):
            raise Wrong("地図の位置が読めませんでした。もう一度押すか、言葉で書いてください。", sub="route")
        size = (self.param(question, "map_width"), self.param(question, "map_height"))
        pixel = (min(int(at[0][:5]), size[0]), min(int(at[1][:5]), size[1]))
        middle = (float(centre[0]), float(centre[1]))
        lat, lon = pixel_to_degrees(middle, self.param(question, "zoom"), size, pixel)
        return {**shown, "lat": [lat], "lon": [lon]}

    def to_raw(self, question: Question, value: Json) -> dict[str, list[str]]:
        return {part: [value[part]] for part in PARTS}

    def missing(self, question: Question) -> Wrong:
        return Wrong(f"「{question.label}」を入力してください。", sub="route")

    def display(self, question: Question, value: Json) -> list[str]:
        lines = [f"{label}: {value[part]}" for part, label in WORDS.items() if value[part]]
        return [*lines, *([pin_text(value)] if value["lat"] else [])]

    def texts(self, question: Question, value: Json) -> dict[str, str]:
        whole = " ".join(value[part] for part in WORDS if value[part]) or pin_text(value)
        return {"": whole, **{part: value[part] for part in PARTS}}

    def text_parts(self, question: Question) -> tuple[str, ...]:
        return PARTS

    def terms(self, question: Question) -> Terms:
        return Terms("none", dict.fromkeys(WORDS, "text"))

    def schema(self, question: Question) -> dict[str, Any]:
        properties = {part: {"type": "string", "maxLength": _LONGEST} for part in PARTS}
        return {"type": "object", "properties": properties, "additionalProperties": False}

    def paper(self, question: Question) -> Paper:
        return Paper("lines", 60, labels=tuple(WORDS.values()))


def pin_text(value: Json) -> str:
    """The pin in words: `北緯43.911500度、東経144.667200度`."""
    return f"北緯{value['lat']}度、東経{value['lon']}度"


def _degrees(part: str, text: str) -> str | None:
    """Canonical degrees, "" for none, None for what is no place in Japan."""
    plain = characters.narrow(text)
    if not plain:
        return ""
    degrees = params.as_decimal(plain)
    least, most = _BOUNDS[part]
    if degrees is None or not least <= degrees <= most:
        return None
    return f"{degrees:.6f}"


KIND = Place()
