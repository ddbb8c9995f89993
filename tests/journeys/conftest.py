"""A real browser against the real town: Debian's Chromium, phone or desktop, with and without JavaScript."""

import re
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from playwright.sync_api import Browser, BrowserContext

from seeds import papers
from seeds.people import PASSWORD, Person, registered, somebody
from tests.journeys.settled import settle
from tests.journeys.visitor import DESKTOP, PHONE, Visitor
from yakuba.ground.jobs.queue import run_due
from yakuba.ground.people.models import Account

LINK = re.compile(r"https?://\S+")

SIGNED_IN: set[tuple[str, bool]] = set()

Arrive = Callable[..., Visitor]
Mails = Callable[[str], str]


@pytest.fixture(scope="session")
def first_to_see(tmp_path_factory: pytest.TempPathFactory, testrun_uid: str) -> Callable[[str], bool]:
    """People of the same kind see the same pages: each kind is examined once in a run, by whoever comes to it
    first, whichever worker that is.
    """
    seen = tmp_path_factory.getbasetemp().parent / f"seen-{testrun_uid}"
    seen.mkdir(exist_ok=True)

    def first(kind: str) -> bool:
        try:
            (seen / sha256(kind.encode()).hexdigest()).touch(exist_ok=False)
        except FileExistsError:
            return False
        return True

    return first


@pytest.fixture
def visitors(browser: Browser, living_town: str, first_to_see: Callable[[str], bool]) -> Iterator[Arrive]:
    """visitors(js=True, size=PHONE): a new person at a new browser; at the end nobody may have complained."""
    contexts: list[BrowserContext] = []
    everyone: list[Visitor] = []

    def arrive(*, js: bool = True, size: dict[str, int] = DESKTOP) -> Visitor:
        context = browser.new_context(
            java_script_enabled=js,
            viewport=size,
            locale="ja-JP",
            timezone_id="Asia/Tokyo",
            accept_downloads=True,
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        everyone.append(Visitor(context.new_page(), living_town, js, first_to_see))
        return everyone[-1]

    yield arrive
    complaints = [complaint for visitor in everyone for complaint in visitor.complaints]
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def staff(visitors: Arrive) -> Callable[..., Visitor]:
    """staff("kanri", js=True): the staff member at their own desk, signed in."""

    def enter(login: str, *, js: bool = True, size: dict[str, int] = DESKTOP) -> Visitor:
        return sign_in(visitors(js=js, size=size), "/staff/sign-in/", "職員番号", login)

    return enter


def sign_in(visitor: Visitor, page: str, label: str, login: str) -> Visitor:
    """At the screen the first time in a run, with and without JavaScript; later the session is given."""
    if (page, visitor.scripts) in SIGNED_IN:
        client = Client()
        client.force_login(Account.objects.get(login=login), backend=settings.AUTHENTICATION_BACKENDS[0])
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        visitor.page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": visitor.home}]
        )
        return visitor
    SIGNED_IN.add((page, visitor.scripts))
    visitor.open(page)
    visitor.write(label, login)
    visitor.write("パスワード", PASSWORD)
    visitor.press("サインインする")
    return visitor


@pytest.fixture
def living_town(live_server: Any, settings: Any) -> str:
    """The sample town with its people and editions, served."""
    settings.YAKUBA_STATUS_URL = live_server.url + "/status/{token}/"
    settings.YAKUBA_URL = live_server.url
    settle()
    return str(live_server.url)


@pytest.fixture
def mails() -> Mails:
    """mails("見出し"): do what is queued; the link in the newest mail whose subject holds these words."""

    def newest_link(words: str) -> str:
        run_due()
        found = [letter for letter in mail.outbox if words in letter.subject]
        assert found, [letter.subject for letter in mail.outbox]
        link = LINK.search(str(found[-1].body))
        assert link, found[-1].body
        return link.group()

    return newest_link


@pytest.fixture
def paper(tmp_path: Path) -> Callable[[str], Path]:
    """paper("map.pdf"): a small real file of this name, a drawing or a photo."""

    def draw(name: str) -> Path:
        path = tmp_path / name
        path.write_bytes(papers.upload(name, len(name)).read())
        return path

    return draw


@pytest.fixture
def resident(visitors: Arrive) -> Callable[..., tuple[Visitor, Person]]:
    """resident(1, js=True): a resident with an account, signed in, and who they are."""

    def enter(number: int, *, js: bool) -> tuple[Visitor, Person]:
        person = registered(somebody(Random(number), number))
        visitor = visitors(js=js, size=PHONE)
        return sign_in(visitor, "/sign-in/", "メールアドレス", person.email), person

    return enter
