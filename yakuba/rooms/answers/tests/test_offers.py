"""What is known is offered and taken by a button; questions given elsewhere are closed until opened again."""

from typing import Any

import pytest

from yakuba.ground.access.actor import GUEST
from yakuba.rooms.answers import door
from yakuba.rooms.answers.door import Origin
from yakuba.rooms.answers.models import Draft
from yakuba.rooms.answers.tests.conftest import VALID, Screen
from yakuba.rooms.profile import door as profile

pytestmark = pytest.mark.django_db
NAME = {"family": "斜里", "given": "花子", "family_kana": "シャリ", "given_kana": "ハナコ"}
OTHER = {**NAME, "given": "花代", "given_kana": "ハナヨ"}


def key(screen: Screen) -> door.Key:
    return door.Key(screen.actor, screen.token)


@pytest.fixture
def remembering(screen: Screen, cast: Any) -> Screen:
    """The resident lets the town remember another name than the account's."""
    profile.give_consent(cast.resident.id, by=cast.resident)
    told = [profile.Given("name", OTHER)]
    profile.remember(cast.resident.id, told, source="犬の登録申請", by=cast.resident)
    return screen


def test_what_is_remembered_is_offered_with_its_source_and_not_filled_in(remembering: Screen) -> None:
    remembering.open("person")
    assert "前に教えていただいた内容" in remembering.html and "斜里 花代" in remembering.html
    assert "令和8年11月2日 犬の登録申請" in remembering.html and 'value="花代"' not in remembering.html


def test_taking_fills_the_controls_and_loses_nothing_that_was_typed(remembering: Screen) -> None:
    remembering.open("person").post("person", {**VALID["person"], "q-company": "12"}, act="take:name")
    assert remembering.goes_to.endswith("#q-name")
    remembering.open("person")
    assert 'value="花代"' in remembering.html and 'value="12"' in remembering.html
    view = door.draft(remembering.draft_id, key(remembering))
    assert view.answers["name"] == OTHER and view.origin("name") is not None


def test_what_is_taken_and_then_changed_is_ones_own(remembering: Screen) -> None:
    remembering.open("person").post("person", VALID["person"], act="take:name")
    remembering.open("person").post("person", VALID["person"])
    view = door.draft(remembering.draft_id, key(remembering))
    assert view.answers["name"] == NAME and view.origin("name") is None


@pytest.mark.parametrize("act", ["take:name:9", "take:phone", "take:nothing", "take"])
def test_a_button_that_offers_nothing_changes_nothing(remembering: Screen, act: str) -> None:
    remembering.fill("person")
    before = remembering.stored
    remembering.open("person").post("person", VALID["person"], act=act)
    assert remembering.stored == before


def test_nothing_is_offered_to_a_guest_or_to_the_clerk_who_types(
    edition: Any, cast: Any, remembering: Screen
) -> None:
    guest = door.start(edition_id=edition.id, owner=GUEST)
    typed = door.start(edition_id=edition.id, owner=cast.resident, entered_by=cast.clerk, channel="counter")
    for screen in (Screen(guest.id, GUEST, token=guest.token), Screen(typed.id, cast.clerk)):
        screen.open("person")
        assert screen.status == 200 and "花代" not in screen.html and "教えていただいた" not in screen.html


def give(screen: Screen, **given: Any) -> None:
    origins = {name: Origin(value, "転入の届", "2026-11-02", "place") for name, value in given.items()}
    door.give({screen.draft_id: origins})


def test_a_given_question_is_closed_and_its_page_says_what_stands_there(screen: Screen) -> None:
    before = screen.stored["name"]
    give(screen, name=OTHER)
    screen.open("person")
    assert 'name="q-name.family"' not in screen.html and "前の手続で答えたこと" in screen.html
    screen.post("person", {**VALID["person"], "q-name.given": "だれか"})
    view = door.draft(screen.draft_id, key(screen))
    assert view.answers["name"] == OTHER and screen.stored["name"] == before


def test_a_page_with_nothing_left_to_answer_is_skipped(screen: Screen) -> None:
    give(screen, agreed=True)
    view = door.draft(screen.draft_id, key(screen))
    assert "promise" not in [page.key for page in view.pages]
    assert screen.open("promise").status == 302


def test_what_is_given_no_more_leaves_ones_own_answer(screen: Screen) -> None:
    screen.fill("person")
    give(screen, name=OTHER)
    assert door.draft(screen.draft_id, key(screen)).answers["name"] == OTHER
    give(screen)
    assert door.draft(screen.draft_id, key(screen)).answers["name"] == NAME


def test_a_given_question_opens_with_its_answer_to_be_different_here(screen: Screen) -> None:
    give(screen, name=OTHER)
    screen.open("person").post("person", {"q-phone": "0152-23-3131"}, act="here:name")
    screen.open("person")
    assert 'value="花代"' in screen.html and 'value="0152-23-3131"' in screen.html
    view = door.draft(screen.draft_id, key(screen))
    assert view.given == {} and view.own["name"] == OTHER


def test_nobody_else_opens_a_given_question(screen: Screen, cast: Any) -> None:
    give(screen, name=OTHER)
    for stranger in (cast.neighbour, cast.clerk, GUEST):
        with pytest.raises(door.NoSuchDraft):
            door.answer_here(screen.draft_id, door.Key(stranger), name="name")
    assert "name" in Draft.objects.get().given


def test_a_given_answer_is_not_written_over_from_above(screen: Screen) -> None:
    give(screen, name=OTHER)
    with pytest.raises(KeyError):
        door.save(screen.draft_id, key(screen), {"name": NAME})


def test_the_origin_is_sealed_with_the_answer_and_changes_the_digest(finished: Screen) -> None:
    plain = door.summary(finished.draft_id, key(finished))
    assert plain.missing == ()
    Draft.objects.update(answers={k: v for k, v in finished.stored.items() if k != "name"})
    give(finished, name=OTHER)
    sealed = door.submission(door.seal(finished.draft_id, key=key(finished), declared=True).id)
    assert sealed.answers["name"] == OTHER
    assert sealed.origins["name"] == {"source": "転入の届", "given_at": "2026-11-02"}
    assert door.reused(sealed, "name") == ("再利用: 2026-11-02 転入の届より",)
    assert sealed.facts["origins"] == sealed.origins


def test_the_correction_of_a_sealed_answer_keeps_where_it_came_from(finished: Screen, cast: Any) -> None:
    Draft.objects.update(answers={k: v for k, v in finished.stored.items() if k != "name"})
    give(finished, name=OTHER)
    sealed = door.seal(finished.draft_id, key=key(finished), declared=True)
    again = door.correction(sealed.id, question_keys=["title"], owner=cast.resident)
    door.save(again.id, door.Key(cast.resident), {"title": "ほかの看板"})
    after = door.seal(again.id, key=door.Key(cast.resident), declared=True)
    assert door.submission(after.id).origins["name"]["source"] == "転入の届"
