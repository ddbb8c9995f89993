"""Somebody at a browser: what they read, type and press, by the words that stand on the page."""

import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, Response

from tests.journeys.examining import violations
from yakuba.ground.calendar.era import era_year

PHONE = {"width": 360, "height": 780}
DESKTOP = {"width": 1280, "height": 900}
# YAKUBA_SHOTS=folder: a picture of each kind of page is kept there, for people to look at.
SHOTS = os.environ.get("YAKUBA_SHOTS", "")
ERAS = {"令和": "reiwa", "平成": "heisei", "昭和": "showa"}
# The title; what the page shows of its state (wrong input, the step of a case, what an applicant has to do);
# by how much it is wider than the screen.
GLANCE = """() => {
  const root = document.documentElement;
  const has = (marks) => Boolean(document.querySelector(marks));
  const step = document.querySelector("#act > h2, #act-title")?.textContent ?? "";
  const state = [step, has(".errors, .has-error"), has(".card.key"), has(".files a"), has("del")].join(" ");
  return [document.title, state, root.scrollWidth - root.clientWidth];
}"""


@dataclass
class Visitor:
    """A person with a browser of their own.

    Every page they come to is looked at: nothing wider than the screen, no crash, no refused content,
    and with JavaScript axe (without it axe cannot run; the same kinds of pages are reached with it).
    """

    page: Page
    home: str
    scripts: bool
    first_to_see: Callable[[str], bool] = lambda _: True
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self.complaints.append(f"{self.page.url}: {error}"))
        self.page.on("response", self._answer)

    def _listen(self, message: Any) -> None:
        if message.type == "error" and "Content Security" in message.text:
            self.complaints.append(message.text)

    def _answer(self, response: Response) -> None:
        if response.status >= 500:
            self.complaints.append(f"{response.url}: {response.status}")

    # --- going and pressing

    def open(self, path: str) -> None:
        self.page.goto(path if path.startswith("http") else self.home + path)
        self.look()

    def press(self, name: str, *, within: str = "") -> None:
        """Press the button, or follow the link, called so; `within`: the part of the page it is in."""
        place = self.page.locator(within) if within else self.page
        wanted = re.compile("^" + re.escape(name))
        target = place.get_by_role("button", name=wanted).or_(place.get_by_role("link", name=wanted))
        self.follow(target.locator("visible=true").first)

    def follow(self, target: Locator) -> None:
        """Press this, and wait for the page it leads to."""
        with self.page.expect_navigation():
            target.click()
        self.look()

    # --- answering

    def group(self, label: str) -> Locator:
        """The question of several parts that is called so (the innermost, when one holds another)."""
        return self.page.get_by_role("group", name=re.compile("^" + re.escape(label))).last

    def write(self, label: str, text: str, *, within: Locator | None = None) -> None:
        place = within or self.page
        place.get_by_label(re.compile("^" + re.escape(label))).locator("visible=true").first.fill(text)

    def write_parts(self, question: str, **parts: str) -> None:
        for label, text in parts.items():
            self.write(label, text, within=self.group(question))

    def choose(self, question: str, option: str, *, within: Locator | None = None) -> None:
        group = (within or self.page).get_by_role("group", name=re.compile("^" + re.escape(question))).last
        group.locator("label", has_text=re.compile("^\\s*" + re.escape(option))).first.click()

    def tick(self, *labels: str) -> None:
        for label in labels:
            self.page.locator("label", has_text=label).first.click()

    def pick_day(self, question: str, day: date) -> None:
        """A day in 和暦: era, year, month, day."""
        group, (era, year) = self.group(question), era_year(day)
        group.get_by_label("元号").select_option(ERAS[era])
        self.write_parts(question, 年=str(year), 月=str(day.month), 日=str(day.day))

    def attach(self, question: str, files: Path | Sequence[Path]) -> None:
        self.page.get_by_label(re.compile("^" + re.escape(question))).set_input_files(files)

    # --- reading

    def text(self) -> str:
        return self.page.locator("body").inner_text()

    def sees(self, *words: str) -> bool:
        """All these words stand on the page (what is not there is named by the assertion that fails)."""
        text = self.text()
        missing = [word for word in words if word not in text]
        assert not missing, f"{self.page.url}: {missing} not in:\n{text[:900]}"
        return True

    def look(self) -> None:
        """Each kind of page once: the same title without its numbers, in the same state."""
        title, state, wider = self.page.evaluate(GLANCE)
        width = (self.page.viewport_size or PHONE)["width"]
        title = re.sub(r"[A-Z]?\d[\d-]*", "", title)
        if not self.first_to_see(f"{title}|{state}|{width}|{self.scripts}"):
            return
        if wider > 0:
            self.complaints.append(f"{self.page.url}: {wider}px wider than the screen")
        if SHOTS:
            self._shoot(f"{title.split(' - 斜里町')[0]}-{state}", width)
        if self.scripts:
            self.complaints += violations(self.page)

    def _shoot(self, title: str, width: int) -> None:
        name = re.sub(r"[\s/:「」|]+", "_", f"{title}-{width}{'' if self.scripts else '-nojs'}")
        self.page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)
