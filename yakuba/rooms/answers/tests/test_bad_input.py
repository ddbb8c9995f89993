"""Bad input of every kind: a clear message, every typed value still there, the other answers stored."""

from typing import Any

import pytest

from yakuba.rooms.answers.models import Draft
from yakuba.rooms.answers.tests.conftest import VALID, Screen

pytestmark = pytest.mark.django_db
GONE = object()

BAD = [
    ("words", "q-title", ""),
    ("words", "q-title", "あ" * 31),
    ("words", "q-title", "熊🐻注意"),
    ("words", "q-story", ""),
    ("words", "q-story", "あ" * 201),
    ("amounts", "q-area", ""),
    ("amounts", "q-area", "たくさん"),
    ("amounts", "q-area", "1.234"),
    ("amounts", "q-area", "99999"),
    ("amounts", "q-area", "9" * 400),
    ("amounts", "q-area", "🐻"),
    ("amounts", "q-area", "NaN"),
    ("amounts", "q-price", ""),
    ("amounts", "q-price", "三千円くらい"),
    ("amounts", "q-price", "-5"),
    ("amounts", "q-price", "99999999"),
    ("amounts", "q-price", "10.5"),
    ("days", "q-born.year", "65"),
    ("days", "q-born.year", ""),
    ("days", "q-born.year", "9999999"),
    ("days", "q-born.month", "13"),
    ("days", "q-born.day", "31日ごろ"),
    ("days", "q-born.era", "edo"),
    ("days", "q-term.to_year", "7"),
    ("days", "q-term.to_year", ""),
    ("days", "q-term.from_day", "32"),
    ("choosing", "q-class", GONE),
    ("choosing", "q-class", "rocket"),
    ("choosing", "q-wording", "あ" * 21),
    ("choosing", "q-colours", GONE),
    ("choosing", "q-colours", "green"),
    ("choosing", "q-lit", GONE),
    ("choosing", "q-lit", "maybe"),
    ("person", "q-name.family", ""),
    ("person", "q-name.family_kana", "漢字"),
    ("person", "q-name.given", "花" * 200),
    ("person", "q-address.postcode", "99"),
    ("person", "q-address.postcode", "〒🐻"),
    ("person", "q-address.city", ""),
    ("person", "q-phone", ""),
    ("person", "q-phone", "電話なし"),
    ("person", "q-phone", "1"),
    ("person", "q-email", "hanako(at)example.jp"),
    ("person", "q-email", "a" * 300 + "@example.jp"),
    ("person", "q-company", "1234567890123"),
    ("person", "q-company", "12"),
    ("person", "q-account.number", "123456789"),
    ("person", "q-account.number", "口座なし"),
    ("person", "q-account.type", "gold"),
    ("person", "q-account.holder_kana", "斜里花子"),
    ("site", "q-place.lat", "999"),
    ("site", "q-place.lot", "あ" * 500),
    ("objects", "q-signs.0.width", "大きい"),
    ("objects", "q-signs.0.kind_name", ""),
    ("promise", "q-agreed", GONE),
    ("promise", "q-agreed", "no"),
]


def changed(page: str, name: str, value: Any) -> dict[str, Any]:
    typed = {**VALID[page], name: value}
    return {key: given for key, given in typed.items() if given is not GONE}


@pytest.mark.parametrize(("page", "name", "value"), BAD)
def test_bad_input_is_told_and_nothing_typed_is_lost(
    screen: Screen, page: str, name: str, value: Any
) -> None:
    typed = changed(page, name, value)
    screen.fill(page, typed)
    assert screen.status == 422
    assert "data-error-summary" in screen.html and "＊" in screen.html
    for control, given in typed.items():
        if (name, control) == ("q-class", "q-wording"):
            continue  # hidden without its class; test_what_a_hidden_question_held_comes_back
        for text in [given] if isinstance(given, str) else given:
            # What offers choices cannot show what it never offered; everything typed is there as typed.
            offered = control in ("q-class", "q-lit", "q-colours", "q-agreed") or control.endswith(
                (".era", ".type")
            )
            assert text in screen.html or (offered and control == name), (control, text)
    bad = name.removeprefix("q-").partition(".")[0]
    others = {control.removeprefix("q-").partition(".")[0] for control in typed} - {bad}
    others -= {"wording"} if bad == "class" else set()
    filled = {other for other in others if any(typed[c] for c in typed if c.startswith(f"q-{other}"))}
    assert filled <= set(screen.stored)
    assert Draft.objects.count() == 1
    # mended, the page goes on
    screen.post(page, VALID[page])
    assert screen.status == 302, screen.html


def test_what_a_hidden_question_held_comes_back(screen: Screen) -> None:
    screen.fill("choosing", changed("choosing", "q-class", GONE))
    assert screen.status == 422 and "q-wording" not in screen.html
    screen.post("choosing", {"q-class": "sign", "q-colours": ["red"], "q-lit": "yes"})
    assert screen.stored["wording"] == "あさひ商店"


@pytest.mark.parametrize(
    ("page", "name", "typed", "key", "stored"),
    [
        ("amounts", "q-area", "１２．５０", "area", "12.50"),
        ("amounts", "q-area", "１，０００", "area", "1000.00"),
        ("amounts", "q-price", "３０，０００円", "price", 30000),
        ("person", "q-phone", "０１５２－２３－３１３１", "phone", "0152-23-3131"),
        ("person", "q-email", "hanako@EXAMPLE.JP", "email", "hanako@example.jp"),
        ("words", "q-title", "𠮷野家の髙﨑 葛󠄀城", "title", "𠮷野家の髙﨑 葛󠄀城"),
    ],
)
def test_odd_but_right_input_is_taken(
    screen: Screen, page: str, name: str, typed: str, key: str, stored: Any
) -> None:
    screen.fill(page, {**VALID[page], name: typed})
    assert (screen.status, screen.stored[key]) == (302, stored), screen.html


def test_half_width_kana_and_old_characters_in_a_name_are_taken(screen: Screen) -> None:
    typed = {
        "q-name.family": "髙﨑",
        "q-name.given": "𠮷子",
        "q-name.family_kana": "ﾀｶｻｷ",
        "q-name.given_kana": "よしこ",
    }
    screen.fill("person", {**VALID["person"], **typed})
    assert screen.status == 302, screen.html
    assert screen.stored["name"] == {
        "family": "髙﨑", "given": "𠮷子", "family_kana": "タカサキ", "given_kana": "ヨシコ",
    }  # fmt: skip


def test_the_first_year_of_an_era_may_be_written_so(screen: Screen) -> None:
    first = {"q-born.era": "heisei", "q-born.year": "元", "q-born.month": "１", "q-born.day": "8"}
    screen.fill("days", {**VALID["days"], **first})
    assert screen.stored["born"] == "1989-01-08"


BUTTONS = (
    "next", "back", "later", "lookup:title", "add:nothing", "remove:signs:x", "dropfile:drawing:1",
    "upload:", "clearplace:place", "🐻", "dropfile:signs.9.photo:x",
)  # fmt: skip


def test_a_forged_page_never_crashes(screen: Screen) -> None:
    forged = {
        "q-title": ["a", "b"], "q-area": "\x00", "q-signs.99999.width": "1", "q-signs.x.y.z": "1", "q-": "",
        "q-place.map.x": "x", "q-born": "1", "q-drawing": "not a file", "q-unknown.key": "1",
        "q-story": "あ" * 90_000,
    }  # fmt: skip
    for page in VALID:
        for act in BUTTONS:
            screen.open(page).post(page, forged, act=act)
            assert screen.status in (302, 409, 422)
