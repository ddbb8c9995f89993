"""Pictures of finding, of several applications at once, of the languages, of paper and of the portal."""

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Page

from seeds import papers, portal_file
from seeds.people import Person
from tests.journeys.answering import fill, walk
from tests.journeys.family import answers, moving
from tests.journeys.visitor import Visitor
from yakuba.ground import town
from yakuba.ground.calendar import clock
from yakuba.ground.catalogue.loader import load_procedure

Shoot = Callable[[Page, str], str]


def finding(page: Page, address: str, shoot: Shoot) -> Iterator[str]:
    """The first page, a search, whether it is for me; a guide in English and in やさしい日本語."""
    visitor = Visitor(page, address, scripts=False)
    visitor.open("/search/?q=引っ越してきた")
    yield shoot(page, "search")
    visitor.open("/procedures/child_allowance_claim/eligibility/")
    fill(visitor, {"resident": "yes", "child_age": "under18", "public_servant": "no", "receiving": "no",
                   "child_in_facility": "no"})  # fmt: skip
    visitor.press("確かめる")
    yield shoot(page, "eligibility")
    for language, name in (("en", "guide-english"), ("ja-easy", "guide-easy")):
        visitor.open("/procedures/child_allowance_claim/")
        visitor.follow(page.locator(f"button[name=lang][value={language}]"))
        yield shoot(page, name)
    visitor.follow(page.locator("button[name=lang][value=ja]"))


def together(page: Page, address: str, shoot: Shoot, who: Person) -> Iterator[str]:
    """A family moves: the questions, their list, one application after the other, one receipt."""
    visitor = Visitor(page, address, scripts=False)
    visitor.open("/life/moving/")
    yield shoot(page, "life-event")
    walk(visitor, moving(), onward="一覧を見る", last="「引っ越した」")
    yield shoot(page, "personal-list")
    visitor.press("まとめて申請する")
    with tempfile.TemporaryDirectory() as folder:
        told = answers(who, lambda name: _paper(Path(folder), name))
        walk(visitor, told, last="希望する施設")
        yield shoot(page, "asked-once")
        walk(visitor, told)
    yield shoot(page, "together-summary")
    visitor.tick("内容に間違いはありません")
    page.get_by_label("次の手続で使えるように覚えておく").check(force=True)
    visitor.press("6つの申請をまとめて送る")
    yield shoot(page, "together-receipt")
    visitor.open("/mine/remembered/")
    yield shoot(page, "remembered")


def _paper(folder: Path, name: str) -> Path:
    path = folder / name
    path.write_bytes(papers.upload(name, 1).read())
    return path


def form(page: Page, address: str, out: Path) -> Iterator[str]:
    """The first sheet of a blank form, where the machine can draw a PDF."""
    draw = shutil.which("pdftoppm")
    if not draw:
        return
    answer = page.request.get(f"{address}/procedures/dog_death/form.pdf")
    with tempfile.TemporaryDirectory() as folder:
        pdf = Path(folder) / "form.pdf"
        pdf.write_bytes(answer.body())
        target = out / "paper-form"
        command = [draw, "-png", "-r", "80", "-f", "1", "-l", "1", "-singlefile", str(pdf), str(target)]
        subprocess.run(command, check=True)
    yield "paper-form.png"


def portal(page: Page, address: str, shoot: Shoot) -> Iterator[str]:
    """A clerk has brought a file with one good row and one with a fault."""
    clerk = Visitor(page, address, scripts=False)
    clerk.open("/staff/portal/")
    with tempfile.TemporaryDirectory() as folder:
        clerk.attach("CSV、または CSV と添付ファイルを入れた ZIP", arrived(Path(folder)))
        clerk.press("取り込む前に確かめる")
    yield shoot(page, "portal")


def arrived(folder: Path) -> Path:
    """The portal's file: two applications for a 罹災証明書; the telephone number of the second is none."""
    procedure = load_procedure(town.folder() / "procedures" / "disaster_certificate", sections=None)
    phone = next(one.key for one in procedure.all_questions() if one.role == "applicant.phone")
    example = next(one for one in procedure.examples if one.expect.get("valid"))
    sent_at = f"{clock.local(clock.now()) - timedelta(hours=1):%Y-%m-%d %H:%M}"
    damaged_on = str(clock.today() - timedelta(days=3))
    first, second = (
        portal_file.row(procedure, example.answers, number=number, sent_at=sent_at, email="a@example.jp")
        | {"damaged_on": damaged_on}
        for number in ("P-0001", "P-0002")
    )
    path = folder / "portal.zip"
    path.write_bytes(portal_file.parcel([first, second | {phone: "12"}]).read())
    return path
