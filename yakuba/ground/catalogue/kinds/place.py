"""A place: in words (路線名, 地番, 目印), with a pin on the map where there is a map.

A click on the map is an ordinary `<input type="image">`: the browser posts the pixel, which becomes
latitude and longitude here by the arithmetic of web tiles, so no script is needed. What the map shows
travels in the form (`view`), so that arrows and zoom work the same way.
"""

from decimal import Decimal
from typing import Any

from yakuba.ground.catalogue import characters
from yakuba.ground.catalogue.definition import Json, Question
from yakuba.ground.catalogue.kinds import params
from yakuba.ground.catalogue.kinds.kind import Flaw, Kind, Paper, Raw, Sub, Terms, Wrong, as_parts, one
from yakuba.ground.languages import DEFAULT, marked, say, speaking
from yakuba.ground.mercator import Window

WORDS = {"route": marked("路線名"), "lot": marked("地番"), "note": marked("目印・くわしい場所")}
PARTS = (*WORDS, "lat", "lon")
_LONGEST = 200
_BOUNDS = {"lat": (Decimal(20), Decimal(46)), "lon": (Decimal(122), Decimal(154))}
"""Japan, with its islands (degrees)."""


_ARROWS = {"mapnorth": (0, -1), "mapsouth": (0, 1), "mapeast": (1, 0), "mapwest": (-1, 0)}
_ZOOMS = {"mapin": 1, "mapout": -1}
BUTTONS = ("pin", "clearplace", *_ARROWS, *_ZOOMS)


class Place(Kind):
    """Words, a pin, or both; `need` says which must be there."""

    name = "place"
    title = "場所"
    logic_type = "none"
    params = {
        "latitude": params.decimal(None),
        "longitude": params.decimal(None),
        "zoom": params.whole(15, least=5, most=19),
        "map_width": params.whole(320, least=200, most=800),
        "map_height": params.whole(320, least=200, most=800),
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
            Sub("route", WORDS["route"], hint=say("例: 町道本町通線")),
            Sub("lot", WORDS["lot"], hint=say("例: 本町12番地先")),
            Sub("note", WORDS["note"], hint=say("例: 役場の正面玄関の前")),
            Sub("lat", say("緯度")),
            Sub("lon", say("経度")),
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
                errors[part] = problem or say(
                    "「{what}」は{longest}字までで入力してください。", what=say(WORDS[part]), longest=_LONGEST
                )
        pin = {part: _degrees(part, typed[part]) for part in _BOUNDS}
        if None in pin.values() or bool(pin["lat"]) != bool(pin["lon"]):
            errors["route"] = say(
                "地図の位置が読めません。「地図の位置を消す」を押して、付け直してください。"
            )
        if not errors and any((*cleaned.values(), pin["lat"])):
            errors = self._needed(question, cleaned, pinned=bool(pin["lat"]))
        if errors:
            raise Wrong(errors=errors)
        found = {**cleaned, **{part: text or "" for part, text in pin.items()}}
        return found if any(found.values()) else None

    def _needed(self, question: Question, cleaned: dict[str, str], *, pinned: bool) -> dict[str, str]:
        need = self.param(question, "need")
        if need == "words" and not any(cleaned.values()):
            return {"route": say("「路線名」「地番」「目印」のどれかを言葉でも書いてください。")}
        if need == "pin" and not pinned:
            return {"route": say("地図を押して、場所に印を付けてください。")}
        return {}

    def press(self, question: Question, raw: Raw, verb: str) -> dict[str, list[str]]:
        shown = {part: [one(raw, part)] for part in PARTS}
        if verb == "clearplace":
            return {**shown, "lat": [""], "lon": [""]}
        window = self.window(question, raw)
        if window is None:
            return super().press(question, raw, verb)
        if verb in _ARROWS:
            return {**shown, "view": [window.stepped(*_ARROWS[verb]).text]}
        if verb in _ZOOMS:
            return {**shown, "view": [window.zoomed(_ZOOMS[verb]).text]}
        if verb != "pin":
            return super().press(question, raw, verb)
        at = [one(raw, name)[:5] for name in ("map.x", "map.y")]
        if not all(text.isascii() and text.isdigit() for text in at):
            raise Wrong(
                say("地図の位置が読めませんでした。もう一度押すか、言葉で書いてください。"), sub="route"
            )
        lat, lon = window.degrees_at(min(int(at[0]), window.width), min(int(at[1]), window.height))
        return {**shown, "lat": [f"{lat:.6f}"], "lon": [f"{lon:.6f}"], "view": [window.text]}

    def window(self, question: Question, raw: Raw) -> Window | None:
        """What the map shows: where the reader moved it, else around the pin, else the question's centre.

        None for a question without a map.
        """
        centre = [params.as_decimal(self.param(question, name)) for name in ("latitude", "longitude")]
        if centre[0] is None or centre[1] is None:
            return None
        size = (self.param(question, "map_width"), self.param(question, "map_height"))
        start = Window(float(centre[0]), float(centre[1]), self.param(question, "zoom"), *size)
        around_pin = f"{one(raw, 'lat')},{one(raw, 'lon')},{start.zoom}"
        return start.moved_to(one(raw, "view") or around_pin)

    def to_raw(self, question: Question, value: Json) -> dict[str, list[str]]:
        return {part: [value[part]] for part in PARTS}

    def missing(self, question: Question) -> Wrong:
        return Wrong(say("「{label}」を入力してください。", label=question.label), sub="route")

    def display(self, question: Question, value: Json) -> list[str]:
        lines = [f"{say(label)}: {value[part]}" for part, label in WORDS.items() if value[part]]
        return [*lines, *([pin_text(value)] if value["lat"] else [])]

    def texts(self, question: Question, value: Json) -> dict[str, str]:
        whole = " ".join(value[part] for part in WORDS if value[part]) or _pin_written(value)
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
    return say("北緯{lat}度、東経{lon}度", lat=value["lat"], lon=value["lon"])


def _pin_written(value: Json) -> str:
    with speaking(DEFAULT):
        return pin_text(value)


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
