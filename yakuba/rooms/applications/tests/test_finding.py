"""Finding a procedure, and knowing everything before beginning."""

from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import quote

import pytest

from yakuba.ground.catalogue import shelf, topics
from yakuba.ground.catalogue.shelf import EditionRef
from yakuba.rooms.applications.tests.conftest import Browser

pytestmark = pytest.mark.django_db


def test_the_first_page_leads_on_by_search_life_event_and_category(guest: Browser) -> None:
    guest.get("/")
    for link in ("/categories/road/", "/life/start_business/", "/life/moving/"):
        assert f'href="{link}"' in guest.html
    assert (
        guest.html.index('role="search"')
        < guest.html.index("/life/moving/")
        < guest.html.index("/categories/")
    )


def test_the_first_page_never_lists_every_procedure(guest: Browser) -> None:
    assert 'href="/procedures/sign/"' not in guest.get("/").html


def test_a_category_lists_its_procedures(guest: Browser) -> None:
    assert "看板の届" in guest.get("/categories/road/").html


@pytest.mark.parametrize("words", ["看板", "かんばん", "広告", "店の看板", "お店に看板を出したいです"])
def test_search_finds_by_title_reading_synonym_and_sentence(guest: Browser, words: str) -> None:
    guest.get(f"/search/?q={words}")
    assert 'href="/procedures/sign/"' in guest.html


def test_a_search_says_in_plain_words_what_matched(guest: Browser) -> None:
    assert "合った言葉: 看板" in guest.get("/search/?q=看板を出したい").html.replace("\n", "")


def test_a_mistyped_word_is_found_and_the_right_one_offered(guest: Browser) -> None:
    guest.get("/search/?q=看版")
    assert "もしかして:" in guest.html and 'href="/procedures/sign/"' in guest.html
    assert f'href="/search/?q={quote("看板")}"' in guest.html


def test_a_search_about_life_leads_to_the_life_event(guest: Browser) -> None:
    guest.get("/search/?q=父が亡くなったので何をすればいいですか")
    assert 'href="/life/family_died/"' in guest.html


@pytest.mark.parametrize("words", ["宇宙旅行", "🐻", "'; --", "%00", "ゑ" * 500, "<script>"])
def test_a_search_without_result_leads_on_to_the_categories(guest: Browser, words: str) -> None:
    guest.get(f"/search/?q={words}")
    assert guest.status == 200 and 'href="/categories/road/"' in guest.html
    assert "<script>" not in guest.response.content.decode().split("<main")[1]


def test_the_guide_says_who_costs_days_and_law_before_the_button(guest: Browser) -> None:
    guest.get("/procedures/sign/")
    for words in ("看板を出す人", "1,200円", "5日", "試験のための規程", "管理係", "大きさがわかるもの", "約"):
        assert words in guest.html, words
    assert 'href="/procedures/sign/application/"' in guest.html


@pytest.mark.parametrize(
    "path",
    [
        "/procedures/none/",
        "/categories/none/",
        "/life/none/",
        "/plans/none/",
        "/plans/none/answers/",
        "/procedures/sign/eligibility/",
        "/status/none/",
    ],
)
def test_what_is_not_there_is_not_found(guest: Browser, path: str) -> None:
    assert guest.get(path).status == 404


@pytest.mark.parametrize(
    "path", ["/", "/search/?q=看板", "/categories/road/", "/procedures/sign/", "/life/moving/"]
)
def test_public_pages_need_few_queries(guest: Browser, path: str, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(8):
        assert guest.get(path).status == 200


@pytest.mark.parametrize("path", ["/", "/search/?q=看板", "/search/?q=ゑ", "/categories/road/"])
def test_pages_keep_to_their_budget_in_a_town_of_sixty_procedures(
    guest: Browser, edition: EditionRef, cast: Any, path: str, django_assert_max_num_queries: Any
) -> None:
    categories = [row.key for row in topics.categories().rows]
    for number in range(60):
        one = replace(edition.procedure, key=f"p{number}", category=categories[number % len(categories)])
        shelf.publish(one, valid_from=date(2026, 4, 1), by=cast.admin.by())
    guest.get(path)
    with django_assert_max_num_queries(15):
        guest.get(path)
    assert guest.status == 200 and len(guest.response.content) <= 60_000
