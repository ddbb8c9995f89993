"""Question pages filled from a table of answers, by the name of each question, as far as they are asked."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from tests.journeys.visitor import ERAS, Visitor
from yakuba.ground.calendar.era import era_year

CONTROLS = """() => [...document.querySelectorAll("#questions [name^='q-']")]
  .filter((one) => one.type !== "hidden")
  .map((one) => ({name: one.name.slice(2), type: one.type, value: one.value, checked: one.checked}))"""
LAST = "内容を確かめて"


def walk(
    visitor: Visitor, wishes: Mapping[str, Any], *, onward: str = "次へ進む", last: str = LAST
) -> list[str]:
    """Answer page after page up to the summary; the addresses and names of what was asked, in order."""
    asked: list[str] = []
    for _page in range(60):
        if visitor.page.locator("h1").inner_text().startswith(last):
            return asked
        asked += [f"{bare(visitor.page.url)} {name}" for name in fill(visitor, wishes)]
        visitor.press(onward)
        faults = visitor.page.locator(".errors")
        assert not faults.count(), f"{visitor.page.url}: {faults.first.inner_text()}"
    raise AssertionError(f"{visitor.page.url}: the summary never came")


def bare(url: str) -> str:
    return url.partition("?")[0].partition("#")[0]


def fill(visitor: Visitor, wishes: Mapping[str, Any]) -> list[str]:
    """Answer this page; the names of its questions."""
    controls = _all_rows(visitor, visitor.page.evaluate(CONTROLS), wishes)
    for control in controls:
        wish = wished(control["name"].split("."), wishes)
        if wish is not None:
            _answer(visitor, control, wish)
    return list(dict.fromkeys(control["name"].split(".")[0] for control in controls))


def _all_rows(
    visitor: Visitor, controls: list[dict[str, Any]], wishes: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """The controls of the page when each list on it has as many rows as there is to tell."""
    rows = {tuple(control["name"].split(".")[:2]) for control in controls}
    for name in {name for name, *_at in rows if isinstance(wishes.get(name), list)}:
        for _missing in range(len(wishes[name]) - sum(1 for row in rows if row[0] == name)):
            visitor.follow(visitor.page.get_by_role("button", name="を追加する"))
            controls = visitor.page.evaluate(CONTROLS)
    return controls


def wished(path: list[str], wishes: Mapping[str, Any]) -> Any:
    """What is to be answered at this path (`children.0.birth.year`); None when nothing is."""
    here: Any = wishes
    for part in path:
        if isinstance(here, date):
            era, year = era_year(here)
            here = {"era": ERAS[era], "year": str(year), "month": str(here.month), "day": str(here.day)}
        if isinstance(here, list):
            here = here[int(part)] if int(part) < len(here) else None
        else:
            here = here.get(part) if isinstance(here, Mapping) else None
    return here


def _answer(visitor: Visitor, control: dict[str, Any], wish: Any) -> None:
    named = f'#questions [name="q-{control["name"]}"]'
    match control["type"]:
        case "radio" | "checkbox":
            # Two procedures may call different choices by one name: each takes the option it has.
            if control["value"] in ([wish] if isinstance(wish, str) else wish) and not control["checked"]:
                visitor.page.locator(f'{named}[value="{control["value"]}"]').check(force=True)
        case "file":
            assert isinstance(wish, Path)
            visitor.page.set_input_files(named, wish)
        case "select-one":
            visitor.page.select_option(named, wish)
        case _ if control["value"] != wish:
            visitor.page.fill(named, wish)
