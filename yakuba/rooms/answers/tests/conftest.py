"""A procedure with every kind of question, a draft of it, and somebody in front of its pages."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import RequestFactory

from yakuba.ground.access.actor import Actor
from yakuba.ground.catalogue import shelf
from yakuba.ground.catalogue.loader import load_procedure
from yakuba.ground.files.tests.samples import PDF
from yakuba.rooms.answers import door
from yakuba.rooms.answers.models import Draft

FOLDER = Path(__file__).parent / "procedures" / "all_kinds"

Typed = Mapping[str, Any]

# What somebody types to answer every page rightly.
VALID: dict[str, dict[str, Any]] = {
    "words": {"q-title": "あさひ商店の看板", "q-story": "店の前に看板を出します。"},
    "amounts": {"q-area": "12.5", "q-price": "30000"},
    "days": {
        "q-born.era": "showa", "q-born.year": "25", "q-born.month": "5", "q-born.day": "1",
        "q-term.from_era": "reiwa", "q-term.from_year": "8", "q-term.from_month": "12",
        "q-term.from_day": "1",
        "q-term.to_era": "reiwa", "q-term.to_year": "9", "q-term.to_month": "5", "q-term.to_day": "31",
    },
    "choosing": {"q-class": "sign", "q-wording": "あさひ商店", "q-colours": ["red", "blue"], "q-lit": "yes"},
    "person": {
        "q-name.family": "斜里", "q-name.given": "花子",
        "q-name.family_kana": "シャリ", "q-name.given_kana": "ハナコ",
        "q-address.postcode": "099-4113", "q-address.prefecture": "北海道", "q-address.city": "斜里郡斜里町",
        "q-address.town": "本町", "q-address.street": "12番地", "q-address.building": "",
        "q-phone": "0152-23-3131", "q-email": "hanako@example.jp", "q-company": "",
        "q-account.bank": "見本銀行", "q-account.branch": "斜里", "q-account.type": "ordinary",
        "q-account.number": "1234567", "q-account.holder_kana": "シャリ ハナコ",
    },
    "papers": {"q-remark": "位置図です"},
    "site": {
        "q-place.route": "町道本町通線", "q-place.lot": "本町12番地先", "q-place.note": "", "q-place.lat": "",
        "q-place.lon": "",
    },
    "objects": {"q-signs.0.kind_name": "突き出し看板", "q-signs.0.width": "1.5"},
    "promise": {"q-agreed": "yes"},
}  # fmt: skip


def a_file(name: str = "plan.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@dataclass
class Screen:
    """One browser in front of one draft."""

    draft_id: UUID
    actor: Actor
    token: str = ""
    seen: str = ""
    response: HttpResponse | None = None

    @property
    def frame(self) -> door.Frame:
        return door.Frame(
            layout="ui/citizen.html",
            page_url=lambda draft, page: f"/pages/{page}/",
            summary_url=lambda draft: "/summary/",
            later_url=lambda draft: "/later/",
            done_url=lambda draft: "/done/",
            token=self.token,
        )

    def open(self, page: str, query: str = "") -> "Screen":
        return self._show(page, RequestFactory().get(f"/pages/{page}/{query}"))

    def post(self, page: str, typed: Typed, act: str = "next", **more: Any) -> "Screen":
        """Press a button. `query` is the address's query, `seen` the mark of an older screen."""
        data = {"seen": more.get("seen", self.seen), "act": act, **typed}
        query = more.get("query", "")
        return self._show(page, RequestFactory().post(f"/pages/{page}/{query}", data))

    def fill(self, page: str, typed: Typed | None = None, act: str = "next") -> "Screen":
        """Open the page and answer it."""
        self.open(page)
        return self.post(page, VALID[page] if typed is None else typed, act)

    def _show(self, page: str, request: Any) -> "Screen":
        request._yakuba_actor = self.actor
        try:
            self.response = door.handle_page(request, self.draft_id, page, frame=self.frame)
        finally:
            request.close()  # the server does this after every answer; uploads lie in open files until then
        found = re.search(r'name="seen" value="([0-9a-f]*)"', self.html)
        self.seen = found.group(1) if found else self.seen
        return self

    @property
    def html(self) -> str:
        return html.unescape(self.response.content.decode()) if self.response else ""

    @property
    def status(self) -> int:
        return self.response.status_code if self.response else 0

    @property
    def goes_to(self) -> str:
        return self.response.headers.get("Location", "") if self.response else ""

    @property
    def stored(self) -> dict[str, Any]:
        return Draft.objects.get(id=self.draft_id).answers


@pytest.fixture
def edition(cast: Any) -> shelf.EditionRef:
    procedure = load_procedure(FOLDER, sections=None)
    return shelf.publish(procedure, valid_from=date(2026, 4, 1), by=cast.admin.by())


@pytest.fixture
def screen(cast: Any, edition: shelf.EditionRef) -> Screen:
    ref = door.start(edition_id=edition.id, owner=cast.resident)
    return Screen(ref.id, cast.resident)


@pytest.fixture
def finished(screen: Screen) -> Screen:
    """Every page answered."""
    for page in VALID:
        if page == "papers":
            screen.fill(page, {**VALID[page], "q-drawing": a_file()})
        else:
            screen.fill(page)
        assert screen.status == 302, (page, re.findall(r"＊[^<]*", screen.html))
    return screen
