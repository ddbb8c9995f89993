"""A guest's question page by the short way is the page by the whole way; nobody else goes it."""

import re
from contextlib import nullcontext
from typing import Any

import pytest
from django.conf import settings
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.contrib.messages.storage.cookie import CookieStorage
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.middleware import csrf
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, resolve

from yakuba.ground import town
from yakuba.ground.calendar import clock
from yakuba.ground.catalogue import shelf
from yakuba.ground.catalogue.loader import load_procedure
from yakuba.hall import short
from yakuba.hall.audiences import AUDIENCES, spoken_to_residents
from yakuba.hall.languages import NOT_FOR_RESIDENTS
from yakuba.hall.tests.test_security import ARGUMENTS, posts
from yakuba.rooms.answers.pages import token

pytestmark = pytest.mark.django_db
ENTRY = "/procedures/dog_registration/application/"
WAYS = ({}, {"lang": "en"}, {"lang": "ja-easy", "size": "large"}, {"furigana": "on", "contrast": "high"})


@pytest.fixture
def dog(cast: Any) -> shelf.EditionRef:
    procedure = load_procedure(town.folder() / "procedures" / "dog_registration", sections=None)
    return shelf.publish(procedure, valid_from=clock.today(), by=cast.admin.by())


@pytest.fixture
def begun(dog: Any) -> tuple[Client, str]:
    """A guest with a draft, and the address of its first page."""
    client = Client()
    draft = client.post(ENTRY, {"way": "email", "email": "a@example.jp"}).headers["Location"]
    return client, client.get(draft).headers["Location"]


@pytest.fixture
def one_mask(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csrf, "_get_new_csrf_string", lambda: "a" * 32)
    monkeypatch.setattr(token, "new_mask", lambda: "a" * 32)


def whole_way() -> override_settings:
    return override_settings(MIDDLEWARE=[one for one in settings.MIDDLEWARE if "short" not in one])


@pytest.mark.parametrize("cookies", WAYS)
@pytest.mark.parametrize("query", ["", "?new=1", "?check=1&x=%22"])
def test_both_ways_give_the_same_page_and_headers(
    begun: Any, one_mask: Any, cookies: Any, query: str
) -> None:
    client, page = begun
    client.cookies.load(cookies)
    client.get(page)  # brings the form's cookie
    quick = client.get(page + query)
    with whole_way():
        whole = client.get(page + query)
    assert quick.content == whole.content and quick.status_code == 200
    assert dict(quick.headers) == dict(whole.headers)
    assert quick.cookies.output() == whole.cookies.output() == ""


def test_a_browser_without_the_forms_cookie_is_given_one_by_both_ways(begun: Any) -> None:
    client, page = begun
    for way in (nullcontext(), whole_way()):
        client.cookies.pop("csrftoken", None)
        with way:
            response = client.get(page)
        assert len(response.cookies["csrftoken"].value) == 32


def test_a_guests_question_page_asks_the_database_once(begun: Any) -> None:
    client, page = begun
    client.get(page)
    with CaptureQueriesContext(connection) as asked:
        client.get(page)
    assert len(asked) == 1


def test_the_form_of_the_page_is_taken_with_its_token_and_not_without(begun: Any) -> None:
    first, page = begun
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = first.cookies
    for _ in range(20):  # every mask is another
        shown = strict.get(page).content.decode()
        given = re.findall('name="csrfmiddlewaretoken" value="([A-Za-z0-9]{64})"', shown)[0]
        seen = re.findall('name="seen" value="([0-9a-f]*)"', shown)[0]
        posted = {"act": "later", "seen": seen, "csrfmiddlewaretoken": given}
        assert strict.post(page, posted).status_code == 302
    spoilt = ("b" if given[0] == "a" else "a") + given[1:]
    for wrong in (spoilt, given[:-1], ""):
        assert strict.post(page, {"act": "later", "csrfmiddlewaretoken": wrong}).status_code == 403


def test_masks_are_letters_of_even_chance() -> None:
    drawn = "".join(token.new_mask() for _ in range(4000))
    counts = [drawn.count(letter) for letter in csrf.CSRF_ALLOWED_CHARS]
    assert sum(counts) == len(drawn) == 4000 * 32
    mean = len(drawn) / 62
    assert all(abs(count - mean) < 6 * mean**0.5 for count in counts)


def test_a_stranger_a_lost_pass_and_a_page_that_never_was_are_not_found(begun: Any) -> None:
    client, page = begun
    assert Client().get(page).status_code == 404
    forged = Client()
    forged.cookies.load({"draft": client.cookies["draft"].value + "x"})
    assert forged.get(page).status_code == 404
    assert client.get(re.sub("pages/.*/", "pages/nothing/", page)).status_code == 404
    assert client.get(page).status_code == 200


def test_a_resident_keeps_to_the_whole_way(
    dog: Any, cast: Any, login: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[HttpRequest] = []
    monkeypatch.setattr(short, "_page", lambda request: taken.append(request) or HttpResponse(status=204))
    hanako = login(Client(), cast.resident)
    draft = hanako.post(ENTRY, {"way": "account"}).headers["Location"]
    page = hanako.get(draft).headers["Location"]
    assert "マイページ" in hanako.get(page).content.decode() and taken == []
    assert Client().get(page).status_code == 404 and len(taken) == 1


def test_a_message_waiting_for_a_guest_is_shown(begun: Any) -> None:
    client, page = begun
    waiting = CookieStorage(HttpRequest())._encode([Message(constants.INFO, "受け取りました")])
    client.cookies["messages"] = waiting
    assert "受け取りました" in client.get(page).content.decode()
    assert "受け取りました" not in client.get(page).content.decode()


def test_a_foreign_host_is_refused(begun: Any) -> None:
    client, page = begun
    assert client.get(page, HTTP_HOST="evil.example").status_code == 400


def test_the_address_says_whether_a_page_is_for_residents() -> None:
    for path in posts(get_resolver().url_patterns):
        address = "/" + re.sub(r"<(\w+):\w+>", lambda found: ARGUMENTS[found[1]], path)
        name = resolve(address).view_name
        assert spoken_to_residents(name) is not address.startswith(NOT_FOR_RESIDENTS), address
    assert set(AUDIENCES) >= short.ROUTES
