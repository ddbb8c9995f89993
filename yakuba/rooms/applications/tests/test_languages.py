"""Applying in another language: nothing typed is lost by the switch, and nothing Japanese is left over that
nobody but its author could translate.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping

import pytest
from django.core import mail
from lxml import html

from yakuba.ground.jobs.queue import run_due
from yakuba.rooms.answers.models import Submission
from yakuba.rooms.applications.models import Plan
from yakuba.rooms.applications.tests.conftest import FOLDER, PERSON, SIGN, Browser
from yakuba.rooms.cases.models import Case

pytestmark = pytest.mark.django_db
JAPANESE = re.compile("[ぁ-ゖァ-ヺ一-龥]")
# What stands in Japanese on an English page because it is somebody's own: names of languages, a person's
# name, what was typed.
THEIRS = {"日本語", "やさしい日本語", "言語", "見本 resident", "見本 花子", "ミホン ハナコ", "あさひ商店"}


def begin(browser: Browser) -> Browser:
    return browser.post("/procedures/sign/application/", {"way": "account"})


def speak(browser: Browser, **chosen: str) -> None:
    browser.client.cookies.load(chosen)


def field(browser: Browser, name: str) -> str:
    return str(html.fromstring(browser.response.content.decode()).xpath(f"//*[@name='{name}']/@value")[0])


def test_switching_in_the_middle_of_a_page_keeps_what_was_typed_even_what_is_wrong(hanako: Browser) -> None:
    begin(hanako).answer(PERSON)
    place = hanako.path
    half = {"q-title": "あさひ商店", "q-term.from_year": "来年", "q-term.from_month": "13"}
    hanako.answer(half | {"lang": "en"}, act="")
    assert hanako.path == place
    assert 'lang="en"' in hanako.html and "Please correct" not in hanako.html
    assert {name: field(hanako, name) for name in half} == half
    hanako.answer(half | {"furigana": "on", "lang": "ja"}, act="")
    assert "<ruby>" in hanako.html
    assert {name: field(hanako, name) for name in half} == half


def test_the_switch_of_a_question_page_sends_that_pages_form(hanako: Browser) -> None:
    begin(hanako)
    page = html.fromstring(hanako.response.content.decode())
    form = page.xpath("//form[@id='questions']")[0]
    buttons = page.xpath("//*[contains(@class, 'languages')]//button")
    assert {button.get("form") for button in buttons} == {"questions"}
    # Enter in a field presses the first button of the form: still 「次へ進む」.
    first = page.xpath("//button[@form='questions'] | //form[@id='questions']//button")[0]
    assert (first.get("name"), first.get("value")) == ("act", "next")
    assert form.get("method") == "post"


def test_an_application_in_english_is_sealed_titled_and_mailed_in_japanese(hanako: Browser) -> None:
    begin(hanako).answer_all().send()
    speak(hanako, lang="en")
    begin(hanako).answer_all().send()
    assert "has arrived at the town office" in hanako.html
    run_due()
    before, after = Submission.objects.order_by("sealed_at")
    assert after.fee == before.fee
    assert {**after.facts, "today": ""} == {**before.facts, "today": ""}
    first, second = Case.objects.order_by("number")
    for name in ("title", "subject", "search", "applicant_name"):
        assert without_numbers(getattr(second, name)) == without_numbers(getattr(first, name))
    japanese, english = (without_numbers(message.body) for message in mail.outbox)
    assert english == japanese


def without_numbers(text: str) -> str:
    """Without what differs between two cases: their numbers and the links to them."""
    return re.sub(r"http\S+|[0-9]", "", text)


def walk(guest: Browser, hanako: Browser) -> Iterator[tuple[str, str]]:
    """Every kind of page a resident meets, with its faults, in the language of the browsers."""
    for path in (
        "/", "/sign-in/", "/sign-up/", "/sign-in/link/", "/accessibility/", "/nothing/", "/search/",
        "/search/?q=xyz", "/procedures/sign/", "/procedures/sign/application/",
    ):  # fmt: skip
        yield path, guest.get(path).response.content.decode()
    for path, typed in (
        ("/sign-up/", {"login": "x"}),
        ("/sign-in/", {"login": "x", "password": "y"}),
        ("/sign-in/link/", {"login": "a@example.jp"}),
        ("/procedures/sign/application/", {"way": "email", "email": "x"}),
        ("/procedures/sign/application/", {"way": "email", "email": "a@example.jp"}),
    ):
        yield f"POST {path}", guest.post(path, typed).response.content.decode()
    yield "pause of a guest", guest.get(guest.path.split("pages/")[0] + "pause/").response.content.decode()
    yield "first page", begin(hanako).response.content.decode()
    yield "faults", hanako.answer({}).response.content.decode()
    yield "second page", hanako.answer(PERSON).response.content.decode()
    wrong = {**SIGN, "q-title": "", "q-term.from_month": "13", "q-term.to_year": "x"}
    yield "faults of days", hanako.answer(wrong).response.content.decode()
    yield (
        "summary with faults",
        hanako.get(hanako.path.split("pages/")[0] + "summary/").response.content.decode(),
    )
    yield "pause", hanako.get(hanako.path.split("summary/")[0] + "pause/").response.content.decode()
    yield "summary", begin(hanako).answer_all().response.content.decode()
    yield "not declared", hanako.post(hanako.path, {"act": "send"}).response.content.decode()
    yield "receipt", hanako.send().response.content.decode()
    status = hanako.status_path
    for path in (status, "/mine/", "/mine/remembered/", f"{status}withdrawal/"):
        yield path, hanako.get(path).response.content.decode()
    yield "withdrawn", hanako.post(f"{status}withdrawal/").response.content.decode()


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield from value.splitlines()
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def authored() -> list[str]:
    """What the author of the procedure wrote: it has no translation of its own in this test's definition."""
    files = [tomllib.loads(file.read_text(encoding="utf-8")) for file in FOLDER.glob("*.toml")]
    guides = [file.read_text(encoding="utf-8") for file in FOLDER.glob("*.md")]
    return [text.strip(" #-*") for text in strings([*files, *guides]) if JAPANESE.search(text)]


def left_over(page: str, known: list[str]) -> list[str]:
    node = html.fromstring(page)
    shown = [
        *node.itertext(),
        *node.xpath("//@aria-label | //@alt | //@placeholder | //@title | //@data-offline"),
    ]
    found = []
    for text in shown:
        rest = text
        for one in known:
            rest = rest.replace(one, "")
        if JAPANESE.search(rest):
            found.append(text.strip())
    return found


def test_an_english_page_has_no_japanese_but_what_its_author_or_its_reader_wrote(
    guest: Browser, hanako: Browser
) -> None:
    for browser in (guest, hanako):
        speak(browser, lang="en")
    known = sorted({*authored(), *THEIRS}, key=len, reverse=True)
    assert left_over("<p>申請を送りました</p>", known) == ["申請を送りました"]
    told = [f"{name}: {text}" for name, page in walk(guest, hanako) for text in left_over(page, known)]
    assert told == []


def test_switching_on_a_page_of_questions_without_a_draft_keeps_the_answers_and_makes_nothing(
    guest: Browser,
) -> None:
    guest.get("/life/moving/")
    radio = html.fromstring(guest.response.content.decode()).xpath(
        "//form[@id='questions']//input[@type='radio']"
    )[0]
    chosen = {radio.get("name"): radio.get("value")}
    guest.post("/life/moving/", {**chosen, "lang": "en"})
    assert (guest.path, guest.status) == ("/life/moving/", 200)
    page = html.fromstring(guest.response.content.decode())
    assert page.get("lang") == "en" and not page.xpath("//*[@data-error-summary]")
    assert page.xpath(f"//input[@name='{radio.get('name')}' and @checked]/@value") == [radio.get("value")]
    assert Plan.objects.count() == 0
