"""Reading in another language: with and without scripts, on the phone, by keyboard; nothing typed is lost."""

import re

import pytest

from tests.journeys.visitor import PHONE, Visitor

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey]

GUIDE = "/procedures/dog_registration/"
LEAST = 44  # CSS pixels of what is pressed (WCAG 2.5.5)
SPOKEN = {"日本語": "ja", "やさしい日本語": "ja-easy", "English": "en"}


def language_of(visitor: Visitor) -> str | None:
    return visitor.page.locator("html").get_attribute("data-language")


@pytest.mark.parametrize("js", [True, False], ids=["with scripts", "without scripts"])
def test_a_page_is_read_in_each_language_and_the_choice_stays(visitors, js):
    visitor = visitors(js=js, size=PHONE)
    visitor.open(GUIDE)
    for name, code in SPOKEN.items():
        visitor.press(name, within=".languages")
        assert visitor.page.url.endswith(GUIDE)
        assert language_of(visitor) == code
        visitor.open("/")
        assert language_of(visitor) == code
        visitor.open(GUIDE)


def test_the_switch_can_be_pressed_with_a_thumb_and_with_the_keyboard(visitors):
    visitor = visitors(js=True, size=PHONE)
    visitor.open("/")
    for button in visitor.page.locator(".languages button:not([aria-hidden])").all():
        box = button.bounding_box()
        assert box and min(box["width"], box["height"]) >= LEAST, button.inner_text()
    for _stop in range(12):
        visitor.page.keyboard.press("Tab")
        if visitor.page.evaluate("document.activeElement.innerText") == "English":
            break
    with visitor.page.expect_navigation():
        visitor.page.keyboard.press("Enter")
    assert language_of(visitor) == "en"


@pytest.mark.parametrize("js", [True, False], ids=["with scripts", "without scripts"])
def test_switching_on_a_half_written_page_keeps_it_and_enter_still_goes_on(visitors, js):
    visitor = visitors(js=js, size=PHONE)
    visitor.open(f"{GUIDE}application/")
    visitor.write("メールアドレス", "hanako@example.jp")
    visitor.press("メールアドレスで進む")
    first = visitor.page.locator("form#questions input[type=text]").first
    first.fill("はなこ")
    here = visitor.page.url
    visitor.press("English", within=".languages")
    assert visitor.page.url.split("#")[0] == here
    assert (language_of(visitor), first.input_value()) == ("en", "はなこ")
    with visitor.page.expect_navigation():
        first.press("Enter")
    assert language_of(visitor) == "en"
    assert visitor.page.locator("[data-error-summary]").is_visible() or not re.match(here, visitor.page.url)
