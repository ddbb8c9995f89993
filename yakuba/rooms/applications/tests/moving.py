"""Four small procedures that ask alike, and what a family that moves types into them."""

import re
from datetime import date
from pathlib import Path
from typing import Any

from yakuba.ground.catalogue import shelf
from yakuba.ground.catalogue.loader import load_procedure
from yakuba.rooms.applications.tests.conftest import Browser

FOLDER = Path(__file__).parent / "procedures"
KEYS = ["move_in", "school", "water"]
PERSON = {
    "q-applicant.family": "見本", "q-applicant.given": "花子", "q-applicant.family_kana": "ミホン",
    "q-applicant.given_kana": "ハナコ", "q-email": "hanako@example.jp",
    "q-address.postcode": "099-4113", "q-address.prefecture": "北海道", "q-address.city": "斜里郡斜里町",
    "q-address.town": "本町", "q-address.street": "12番地", "q-address.building": "",
}  # fmt: skip
MOVED = {
    "q-moved_on.era": "reiwa", "q-moved_on.year": "8", "q-moved_on.month": "11", "q-moved_on.day": "1",
}  # fmt: skip


def child(number: int, given: str, kana: str, year: str) -> dict[str, str]:
    start = f"q-children.{number}"
    return {
        f"{start}.name.family": "見本", f"{start}.name.given": given,
        f"{start}.name.family_kana": "ミホン", f"{start}.name.given_kana": kana,
        f"{start}.birth.era": "heisei", f"{start}.birth.year": year,
        f"{start}.birth.month": "4", f"{start}.birth.day": "2",
    }  # fmt: skip


CHILDREN = {**child(0, "葵", "アオイ", "28"), **child(1, "蓮", "レン", "30")}
FAMILY = {**MOVED, "q-with_children": "yes", **CHILDREN}
ACCOUNT = {
    "q-account.bank": "見本銀行", "q-account.branch": "斜里", "q-account.type": "ordinary",
    "q-account.number": "1234567", "q-account.holder_kana": "ミホン ハナコ",
}  # fmt: skip
SCHOOL = {"q-grade": "3年", "q-phone": "0152-23-3131"}


def publish(by: Any) -> dict[str, shelf.EditionRef]:
    return {
        key: shelf.publish(
            load_procedure(FOLDER / key, sections=None), valid_from=date(2026, 4, 1), by=by.by()
        )
        for key in (*KEYS, "grown")
    }


def mailed_link(body: str) -> str:
    found = re.search(r"http://testserver(/\S+)", body)
    assert found
    return found.group(1)


def answer_first(browser: Browser) -> Browser:
    """The first application of the bundle, both pages."""
    return browser.answer(PERSON).answer(FAMILY)


def answer_all(browser: Browser) -> Browser:
    """Everything that is asked, up to the summary of the whole."""
    answer_first(browser)
    assert "/pages/school/" in browser.path, (browser.path, re.findall("＊[^<]*", browser.html))
    browser.answer(SCHOOL)
    assert browser.path.endswith("/summary/"), (browser.path, re.findall("＊[^<]*", browser.html))
    return browser
