"""A small procedure with a fee and a review, and townspeople with browsers."""

import html
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from yakuba.ground.catalogue import shelf
from yakuba.ground.catalogue.loader import load_procedure

FOLDER = Path(__file__).parent / "procedures" / "sign"
PERSON = {
    "q-applicant.family": "見本", "q-applicant.given": "花子", "q-applicant.family_kana": "ミホン",
    "q-applicant.given_kana": "ハナコ", "q-email": "hanako@example.jp",
}  # fmt: skip
SIGN = {
    "q-title": "あさひ商店", "q-size": "large",
    "q-term.from_era": "reiwa", "q-term.from_year": "8", "q-term.from_month": "12", "q-term.from_day": "1",
    "q-term.to_era": "reiwa", "q-term.to_year": "9", "q-term.to_month": "5", "q-term.to_day": "31",
}  # fmt: skip
PAGES = {"person": PERSON, "sign": SIGN}


@dataclass
class Browser:
    """A person's browser: follows redirects, remembers what it shows."""

    client: Client
    response: Any = None

    def get(self, path: str) -> "Browser":
        return self._shown(self.client.get(path, follow=True))

    def post(self, path: str, data: Any = None) -> "Browser":
        return self._shown(self.client.post(path, data or {}, follow=True))

    def _shown(self, response: Any) -> "Browser":
        self.response = response
        return self

    @property
    def path(self) -> str:
        return str(self.response.request["PATH_INFO"])

    @property
    def status(self) -> int:
        return int(self.response.status_code)

    @property
    def html(self) -> str:
        return html.unescape(self.response.content.decode())

    def answer(self, typed: dict[str, Any], act: str = "next") -> "Browser":
        """Answer the question page that is shown."""
        seen = re.search(r'name="seen" value="([0-9a-f]*)"', self.html)
        return self.post(self.path, {"seen": seen.group(1) if seen else "", "act": act, **typed})

    def answer_all(self) -> "Browser":
        """Every page, up to the summary."""
        for typed in PAGES.values():
            self.answer(typed)
        assert self.path.endswith("/summary/"), (self.path, re.findall("＊[^<]*", self.html))
        return self

    def send(self) -> "Browser":
        return self.post(self.path, {"act": "send", "declared": "yes"})

    @property
    def receipt_number(self) -> str:
        found = re.search(r'class="receipt-no">([^<]+)<', self.html)
        return found.group(1) if found else ""

    @property
    def status_path(self) -> str:
        found = re.search(r'href="(/status/[^"]+)"', self.html)
        return found.group(1) if found else ""


@pytest.fixture
def edition(cast: Any) -> shelf.EditionRef:
    procedure = load_procedure(FOLDER, sections=None)
    return shelf.publish(procedure, valid_from=date(2026, 4, 1), by=cast.admin.by())


@pytest.fixture
def guest(edition: shelf.EditionRef) -> Browser:
    return Browser(Client())


@pytest.fixture
def hanako(edition: shelf.EditionRef, cast: Any, login: Any) -> Browser:
    return Browser(login(Client(), cast.resident))


@pytest.fixture
def neighbour(edition: shelf.EditionRef, cast: Any, login: Any) -> Browser:
    return Browser(login(Client(), cast.neighbour))


@pytest.fixture
def sent(hanako: Browser) -> Browser:
    """Hanako has sent her application and sees the receipt."""
    hanako.post("/procedures/sign/application/", {"way": "account"}).answer_all().send()
    assert hanako.receipt_number, hanako.html
    return hanako
