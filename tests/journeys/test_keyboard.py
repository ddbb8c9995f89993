"""From the guide to the receipt with the keyboard alone: Tab, Space, Enter, arrows, typing."""

from pathlib import Path
from typing import Any

import pytest

from tests.journeys import road_occupancy as road
from tests.journeys.visitor import PHONE, Visitor
from yakuba.ground.calendar.era import era_year

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey]

LOOKUP = "郵便番号から住所を入れる"
# What has the focus, and whether one can see that it has: a ring on it, or on the label that is drawn for it.
FOCUSED = """() => {
  const node = document.activeElement;
  const drawn = [node, node.closest("label"), node.nextElementSibling].filter(Boolean);
  const ring = (one) => {
    const style = getComputedStyle(one);
    const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
    return outlined || style.boxShadow !== "none";
  };
  const text = (node.innerText || node.value || "").trim();
  return {id: node.id, tag: node.tagName, text, value: node.value ?? "", checked: Boolean(node.checked),
    visible: drawn.some(ring)};
}"""


def test_the_application_is_made_with_the_keyboard_alone(visitors, mails, paper):
    visitor = visitors(js=True, size=PHONE)
    keys = Keyboard(visitor, {**answers(road.wish()), **files(paper)})
    visitor.open("/procedures/road_occupancy/")
    keys.go("この手続をはじめる")
    keys.go("メールアドレスで進む")
    visitor.open(mails("入力を続けるためのリンク"))
    keys.go("続ける")
    for _page in range(20):
        if "内容を確かめて送る" in visitor.page.inner_text("h1"):
            break
        keys.go("次へ進む")
    keys.go("申請を送る")
    visitor.sees("申請を送りました")


class Keyboard:
    """Hands on the keys: at each stop what is to be answered there is answered, nothing twice."""

    def __init__(self, visitor: Visitor, wishes: dict[str, str | int | Path]) -> None:
        self.visitor, self.wishes = visitor, wishes
        self.page = visitor.page
        self.looked_up = False
        # Somebody listens all the time: choosers are then caught from the first key on.
        self.page.on("filechooser", lambda _chooser: None)

    def go(self, button: str) -> None:
        """Tab to this button or link, answering on the way, and press Enter."""
        for _stop in range(120):
            self.page.keyboard.press("Tab")
            here = self.page.evaluate(FOCUSED)
            assert here["visible"] or here["tag"] == "BODY", f"{self.page.url}: unseen focus on {here}"
            if here["id"] in self.wishes:
                self._answer(here)
            elif here["text"].startswith(button) and here["tag"] in ("A", "BUTTON"):
                return self._enter()
            elif here["text"] == LOOKUP and not self.looked_up:
                self.looked_up = True
                self._enter()
        raise AssertionError(f"{self.page.url}: Tab never came to {button}")

    def _enter(self) -> None:
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.visitor.look()

    def _answer(self, here: dict[str, Any]) -> None:
        wish = self.wishes[here["id"]]
        if isinstance(wish, Path):
            with self.page.expect_file_chooser() as chooser:
                self.page.keyboard.press("Enter")
            chooser.value.set_files(wish)
            del self.wishes[here["id"]]
        elif isinstance(wish, int):
            for _down in range(wish):
                self.page.keyboard.press("ArrowDown")
            # A group of radio buttons is entered at its first, or at the one already chosen.
            if not wish and not here["checked"]:
                self.page.keyboard.press("Space")
        elif not here["value"]:
            self.page.keyboard.type(wish)


def answers(wanted: road.Wish) -> dict[str, str | int | Path]:
    """By the id of the control: words to type, or how often to press the arrow (0: Space)."""
    days = {f"q-period-{end}": day for end, day in (("from", wanted.begins), ("to", wanted.ends))}
    period = {
        f"{start}_{part}": text
        for start, day in days.items()
        for part, text in (("year", str(era_year(day)[1])), ("month", str(day.month)), ("day", str(day.day)))
    }
    return {
        "email": "hanako@example.jp", "declared": 0,
        "q-application_kind": 0, "q-applicant_kind": 0,
        "q-applicant": "斜里", "q-applicant-given": "花子", "q-applicant-family_kana": "シャリ",
        "q-applicant-given_kana": "ハナコ", "q-address": "099-4113", "q-address-street": "1番地",
        "q-phone": "0152-23-0000",
        "q-purpose": "店の看板を取り付けるため", "q-place-lot": "本町1番地先", "q-road_part-2": 0,
        "q-objects-0-class": 0, "q-objects-0-size": "縦2m×横5m", "q-objects-0-count": "1",
        "q-objects-0-area": "10", "q-structure": "鉄骨造",
        "q-utility": 1, "q-work_needed": 1, "q-road_use": 1, "q-exemption": 0, "q-pledge": 0,
        **period,
    }  # fmt: skip


def files(paper: road.Paper) -> dict[str, str | int | Path]:
    return {"q-location_map": paper("ichizu.pdf"), "q-drawings": paper("heimenzu.pdf")}
