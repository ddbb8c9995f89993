"""Pages that are the same for all guests are made once; whatever changes them, nobody sees an old one."""

import os
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, connections
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from yakuba.ground import town
from yakuba.ground.calendar import clock
from yakuba.ground.catalogue import revision, shelf
from yakuba.ground.catalogue.loader import load_procedure
from yakuba.ground.people import arrange
from yakuba.hall import finished

pytestmark = pytest.mark.django_db
GUIDE = "/procedures/dog_registration/"
PUBLIC = ("/", GUIDE, "/accessibility/", "/categories/animals/")


@pytest.fixture
def dog(cast: Any) -> shelf.EditionRef:
    procedure = load_procedure(town.folder() / "procedures" / "dog_registration", sections=None)
    return shelf.publish(procedure, valid_from=clock.today(), by=cast.admin.by())


def text(path: str = GUIDE, client: Client | None = None, **headers: str) -> str:
    response = (client or Client()).get(path, **headers)
    assert response.status_code == 200
    return response.content.decode()


def queries(path: str, client: Client | None = None) -> int:
    with CaptureQueriesContext(connection) as asked:
        (client or Client()).get(path)
    return len(asked)


@pytest.mark.parametrize("path", ["/", GUIDE, "/accessibility/"])
def test_a_page_is_made_once_and_then_asks_one_question_of_the_database(dog: Any, path: str) -> None:
    first = text(path)
    assert queries(path) == 1
    assert text(path) == first and "csrfmiddlewaretoken" not in first


def test_who_comes_within_the_same_moment_shares_the_question(
    dog: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = [1000.0]
    monkeypatch.setattr(revision, "MOMENT", 0.05)
    monkeypatch.setattr(revision, "time", SimpleNamespace(monotonic=lambda: shown[0]))
    text()
    shown[0] += 0.04
    assert queries(GUIDE) == 0
    shown[0] += 0.02
    assert queries(GUIDE) == 1


def test_what_is_remembered_is_what_the_whole_way_makes(dog: Any) -> None:
    remembered = [Client().get(GUIDE), Client().get(GUIDE)]
    finished.memory.forget()
    with override_settings(MIDDLEWARE=_without_memory()):
        made = Client().get(GUIDE)
    for one in remembered:
        own = {name: value for name, value in one.headers.items() if name not in ("ETag", "Cache-Control")}
        assert one.content == made.content
        assert own == {name: value for name, value in made.headers.items() if name != "Cache-Control"}


def _without_memory() -> list[str]:
    return [one for one in settings.MIDDLEWARE if "finished" not in one]


def test_a_browser_asks_again_and_gets_the_page_only_when_it_has_changed(dog: Any, cast: Any) -> None:
    first = Client().get(GUIDE)
    assert first.headers["Cache-Control"] == "no-cache"
    assert {"Cookie", "Accept-Language"} <= {one.strip() for one in first.headers["Vary"].split(",")}
    for known in (
        first.headers["ETag"],
        f"W/{first.headers['ETag']}",
        f'"other", {first.headers["ETag"]}',
        "*",
    ):
        again = Client().get(GUIDE, HTTP_IF_NONE_MATCH=known)
        assert (again.status_code, again.content) == (304, b"") and again.headers["ETag"] == first.headers[
            "ETag"
        ]
    changed = replace(dog.procedure, title="犬を飼いはじめたとき")
    shelf.publish(changed, valid_from=clock.today(), by=cast.admin.by())
    assert Client().get(GUIDE, HTTP_IF_NONE_MATCH=first.headers["ETag"]).status_code == 200


def test_a_new_edition_is_seen_at_once_and_one_of_tomorrow_tomorrow(
    dog: Any, cast: Any, moved_clock: Any
) -> None:
    assert "犬を飼いはじめたとき" not in text()
    changed = replace(dog.procedure, title="犬を飼いはじめたとき")
    shelf.publish(changed, valid_from=clock.today() + timedelta(days=1), by=cast.admin.by())
    assert "犬を飼いはじめたとき" not in text() and "犬を飼いはじめたとき" not in text("/categories/animals/")
    moved_clock.advance(timedelta(days=1))
    assert "犬を飼いはじめたとき" in text() and "犬を飼いはじめたとき" in text("/categories/animals/")


def test_a_section_of_another_name_is_seen_at_once(dog: Any, cast: Any) -> None:
    organization = dict(town.read("organization"))
    before = text()
    sections = [
        {**row, "name": f"新{row['name']}"} if row["key"] == dog.procedure.section else row
        for row in organization["section"]
    ]
    arrange.arrange_organization({**organization, "section": sections}, by=cast.admin.by())
    assert text() != before


def test_each_way_to_read_has_its_own_page(dog: Any) -> None:
    readers = [
        {}, {"lang": "en"}, {"lang": "ja-easy"}, {"furigana": "on"}, {"size": "large"}, {"contrast": "high"}
    ]  # fmt: skip
    pages = []
    for cookies in [*readers, *readers]:
        client = Client()
        client.cookies.load(cookies)
        pages.append(text(client=client))
    assert pages[:6] == pages[6:] and len(set(pages)) == 6
    english, offered = text(HTTP_ACCEPT_LANGUAGE="en"), text(HTTP_ACCEPT_LANGUAGE="en,ja")
    assert english == pages[1] and "Read in" in offered and offered not in pages


def test_the_demo_and_the_real_town_do_not_mix(dog: Any) -> None:
    with override_settings(YAKUBA_DEMO=True):
        demo = text("/")
    assert text("/") != demo


def test_files_of_the_town_read_anew_are_seen(dog: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "斜里町" in text()
    known = town.facts()
    town.forget()
    monkeypatch.setattr(town, "facts", lambda: replace(known, name="見本町"))
    assert "見本町" in text()


def test_who_is_signed_in_never_meets_a_guests_page_nor_a_guest_theirs(
    dog: Any, cast: Any, login: Any
) -> None:
    hanako = login(Client(), cast.resident)
    assert "マイページ" in text(client=hanako) and "マイページ" not in text()
    assert "マイページ" in text(client=hanako)
    assert hanako.get(GUIDE).headers["Cache-Control"] == "no-store"


def test_a_browser_that_is_to_be_told_something_is_told(dog: Any) -> None:
    before = text()
    client = Client()
    client.cookies.load({"messages": "x"})
    response = client.get(GUIDE)
    assert response.headers["Cache-Control"] == "no-store" and text() == before


@pytest.mark.parametrize(
    "path", [f"{GUIDE}?x=1", f"{GUIDE}application/", "/life/care_needed/", "/search/", "/sign-in/"]
)
def test_an_address_with_words_and_a_page_with_a_form_are_made_for_each(dog: Any, path: str) -> None:
    response = Client().get(path)
    assert response.headers["Cache-Control"] == "no-store" and "ETag" not in response.headers


def test_a_page_that_is_not_there_is_not_remembered(cast: Any) -> None:
    assert Client().get(GUIDE).status_code == 404
    procedure = load_procedure(town.folder() / "procedures" / "dog_registration", sections=None)
    shelf.publish(procedure, valid_from=clock.today(), by=cast.admin.by())
    assert Client().get(GUIDE).status_code == 200


def test_a_page_made_before_a_change_is_not_kept_after_it() -> None:
    memory, page = finished.Memory(), finished.Page(b"x", {"ETag": '"x"'})
    memory.keep(("/",), ("one",), page)
    assert memory.find(("/",), ("one",)) is page and memory.find(("/",), ("two",)) is None
    memory.keep(("/a",), ("two",), page)
    assert memory.find(("/",), ("one",)) is None and memory.find(("/",), ("two",)) is None


def test_the_memory_does_not_grow_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finished, "MOST_BYTES", 10)
    memory = finished.Memory()
    for at in range(5):
        memory.keep((at,), (), finished.Page(b"xxxx", {}))
    assert [memory.find((at,), ()) is not None for at in range(5)] == [False, False, False, False, True]


def test_a_foreign_host_is_refused_before_the_memory(dog: Any) -> None:
    text()
    assert Client().get(GUIDE, HTTP_HOST="evil.example").status_code == 400


def test_no_page_is_kept_that_holds_a_token(dog: Any) -> None:
    for path in PUBLIC:
        assert not re.search("csrf", text(path)), path


def elsewhere(act: Callable[[], object]) -> None:
    """Done by another process, with a connection and a memory of its own."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            act()
        except BaseException:
            os._exit(1)
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0


@pytest.mark.django_db(transaction=True)
def test_an_edition_published_by_another_process_is_seen_at_once(dog: Any, cast: Any) -> None:
    client = Client()
    begun = client.post(f"{GUIDE}application/", {"way": "email", "email": "a@example.jp"}).headers["Location"]
    question = client.get(begun).headers["Location"]
    old = text(question, client)
    first = dog.procedure.pages[0]
    changed = replace(
        dog.procedure,
        title="犬を飼いはじめたとき",
        pages=(replace(first, title="新しい頁の題"), *dog.procedure.pages[1:]),
    )
    assert "犬を飼いはじめたとき" not in text() + text("/categories/animals/") + text("/search/?q=犬")
    elsewhere(lambda: shelf.publish(changed, valid_from=clock.today(), by=cast.admin.by()))
    for path in (GUIDE, "/categories/animals/", "/search/?q=犬", f"{GUIDE}application/"):
        assert "犬を飼いはじめたとき" in text(path), path
    # What was begun stays under its own edition.
    assert "新しい頁の題" not in old and title_of(text(question, client)) == title_of(old)
    another = Client()
    begun = another.post(f"{GUIDE}application/", {"way": "email", "email": "b@example.jp"}).headers[
        "Location"
    ]
    assert "新しい頁の題" in text(another.get(begun).headers["Location"], another)


def title_of(page: str) -> str:
    return re.findall("<title>.*</title>", page)[0]
