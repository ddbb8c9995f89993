"""Somebody who applies on the town's real pages: reads the guide, begins, answers page after page, opens the
mailed link, reads everything once more, sends it and reads the receipt.
"""

import asyncio
import re
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from bench import attachments
from bench.browser import Browser, GaveUp, Page, Puzzled
from bench.controls import File, Form, Pair
from bench.postbox import Postbox

NUMBER = re.compile(r"R\d+-\d{4,}")
MAIL_WITHIN = 900.0  # seconds somebody waits for the mailed link
MOST_PAGES = 60
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass
class Applicant:
    """One person's application; `typed`: every answer that a page has taken."""

    browser: Browser
    wish: Mapping[str, Any]
    number: int
    postbox: Postbox
    think: float = 1.0  # seconds on each page, in the mean
    resident: Mapping[str, Any] | None = None
    password: str = ""
    attach: Callable[[int, str], attachments.Content] = attachments.small
    draft: str = ""
    receipt: str = ""
    typed: dict[str, list[str]] = field(default_factory=dict)
    digests: list[str] = field(default_factory=list)
    last_step: float = 0.0  # seconds from 「申請を送る」 until the receipt
    mail_waits: list[float] = field(default_factory=list)

    @property
    def email(self) -> str:
        return self.resident["email"] if self.resident else f"visitor{self.number}@example.jp"

    @property
    def mark(self) -> str:
        """A family name nobody else has; of letters, since names take no digits."""
        digits = []
        rest = self.number
        while rest or not digits:
            rest, digit = divmod(rest, 26)
            digits.append(LETTERS[digit])
        return "Visitor" + "".join(reversed(digits))

    async def apply(self) -> None:
        """The whole visit; `receipt` is the number told at the end. Raises GaveUp, Puzzled."""
        key = self.wish["procedure"]
        if self.resident:
            await self._sign_in()
        await self.browser.get(f"/procedures/{key}/")
        await self._think()
        page = await self._begin(await self.browser.get(f"/procedures/{key}/application/"))
        found = re.match(r"/drafts/([0-9a-f-]{36})/", page.path)
        if found is None:
            raise Puzzled(f"{key}: not begun: {page.path} {page.status}")
        self.draft = found[1]
        page = await self._answer_all(page)
        if not self.resident:
            page = await self._open_link()
        await self._think()
        await self._send(page)

    async def _sign_in(self) -> None:
        page = await self.browser.get("/sign-in/")
        form = page.form_with("login")
        given = {"login": self.email, "password": self.password}
        page = await self.browser.send(page, form, _with(form, given))
        if page.last != 302:
            raise Puzzled(f"not signed in: {page.last}")

    async def _begin(self, page: Page) -> Page:
        await self._think()
        if self.resident:
            form = _with_button(page, "account")
            return await self.browser.send(page, form, [*form.controls, ("way", "account")])
        form = page.form_with("email")
        return await self.browser.send(page, form, [*_with(form, {"email": self.email}), ("way", "email")])

    async def _answer_all(self, page: Page) -> Page:
        for _ in range(MOST_PAGES):
            if "/pages/" not in page.path:
                return page
            page = await self._answer(page)
        raise Puzzled(f"{self.wish['procedure']}: the summary never came")

    async def _answer(self, page: Page) -> Page:
        """Fill in one page and press 「次へ進む」, adding rows of lists first; the page that came. An answer
        may have brought up a further question: then it is the same page again.
        """
        form = page.form_with("seen")
        while (act := self._row_missing(form)) is not None:
            page = await self.browser.send(page, form, [*self._filled(form), ("act", act)])
            form = page.form_with("seen")
        await self._think()
        controls = self._filled(form)
        before = page.path
        page = await self.browser.send(page, form, [*controls, ("act", "next")], self._chosen(form))
        if page.last == 302:
            self._note(controls)
        elif page.path != before or not self._names(page.form_with("seen")) - self._names(form):
            raise Puzzled(f"{self.wish['procedure']} {page.path}: {page.last} {_problems(page)}")
        return page

    def _row_missing(self, form: Form) -> str | None:
        for key, rows in self.wish["rows"].items():
            shown = {name.split(".")[1] for name in self._names(form) if name.startswith(f"q-{key}.")}
            wanted = any(value == f"add:{key}" for _, value, _ in form.buttons)
            if wanted and len(shown) < rows:
                return f"add:{key}"
        return None

    def _names(self, form: Form) -> set[str]:
        return {name for name, _ in form.controls} | set(form.offered) | set(form.files)

    def _filled(self, form: Form) -> list[Pair]:
        """Every control of the page with what is to be said there."""
        given = self.wish["controls"] | self._own()
        answered = [
            (name, value) for name in sorted(self._names(form)) if name in given for value in given[name]
        ]
        return [(name, value) for name, value in form.controls if name not in given] + answered

    def _own(self) -> dict[str, list[str]]:
        own = {f"q-{self.wish['name']}.family": [self.mark]} if self.wish["name"] else {}
        return own | ({f"q-{self.wish['email']}": [self.email]} if self.wish["email"] else {})

    def _chosen(self, form: Form) -> list[File]:
        """The files this page asks for."""
        found = []
        for control in form.files:
            for name in self.wish["files"].get(control, ()):
                found.append(self._file(control, name))
        return found

    def _file(self, control: str, name: str) -> File:
        content, kind = self.attach(self.number, name)
        self.digests.append(sha256(content).hexdigest())
        return control, name, content, kind

    def _note(self, controls: Iterable[Pair]) -> None:
        fresh: dict[str, list[str]] = {}
        for name, value in controls:
            if name.startswith("q-"):
                fresh.setdefault(name, []).append(value)
        self.typed |= fresh

    async def _open_link(self) -> Page:
        """The mailed link and its button; the summary."""
        asked = time.perf_counter()
        links = await self.postbox.links(self.email, within=MAIL_WITHIN)
        if not links:
            raise GaveUp("no mail")
        self.mail_waits.append(time.perf_counter() - asked)
        page = await self.browser.get(urlsplit(links[0]).path)
        form = page.forms()[-1]
        page = await self.browser.send(page, form, form.controls)
        return page

    async def _send(self, page: Page) -> None:
        form = next((form for form in page.forms() if form.button("申請を送る")), None)
        if form is None:
            raise Puzzled(f"{self.wish['procedure']} {page.path}: cannot be sent {_problems(page)}")
        began = time.perf_counter()
        page = await self.browser.send(page, form, [*form.controls, ("declared", "yes"), ("act", "send")])
        self.last_step = time.perf_counter() - began
        found = NUMBER.search(page.text)
        if page.status != 200 or not page.path.endswith("/receipt/") or not found:
            raise Puzzled(f"{self.wish['procedure']}: no receipt: {page.path} {page.last} {_problems(page)}")
        self.receipt = found[0]

    async def _think(self) -> None:
        if self.think:
            await asyncio.sleep(self.browser.chance.uniform(0.5, 1.5) * self.think)


def _with(form: Form, given: Mapping[str, str]) -> list[Pair]:
    return [(name, value) for name, value in form.controls if name not in given] + list(given.items())


def _with_button(page: Page, value: str) -> Form:
    for form in page.forms():
        if any(given == value for _, given, _ in form.buttons):
            return form
    raise Puzzled(f"{page.path}: no button {value}")


def _problems(page: Page) -> list[str]:
    lines = [line for line in page.text.splitlines() if "field-error" in line]
    found = [re.sub(r"<[^>]*>", "", line).strip()[:60] for line in lines]
    return found[:3] or re.findall(r"<h1>(.*?)</h1>", page.text)
