"""Finding a procedure, and knowing everything before beginning."""

from typing import Any

import pytest

from yakuba.rooms.applications.tests.conftest import Browser

pytestmark = pytest.mark.django_db


def test_the_first_page_leads_to_the_procedure_by_every_way(guest: Browser) -> None:
    guest.get("/")
    for link in ("/categories/road/", "/life-events/start_business/", "/procedures/sign/"):
        assert f'href="{link}"' in guest.html
    assert 'role="search"' in guest.html


@pytest.mark.parametrize("path", ["/categories/road/", "/life-events/start_business/"])
def test_a_topic_lists_its_procedures(guest: Browser, path: str) -> None:
    assert "看板の届" in guest.get(path).html


@pytest.mark.parametrize("words", ["看板", "かんばん", "広告", "店の看板"])
def test_search_finds_by_title_reading_and_other_words(guest: Browser, words: str) -> None:
    guest.get(f"/search/?q={words}")
    assert "看板の届" in guest.html and "見つかりました" in guest.html


@pytest.mark.parametrize("words", ["宇宙旅行", "🐻", "'; --", "%00", "あ" * 500])
def test_a_search_without_result_says_what_to_do(guest: Browser, words: str) -> None:
    guest.get(f"/search/?q={words}")
    assert guest.status == 200 and "すべての手続" in guest.html


def test_the_guide_says_who_costs_days_and_law_before_the_button(guest: Browser) -> None:
    guest.get("/procedures/sign/")
    for words in ("看板を出す人", "1,200円", "5日", "試験のための規程", "管理係", "大きさがわかるもの", "約"):
        assert words in guest.html, words
    assert 'href="/procedures/sign/application/"' in guest.html


@pytest.mark.parametrize(
    "path", ["/procedures/none/", "/categories/none/", "/life-events/none/", "/status/none/"]
)
def test_what_is_not_there_is_not_found(guest: Browser, path: str) -> None:
    assert guest.get(path).status == 404


@pytest.mark.parametrize("path", ["/", "/search/?q=看板", "/categories/road/", "/procedures/sign/"])
def test_public_pages_need_few_queries(guest: Browser, path: str, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(8):
        assert guest.get(path).status == 200
