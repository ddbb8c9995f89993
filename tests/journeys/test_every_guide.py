"""axe finds nothing (WCAG 2.2 A and AA) on any guide or first question page, in any of the languages.

`make test` looks at the pages all procedures share in each language, and at each procedure in one language,
shared out evenly; `make soak` at everything.
"""

from collections.abc import Callable, Iterator
from random import Random
from typing import Any
from zlib import crc32

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from seeds.people import PASSWORD, Person, registered, somebody
from tests.journeys.examining import WCAG, violations
from tests.journeys.visitor import DESKTOP, PHONE
from yakuba.ground.access.actor import GUEST, resident_actor
from yakuba.ground.calendar import clock
from yakuba.ground.catalogue import shelf, topics
from yakuba.ground.catalogue.life_events import LifeEvent
from yakuba.ground.languages import LANGUAGES
from yakuba.rooms.answers import door as answers
from yakuba.rooms.applications.actions import planning

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey]

LookAt = Callable[..., list[str]]


@pytest.fixture
def look_at(browser: Browser, living_town: str) -> Iterator[LookAt]:
    """look_at(paths, "en"): what is wrong on these pages, read in this language by a resident on a phone."""
    opened: list[BrowserContext] = []

    def look(paths: list[str], language: str, *, furigana: str = "", who: Person | None = None) -> list[str]:
        size = PHONE if furigana or language != "en" else DESKTOP
        context = browser.new_context(viewport=size, locale="ja-JP", timezone_id="Asia/Tokyo")
        opened.append(context)
        cookies = {"lang": language, "furigana": furigana}
        context.add_cookies(
            [{"name": name, "value": value, "url": living_town} for name, value in cookies.items() if value]
        )
        page = context.new_page()
        if who:
            _sign_in(page, living_town, who)
        return [fault for path in paths for fault in _faults(page, living_town + path)]

    yield look
    for context in opened:
        context.close()


def _sign_in(page: Page, home: str, who: Person) -> None:
    page.goto(f"{home}/sign-in/")
    page.fill("[name=login]", who.email)
    page.fill("[name=password]", PASSWORD)
    with page.expect_navigation():
        page.locator("[name=password]").press("Enter")


def _faults(page: Page, address: str) -> list[str]:
    answer = page.goto(address)
    assert answer and answer.status == 200, f"{address}: {answer and answer.status}"
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    too_wide = [f"{address}: {wider}px wider than the screen"] if wider > 0 else []
    return too_wide + violations(page, only=WCAG)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_all_procedures_share_are_accessible(language: str, look_at: LookAt) -> None:
    categories = [f"/categories/{one.key}/" for one in topics.categories().rows]
    finding = ["/", "/search/?q=犬", "/search/?q=ぬいぐるみ", categories[0]]
    beginning = ["/procedures/dog_death/application/", "/sign-in/", "/sign-up/"]
    assert look_at([*finding, *beginning, *plans()], language, furigana="off") == []


def plans() -> list[str]:
    """Each life event's questions, and the list that comes of a family which has everything in it."""
    pages = []
    for event in topics.life_events():
        token = planning.draw_up(event.key, everything(event), owner=GUEST)
        pages += [f"/life/{event.key}/", f"/plans/{token}/"]
    return pages


def everything(event: LifeEvent) -> dict[str, Any]:
    """Yes to all, today, one of each, the first of each choice."""
    kinds = {"yes_no": True, "date": clock.today().isoformat(), "number": 1}
    return {
        question.key: question.options[0].key if question.options else kinds[question.kind]
        for question in event.questions
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_guide_and_first_page_is_accessible_in_one_of_the_languages(
    language: str, look_at: LookAt
) -> None:
    keys = [key for key in procedures() if list(LANGUAGES)[crc32(key.encode()) % 3] == language]
    assert keys
    who = registered(somebody(Random(1), 1))
    assert look_at([*guides(keys), *first_pages(keys, who)], language, furigana="off", who=who) == []


def test_pages_with_furigana_are_accessible(look_at: LookAt) -> None:
    """Every kanji word is then an element of its own: slow to examine, so only one page of each kind."""
    who = registered(somebody(Random(1), 1))
    key = procedures()[:1]
    assert look_at([*guides(key), *first_pages(key, who)], "ja-easy", furigana="on", who=who) == []


@pytest.mark.soak
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_guide_and_first_page_is_accessible(language: str, look_at: LookAt) -> None:
    who = registered(somebody(Random(1), 1))
    paths = [*guides(procedures()), *first_pages(procedures(), who)]
    assert look_at(paths, language, furigana="off", who=who) == []


def procedures() -> list[str]:
    return [edition.key for edition in shelf.all_in_force(clock.today())]


def guides(keys: list[str]) -> list[str]:
    return [f"/procedures/{key}/" for key in keys]


def first_pages(keys: list[str], who: Person) -> list[str]:
    """The first page of questions of each of these that is applied for here."""
    assert who.resident_id
    owner, pages = resident_actor(who.resident_id), []
    for edition in shelf.all_in_force(clock.today()):
        if edition.key in keys and edition.procedure.pages:
            draft = answers.start(edition_id=edition.id, owner=owner).id
            pages.append(f"/drafts/{draft}/pages/{edition.procedure.pages[0].key}/")
    return pages
