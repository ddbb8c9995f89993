"""Walking the pages: what is stored, what comes next, what is shown again."""

from typing import Any

import pytest
from django.http import Http404

from yakuba.ground.access.actor import GUEST
from yakuba.ground.files.tests.samples import PDF
from yakuba.rooms.answers import door
from yakuba.rooms.answers.models import Draft
from yakuba.rooms.answers.tests.conftest import VALID, Screen, a_file

pytestmark = pytest.mark.django_db


def test_a_good_page_is_stored_and_leads_to_the_next(screen: Screen) -> None:
    screen.fill("words")
    assert (screen.status, screen.goes_to) == (302, "/pages/amounts/")
    assert screen.stored["title"] == "あさひ商店の看板"


def test_the_last_page_leads_to_the_summary(finished: Screen) -> None:
    assert finished.goes_to == "/summary/"


def test_what_the_town_knows_is_there_already(screen: Screen) -> None:
    screen.open("person")
    assert 'value="hanako@example.jp"' in screen.html and 'value="見本"' in screen.html


def test_a_page_stored_shows_its_answers_again(screen: Screen) -> None:
    screen.fill("words").open("words")
    assert 'value="あさひ商店の看板"' in screen.html and "店の前に看板を出します。" in screen.html


@pytest.mark.parametrize(("act", "leads"), [("back", "/pages/words/"), ("later", "/later/")])
def test_leaving_a_page_half_done_keeps_all_that_was_typed(screen: Screen, act: str, leads: str) -> None:
    screen.fill("words").fill("amounts", {"q-area": "ひろい", "q-price": "30000"}, act=act)
    assert (screen.status, screen.goes_to) == (302, leads)
    screen.open("amounts")
    assert 'value="ひろい"' in screen.html and 'value="30000"' in screen.html
    assert "data-error-summary" not in screen.html  # going away is no mistake


def test_a_refused_page_shows_its_faults_again_on_another_day(screen: Screen) -> None:
    screen.fill("amounts", {"q-area": "ひろい", "q-price": "30000"})
    assert screen.status == 422
    screen.open("amounts")
    assert "data-error-summary" in screen.html and 'value="ひろい"' in screen.html


def test_a_question_that_comes_up_by_an_answer_is_asked_without_blame(screen: Screen) -> None:
    screen.fill("choosing", {"q-class": "sign", "q-colours": ["red"], "q-lit": "no"})
    assert screen.status == 302 and screen.goes_to.startswith("/pages/choosing/?new=1")
    screen.open("choosing", "?new=1")
    assert "質問が増えました" in screen.html and 'name="q-wording"' in screen.html
    assert "data-error-summary" not in screen.html
    screen.post("choosing", VALID["choosing"])
    assert screen.goes_to == "/pages/person/"


def test_a_page_that_was_never_there_is_not_found(screen: Screen) -> None:
    with pytest.raises(Http404):
        screen.open("secret")


def test_changing_one_answer_from_the_summary_leads_back_to_it(finished: Screen) -> None:
    finished.open("words", "?check=1")
    finished.post("words", {**VALID["words"], "q-title": "新しい件名"}, query="?check=1")
    assert finished.goes_to == "/summary/" and finished.stored["title"] == "新しい件名"


def test_another_persons_draft_is_as_if_it_were_not_there(screen: Screen, cast: Any) -> None:
    for stranger in (cast.neighbour, cast.other_head, cast.clerk):
        with pytest.raises(Draft.DoesNotExist):
            Screen(screen.draft_id, stranger).open("words")
    assert screen.open("words").status == 200


def test_a_guests_draft_opens_with_its_token_only(edition: Any, cast: Any) -> None:
    ref = door.start(edition_id=edition.id, owner=GUEST, resume_email="guest@example.jp")
    assert Screen(ref.id, GUEST, token=ref.token).open("words").status == 200
    for token in ("", "x" * 43):
        with pytest.raises(Draft.DoesNotExist):
            Screen(ref.id, GUEST, token=token).open("words")


def test_what_a_clerk_enters_is_open_to_those_who_take_in(edition: Any, cast: Any) -> None:
    ref = door.start(edition_id=edition.id, owner=GUEST, channel="paper", entered_by=cast.clerk)
    assert Screen(ref.id, cast.clerk).open("words").status == 200
    with pytest.raises(Draft.DoesNotExist):
        Screen(ref.id, cast.resident).open("words")


# --- buttons inside a page


def test_a_postcode_finds_its_town(screen: Screen) -> None:
    typed = {**VALID["person"], "q-address.city": "", "q-address.town": "", "q-address.prefecture": ""}
    screen.open("person").post("person", typed, act="lookup:address")
    assert screen.goes_to == "/pages/person/#q-address"
    screen.open("person")
    assert "斜里郡斜里町" in screen.html and 'value="12番地"' in screen.html


def test_an_unknown_postcode_says_so_and_keeps_everything(screen: Screen) -> None:
    typed = {**VALID["person"], "q-address.postcode": "0000000"}
    screen.open("person").post("person", typed, act="lookup:address")
    assert screen.status == 422 and 'value="12番地"' in screen.html and "data-error-summary" in screen.html


def test_rows_are_added_and_taken_away_without_losing_the_others(screen: Screen) -> None:
    row = VALID["objects"]
    screen.open("objects").post("objects", row, act="add:signs")
    screen.open("objects")
    assert 'name="q-signs.1.kind_name"' in screen.html and 'value="突き出し看板"' in screen.html
    two = {**row, "q-signs.1.kind_name": "袖看板", "q-signs.1.width": "2"}
    screen.post("objects", two, act="remove:signs:0")
    screen.open("objects")
    assert 'value="袖看板"' in screen.html and 'value="突き出し看板"' not in screen.html
    screen.post("objects", {"q-signs.0.kind_name": "袖看板", "q-signs.0.width": "2"})
    assert screen.stored["signs"] == [{"kind_name": "袖看板", "width": "2.0"}]


def test_more_rows_than_allowed_are_refused_and_kept(screen: Screen) -> None:
    rows = {f"q-signs.{at}.kind_name": f"看板{at}" for at in range(3)}
    rows |= {f"q-signs.{at}.width": "1" for at in range(3)}
    screen.open("objects").post("objects", rows, act="add:signs")
    assert screen.status == 422 and 'value="看板2"' in screen.html


def test_a_press_on_the_map_puts_a_pin_and_another_button_takes_it_away(screen: Screen) -> None:
    words = VALID["site"]
    screen.open("site").post("site", {**words, "q-place.map.x": "160", "q-place.map.y": "160"}, act="")
    screen.open("site")
    assert "北緯43.911500度" in screen.html and 'value="町道本町通線"' in screen.html
    pinned = {**words, "q-place.lat": "43.911500", "q-place.lon": "144.667200"}
    screen.post("site", pinned, act="clearplace:place")
    screen.open("site")
    assert "北緯" not in screen.html
    screen.post("site", words)
    assert screen.stored["place"]["lat"] == ""


# --- two screens


def test_a_stale_page_overwrites_nothing_and_shows_both(screen: Screen) -> None:
    phone, desk = screen, Screen(screen.draft_id, screen.actor)
    phone.open("words")
    desk.open("words").post("words", {"q-title": "机で書いた件名", "q-story": "机で"})
    phone.post("words", {"q-title": "電話で書いた件名", "q-story": "机で"})
    assert phone.status == 409
    assert 'value="電話で書いた件名"' in phone.html and "机で書いた件名" in phone.html
    assert phone.stored["title"] == "机で書いた件名"
    phone.post("words", {"q-title": "電話で書いた件名", "q-story": "机で"})
    assert phone.stored["title"] == "電話で書いた件名"


def test_the_same_page_sent_twice_is_no_clash(screen: Screen) -> None:
    screen.open("words")
    first = screen.seen
    screen.post("words", VALID["words"])
    screen.post("words", VALID["words"], seen=first)
    assert screen.status == 302 and screen.goes_to == "/pages/amounts/"


def test_other_pages_written_elsewhere_do_not_make_this_one_stale(screen: Screen) -> None:
    desk = Screen(screen.draft_id, screen.actor)
    screen.open("words")
    desk.fill("amounts")
    screen.post("words", VALID["words"])
    assert screen.status == 302 and screen.stored["area"] == "12.50"


def test_a_sent_draft_leads_to_its_receipt(finished: Screen) -> None:
    door.seal(finished.draft_id, key=door.Key(finished.actor), declared=True)
    assert finished.open("words").goes_to == "/done/"
    assert finished.post("words", VALID["words"]).goes_to == "/done/"


def test_a_page_needs_few_queries(finished: Screen, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(6):
        finished.open("person")
    with django_assert_max_num_queries(12):
        finished.post("person", VALID["person"])
    other = a_file("other.pdf", PDF + b"\n")
    finished.open("papers")
    with django_assert_max_num_queries(15):
        finished.post("papers", {"q-drawing": other})
