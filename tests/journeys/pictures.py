"""Walks through the running sample town and takes the pictures of docs/screens/."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from playwright.sync_api import Browser, FloatRect, Page, sync_playwright

from seeds.people import PASSWORD, Person
from tests.browser import program
from tests.journeys import albums

SIZES = {"phone": {"width": 360, "height": 780}, "desktop": {"width": 1280, "height": 900}}
NAME = {
    "user.family": "斜里",
    "user.given": "花子",
    "user.family_kana": "シャリ",
    "user.given_kana": "ハナコ",
}
ADDRESS = {
    "address.postcode": "099-4113",
    "address.prefecture": "北海道",
    "address.city": "斜里郡斜里町",
    "address.town": "本町",
    "address.street": "12番地",
}
TALLEST = 2600
FLAGS = [
    "--lang=ja-JP",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
]


def take(address: str, out: Path) -> Iterator[str]:
    """The name of each picture as it is taken."""
    with sync_playwright() as running:
        browser = running.chromium.launch(executable_path=program(), args=FLAGS)
        for size in SIZES:
            yield from _resident(_page(browser, size), address, out, size)
            yield from _family(browser, address, out, size)
            yield from _staff(browser, address, out, size)
        yield from albums.form(_page(browser, "desktop"), address, out)
        browser.close()


def _page(browser: Browser, size: str) -> Page:
    context = browser.new_context(viewport=SIZES[size], locale="ja-JP", timezone_id="Asia/Tokyo")  # type: ignore[arg-type]
    return context.new_page()


def _shoot(page: Page, out: Path, name: str, size: str) -> str:
    """On the phone what one screen shows; on the desktop the page, of a very long one the beginning."""
    target = out / f"{name}-{size}.png"
    if size == "phone":
        page.screenshot(path=target)
    else:
        height = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
        area = FloatRect(x=0, y=0, width=SIZES[size]["width"], height=height)
        page.screenshot(path=target, full_page=True, clip=area)
    return target.name


def _resident(page: Page, address: str, out: Path, size: str) -> Iterator[str]:
    page.goto(address)
    yield _shoot(page, out, "first-page", size)
    page.goto(f"{address}/procedures/road_occupancy/")
    yield _shoot(page, out, "guide", size)
    page.goto(f"{address}/procedures/water_supply/application/")
    page.locator("input[type=email]").first.fill("resident1@example.jp")
    page.locator("main form").last.locator("button.btn").first.click()
    page.wait_for_load_state("load")
    yield _shoot(page, out, "question", size)
    page.locator("button.btn[value=next]").last.click()
    page.wait_for_load_state("load")
    yield _shoot(page, out, "question-errors", size)
    _fill_in(page)
    yield _shoot(page, out, "summary", size)
    _sign_in(page, f"{address}/sign-in/", "resident1@example.jp")
    page.goto(f"{address}/mine/")
    yield _shoot(page, out, "my-page", size)


def _family(browser: Browser, address: str, out: Path, size: str) -> Iterator[str]:
    shoot = partial(_shoot_to, out, size)
    yield from albums.finding(_page(browser, size), address, shoot)
    page = _page(browser, size)
    _sign_in(page, f"{address}/sign-in/", "resident1@example.jp")
    person = Person(dict(family="斜里", given="花子", family_kana="シャリ", given_kana="ハナコ"), {}, "", "")
    yield from albums.together(page, address, shoot, person)
    clerk = _page(browser, size)
    _sign_in(clerk, f"{address}/staff/sign-in/", "jumin")
    yield from albums.portal(clerk, address, shoot)


def _shoot_to(out: Path, size: str, page: Page, name: str) -> str:
    return _shoot(page, out, name, size)


def _fill_in(page: Page) -> None:
    """Four pages of the water notice, up to its summary."""
    day = date.today() + timedelta(days=10)  # noqa: TID251  (the server's clock is the real one here)
    pages = (
        {"on_day.year": str(day.year - 2018), "on_day.month": str(day.month), "on_day.day": str(day.day)},
        NAME | {"phone": "0152-00-0000"},
        ADDRESS,
        {},
    )
    choices = ("notice_kind=start", "", "use=home", "pay_by=transfer send_elsewhere=no")
    for typed, chosen in zip(pages, choices, strict=True):
        for name, text in typed.items():
            page.fill(f"[name='q-{name}']", text) if name != "address.prefecture" else _prefecture(page, text)
        for name, value in (one.split("=") for one in chosen.split()):
            page.check(f"[name='q-{name}'][value={value}]", force=True)
        page.locator("button.btn[value=next]").last.click()
        page.wait_for_load_state("load")


def _prefecture(page: Page, text: str) -> None:
    control = page.locator("[name='q-address.prefecture']")
    if control.evaluate("e => e.tagName") == "SELECT":
        control.select_option(text)
    else:
        control.fill(text)


def _staff(browser: Browser, address: str, out: Path, size: str) -> Iterator[str]:
    clerk = _page(browser, size)
    _sign_in(clerk, f"{address}/staff/sign-in/", "kanri")
    clerk.goto(f"{address}/staff/cases/")
    yield _shoot(clerk, out, "desk", size)
    clerk.locator("a.row-link").first.click()
    clerk.wait_for_load_state("load")
    yield _shoot(clerk, out, "case", size)
    head = _page(browser, size)
    for login in ("kakaricho", "kacho", "somu-kacho", "bosai-kakaricho"):
        _sign_in(head, f"{address}/staff/sign-in/", login)
        head.goto(f"{address}/staff/approvals/")
        waiting = head.locator("a.row-link")
        if waiting.count():
            break
    yield _shoot(head, out, "approvals", size)
    if waiting.count():
        waiting.first.click()
        head.wait_for_load_state("load")
        yield _shoot(head, out, "approval", size)


def _sign_in(page: Page, address: str, login: str) -> None:
    page.context.clear_cookies()
    page.goto(address)
    page.fill("[name=login]", login)
    page.fill("[name=password]", PASSWORD)
    page.locator("main form").first.locator("button.btn").first.click()
    page.wait_for_load_state("load")
