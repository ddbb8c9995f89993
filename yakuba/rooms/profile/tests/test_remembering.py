"""Consent, remembering, correcting, forgetting: by the resident alone, and without a word in the journal."""

import json
from datetime import timedelta
from typing import Any

import pytest

from yakuba.ground.access.actor import GUEST, Actor
from yakuba.ground.access.gate import Denied
from yakuba.ground.calendar import clock
from yakuba.ground.journal.models import Event
from yakuba.ground.journal.read import history
from yakuba.rooms.profile import door, rules
from yakuba.rooms.profile.door import Given
from yakuba.rooms.profile.models import Remembered
from yakuba.rooms.profile.tests.test_rules import AOI, REN

pytestmark = pytest.mark.django_db
BANK = Given("organisation", "有限会社ひぐま水産")


@pytest.fixture
def hanako(cast: Any) -> Actor:
    """A resident who lets the town remember."""
    door.give_consent(cast.resident.id, by=cast.resident)
    actor: Actor = cast.resident
    return actor


def remember(actor: Actor, *facts: Given, source: str = "犬の登録申請") -> int:
    assert actor.id is not None
    return door.remember(actor.id, facts, source=source, ref="submission:1", by=actor)


def kinds(actor: Actor) -> list[str]:
    return [event.kind for event in history(f"profile:{actor.id}")]


def test_what_was_told_is_remembered_with_its_source_and_day(hanako: Actor) -> None:
    remember(hanako, BANK)
    (fact,) = door.remembered(hanako.id)
    assert (fact.key, fact.value, fact.source) == ("organisation", BANK.value, "犬の登録申請")
    assert fact.given_at == clock.now() and fact.lines == ["有限会社ひぐま水産"]


def test_without_consent_nothing_is_remembered(cast: Any) -> None:
    with pytest.raises(door.ProfileRefused):
        remember(cast.resident, BANK)
    assert Remembered.objects.count() == 0


def test_told_again_it_is_one_fact_and_the_newer_stands(hanako: Actor) -> None:
    remember(hanako, BANK)
    remember(hanako, Given("organisation", "ひぐま食堂"), source="口座の届")
    (fact,) = door.remembered(hanako.id)
    assert (fact.value, fact.source) == ("ひぐま食堂", "口座の届")


def test_told_again_just_so_it_keeps_where_it_was_told_first(hanako: Actor) -> None:
    remember(hanako, BANK)
    remember(hanako, BANK, source="口座の届")
    (fact,) = door.remembered(hanako.id)
    assert (fact.value, fact.source) == (BANK.value, "犬の登録申請")


def test_children_are_a_list_and_a_child_told_again_is_added_to(hanako: Actor) -> None:
    remember(hanako, Given("children", {"child.name": AOI}), Given("children", {"child.name": REN}))
    remember(hanako, Given("children", {"child.name": AOI, "child.birth": "2020-01-02"}))
    values = [fact.value for fact in door.remembered(hanako.id)]
    assert len(values) == 2 and {"child.name": AOI, "child.birth": "2020-01-02"} in values


def test_withdrawn_consent_deletes_everything(hanako: Actor) -> None:
    remember(hanako, BANK, Given("children", {"child.name": AOI}))
    assert door.withdraw_consent(hanako.id, by=hanako) == 2
    assert Remembered.objects.count() == 0 and not door.consented(hanako.id)
    assert kinds(hanako) == ["profile.consent_given", "profile.remembered", "profile.consent_withdrawn"]


def test_one_can_be_forgotten_and_all_of_them(hanako: Actor) -> None:
    remember(hanako, BANK, Given("phone", "0152-23-3131"), Given("birth", "1990-05-01"))
    one = next(fact for fact in door.remembered(hanako.id) if fact.key == "phone")
    assert door.forget(hanako.id, [one.id], by=hanako) == 1
    assert [fact.key for fact in door.remembered(hanako.id)] == ["birth", "organisation"]
    assert door.forget(hanako.id, by=hanako) == 2 and door.consented(hanako.id)


def test_a_fact_is_put_right_by_hand(hanako: Actor) -> None:
    remember(hanako, BANK)
    (fact,) = door.remembered(hanako.id)
    door.correct(fact.id, "ひぐま商店", by=hanako)
    (after,) = door.remembered(hanako.id)
    assert (after.value, after.source) == ("ひぐま商店", "自分で直した内容")
    with pytest.raises(door.ProfileRefused):
        door.correct(fact.id, 7, by=hanako)


def test_nobody_else_may_remember_correct_or_forget(hanako: Actor, cast: Any) -> None:
    remember(hanako, BANK)
    (fact,) = door.remembered(hanako.id)
    for stranger in (cast.neighbour, cast.clerk, cast.mayor, cast.admin, GUEST):
        for act in (
            lambda by: door.give_consent(hanako.id, by=by),
            lambda by: door.withdraw_consent(hanako.id, by=by),
            lambda by: door.remember(hanako.id, [BANK], source="x", by=by),
            lambda by: door.forget(hanako.id, by=by),
        ):
            with pytest.raises(Denied):
                act(stranger)
        with pytest.raises(door.NoSuchFact):
            door.correct(fact.id, "x", by=stranger)
    assert door.remembered(hanako.id) == (fact,)


def test_the_journal_and_the_tables_never_say_what_was_told(hanako: Actor) -> None:
    remember(hanako, BANK)
    (fact,) = door.remembered(hanako.id)
    door.correct(fact.id, "ひぐま商店", by=hanako)
    door.forget(hanako.id, by=hanako)
    said = "".join(Event.objects.values_list("body", flat=True))
    assert "profile.forgotten" in said and "ひぐま" not in said
    remember(hanako, BANK)
    row = Remembered.objects.values().get()
    assert "ひぐま".encode() not in bytes(row["locked"])
    assert "ひぐま" not in json.dumps({key: str(value) for key, value in row.items() if key != "locked"})


def test_a_value_moved_to_another_persons_row_is_not_read(hanako: Actor, cast: Any) -> None:
    door.give_consent(cast.neighbour.id, by=cast.neighbour)
    remember(hanako, BANK)
    remember(cast.neighbour, Given("organisation", "となりの店"))
    hers = Remembered.objects.get(resident_id=hanako.id)
    Remembered.objects.filter(resident_id=cast.neighbour.id).update(locked=hers.locked)
    assert door.remembered(cast.neighbour.id) == ()


def test_what_nobody_gave_anew_for_two_years_is_cleared(hanako: Actor, moved_clock: Any) -> None:
    remember(hanako, BANK, Given("phone", "0152-23-3131"))
    with clock.moved(clock.now() + timedelta(days=rules.KEPT_DAYS - 1)):
        remember(hanako, Given("birth", "1990-05-01"))
        remember(hanako, Given("phone", "0152-23-3131"))
        assert door.clear_untouched() == 0
    with clock.moved(clock.now() + timedelta(days=rules.KEPT_DAYS + 1)):
        assert door.clear_untouched() == 1
        assert [fact.key for fact in door.remembered(hanako.id)] == ["phone", "birth"]


def test_everything_remembered_is_read_with_one_query(hanako: Actor, django_assert_num_queries: Any) -> None:
    remember(hanako, *(Given("children", {"child.name": {**AOI, "given": f"子{n}"}}) for n in "一二三四五六"))
    with django_assert_num_queries(1):
        assert len(door.remembered(hanako.id)) == 6
