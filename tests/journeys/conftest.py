"""A real browser against the real town: Debian's Chromium, phone or desktop, with and without JavaScript."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from seeds.people import BY, employ_everyone
from yakuba.ground.calendar import clock
from yakuba.ground.jobs.queue import run_due
from yakuba.hall import town_data

# Playwright's own loop runs in this thread; the ORM is used between its calls only.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

PHONE = {"width": 360, "height": 780}
DESKTOP = {"width": 1280, "height": 900}
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    path = shutil.which("chromium")
    assert path, "chromium がありません。tests/install を実行してください。"
    running = playwright.chromium.launch(executable_path=path, args=FLAGS)
    yield running
    running.close()


@dataclass
class Visitor:
    """Somebody at a browser; every page they come to is looked at by axe and must fit the content policy."""

    page: Page
    home: str
    seen: set[str] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        self.page.goto(path if path.startswith("http") else self.home + path)
        self.look()

    def press(self, name: str, *, exact: bool = False) -> None:
        """Press the button, or follow the link, of this name."""
        button = self.page.get_by_role("button", name=name, exact=exact)
        target = button if button.count() else self.page.get_by_role("link", name=name, exact=exact)
        target.first.click()
        self.page.wait_for_load_state("load")
        self.look()

    def sees(self, text: str) -> bool:
        return text in self.page.inner_text("body")

    def look(self) -> None:
        """axe once for each kind of page (same address apart from its ids)."""
        kind = f"{self.page.title()}|{self.page.locator('.has-error').count() > 0}"
        if kind in self.seen:
            return
        self.seen.add(kind)
        found = Axe().run(self.page) if self._scripts() else None
        if found is not None:
            self.complaints += [
                f"{self.page.url} {violation['id']}: {violation['nodes'][0]['html'][:160]}"
                for violation in found.response["violations"]
            ]

    def _scripts(self) -> bool:
        return bool(getattr(self, "scripts", True))


@pytest.fixture
def visitors(browser: Browser, living_town: str) -> Iterator[Callable[..., Visitor]]:
    """visitors(js=True, size=PHONE): a new person at a new browser; at the end nobody may have complained."""
    contexts: list[BrowserContext] = []
    everyone: list[Visitor] = []

    def arrive(*, js: bool = True, size: dict[str, int] = DESKTOP) -> Visitor:
        context = browser.new_context(
            java_script_enabled=js, viewport=size, locale="ja-JP", timezone_id="Asia/Tokyo", accept_downloads=True
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        visitor = Visitor(context.new_page(), living_town)
        visitor.scripts = js  # type: ignore[attr-defined]
        visitor.page.on(
            "console",
            lambda message: visitor.complaints.append(message.text) if message.type == "error" and "Content Security" in message.text else None,
        )
        everyone.append(visitor)
        return visitor

    yield arrive
    complaints = [complaint for visitor in everyone for complaint in visitor.complaints]
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def living_town(live_server: Any, settings: Any) -> str:
    """The sample town with its people and editions, served."""
    settings.YAKUBA_STATUS_URL = live_server.url + "/status/{token}/"
    settings.YAKUBA_URL = live_server.url
    employ_everyone(since=clock.today().replace(month=1, day=1))
    data = town_data.check()
    assert data.faults == ()
    town_data.publish(data, valid_from=clock.today(), by=BY)
    return str(live_server.url)


@pytest.fixture
def jobs() -> Callable[[], object]:
    """Do the queued jobs now: mails, letters."""
    return run_due
