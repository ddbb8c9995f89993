"""A member of staff at work: signs in, looks at the desk, searches, opens cases, does what is to be done
there, writes memos, asks for corrections, reads and decides what is in circulation; until the day is over.
"""

import asyncio
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from bench.applicants import NUMBER
from bench.browser import Browser, GaveUp, Page, Puzzled
from bench.controls import Form, Pair

CASE = re.compile(r"/staff/cases/[0-9a-f-]{36}/")
APPROVAL = re.compile(r"/staff/approvals/[0-9a-f-]{36}/")
NAMES = ("髙橋", "山崎", "渡辺", "吉田", "知床", "ウナベツ", "前浜", "0152-00-1", "本町", "道路")
SEARCHES, NOTES, CORRECTIONS, APPROVES = 0.25, 0.2, 0.08, 0.35  # how often, per round
TODAY_PARTS = {"era": "reiwa", "year": "8", "month": "11", "day": "23"}
SENTENCE = "確かめました（見本）。"
ROUND = ("acceptance", "checklist", "inspection", "inquiry", "drafting", "assessment", "issuance", "closing")


@dataclass
class Clerk:
    """One member of staff; `done`: acts by name and how they ended (302 done, 409 stale, 422 refused)."""

    browser: Browser
    login: str
    password: str
    think: float = 12.0  # seconds between pages, in the mean
    done: Counter[str] = field(default_factory=Counter)

    async def work(self) -> None:
        """Until cancelled."""
        await self._think(share=2)
        page = await self.browser.get("/staff/sign-in/")
        form = page.form_with("login")
        given = {"login": self.login, "password": self.password}
        page = await self.browser.send(page, form, [*_rest(form, given), *given.items()])
        if page.last != 302:
            raise Puzzled(f"{self.login} not signed in: {page.last}")
        while True:
            try:
                await self._round()
            except (GaveUp, Puzzled) as trouble:
                self.done[f"puzzled: {trouble}"[:120]] += 1
                await self._think()

    async def _round(self) -> None:
        chance = self.browser.chance
        if chance.random() < APPROVES:
            await self._decide()
        desk = await self._look("/staff/cases/")
        if chance.random() < SEARCHES:
            found = NUMBER.findall(desk.text)
            words = chance.choice(found) if found and chance.random() < 0.4 else chance.choice(NAMES)
            desk = await self._look(f"/staff/cases/?tab=section&q={quote(words)}")
        cases = CASE.findall(desk.text)
        if not cases:
            desk = await self._look("/staff/cases/?tab=section")
            cases = CASE.findall(desk.text)
        if cases:
            await self._at(await self._look(chance.choice(cases)))

    async def _at(self, page: Page) -> None:
        """What is to be done on this case, or a memo."""
        chance = self.browser.chance
        if chance.random() < NOTES:
            await self._press(page, "note", {"text": SENTENCE})
            return
        if f"{page.path}correction/" in page.text and chance.random() < CORRECTIONS:
            page = await self._look(f"{page.path}correction/")
            await self._press(page, "", {"text": "日付をもう一度確かめてください（見本）。"})
            return
        if f"{page.path}drafting/" in page.text:
            page = await self._look(f"{page.path}drafting/")
            await self._press(page, "", {}, act="draft")
            return
        for name in ROUND:
            if any(form.action.endswith(f"/{name}/") for form in page.forms()):
                await self._press(page, name, {})
                return

    async def _press(self, page: Page, name: str, given: Mapping[str, str], *, act: str = "") -> None:
        """Fill in the form for this act and press its first button (or `act`)."""
        for form in reversed(page.forms()) if name == "inspection" else page.forms():
            if (form.action.endswith(f"/{name}/") if name else "seen" in dict(form.controls)) and form.posts:
                buttons = [(key, value) for key, value, _ in form.buttons if value == act or not act]
                if act and not buttons:
                    continue
                extra = [pair for pair in buttons[:1] if pair[0]]
                after = await self.browser.send(page, form, [*_filled(form, given), *extra])
                self.done[f"{name or page.path.split('/')[-2]} {after.last}"] += 1
                await self._think()
                return

    async def _decide(self) -> None:
        inbox = await self._look("/staff/approvals/")
        waiting = APPROVAL.findall(inbox.text)
        if not waiting:
            return
        page = await self._look(self.browser.chance.choice(waiting))
        for form in page.forms():
            if form.action.endswith("/acts/"):
                buttons = [pair for pair in form.buttons if pair[0]]
                extra = [(buttons[0][0], buttons[0][1])] if buttons else []
                after = await self.browser.send(page, form, [*form.controls, *extra])
                self.done[f"approval {after.last}"] += 1
                return

    async def _look(self, path: str) -> Page:
        page = await self.browser.get(path)
        await self._think()
        return page

    async def _think(self, *, share: float = 1) -> None:
        await asyncio.sleep(self.browser.chance.uniform(0.5, 1.5) * self.think * share)


def _rest(form: Form, given: Mapping[str, str]) -> list[Pair]:
    return [(name, value) for name, value in form.controls if name not in given]


def _filled(form: Form, given: Mapping[str, str]) -> list[Pair]:
    """The form as a clerk fills it who finds everything in order: what is empty gets a plain answer."""
    controls, filled = dict(form.controls), []
    for name, kind in form.kinds.items():
        if name in given:
            filled.append((name, given[name]))
        elif kind == "checkbox":
            filled += [(name, value) for value in form.offered[name]]
        elif kind in ("radio", "select"):
            options = [value for value in form.offered.get(name, ()) if value]
            filled.append((name, controls.get(name) or (options or [""])[0]))
        elif kind != "file" and kind not in ("submit", "image"):
            filled.append((name, controls.get(name) or _plain(name, kind)))
    return filled


def _plain(name: str, kind: str) -> str:
    if (part := name.rpartition(".")[2]) in TODAY_PARTS:
        return TODAY_PARTS[part]
    if name.endswith("_on"):
        return "2026-11-23"
    return SENTENCE if kind == "textarea" else "1"
