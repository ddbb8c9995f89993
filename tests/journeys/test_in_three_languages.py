"""Reading and applying in English and in やさしい日本語; changing the language loses nothing."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from seeds.people import Person
from tests.journeys.answering import fill, walk
from tests.journeys.visitor import Visitor
from yakuba.ground.access.actor import resident_actor
from yakuba.ground.calendar import clock
from yakuba.ground.catalogue import shelf
from yakuba.ground.catalogue.speech import in_language
from yakuba.ground.languages import LANGUAGES, say, speaking
from yakuba.rooms.answers import door as answers
from yakuba.rooms.answers.models import Submission
from yakuba.rooms.cases.models import Case

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey]

Enter = Callable[..., tuple[Visitor, Person]]
JAPANESE = re.compile("[ぁ-ゖァ-ヺ一-鿿]")


def begun(visitor: Visitor, person: Person) -> None:
    """The first page of 犬の死亡届."""
    assert person.resident_id
    edition = shelf.in_force("dog_death", clock.today())
    draft = answers.start(edition_id=edition.id, owner=resident_actor(person.resident_id))
    visitor.open(f"/drafts/{draft.id}/")


@pytest.mark.parametrize("js", [True, False], ids=["with-javascript", "without-javascript"])
def test_changing_the_language_keeps_what_was_typed_and_not_yet_saved(js: bool, resident: Enter) -> None:
    visitor, person = resident(1, js=js)
    begun(visitor, person)
    written = {"address": {"street": "書きかけ9番地"}, "phone": "0152-"}
    fill(visitor, written)
    switch(visitor, "lang", "en")
    visitor.sees("Owner", "Next")
    assert_written(visitor)
    switch(visitor, "lang", "ja")
    switch(visitor, "furigana", "on")
    assert visitor.page.locator("h1 rt, label rt, legend rt").count()
    assert_written(visitor)
    switch(visitor, "lang", "ja-easy")
    assert_written(visitor)
    switch(visitor, "furigana", "off")
    assert not visitor.page.locator("main rt").count()
    assert_written(visitor)


def switch(visitor: Visitor, name: str, value: str) -> None:
    """Press the switch in the head of the page (its words may have readings in between)."""
    visitor.follow(visitor.page.locator(f"button[name={name}][value={value}]"))


def assert_written(visitor: Visitor) -> None:
    assert visitor.page.locator("[name='q-address.street']").input_value() == "書きかけ9番地"
    assert visitor.page.locator("[name='q-phone']").input_value() == "0152-"
    assert not visitor.page.locator(".errors").count()


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "ja"])
def test_a_notice_is_read_written_and_sent_in_ones_own_language(language: str, resident: Enter) -> None:
    visitor, _person = resident(2, js=language == "en")
    visitor.open("/procedures/dog_death/")
    switch(visitor, "lang", language)
    if language == "ja-easy":
        # With readings in between, the words of a button are not found by what is written on it.
        switch(visitor, "furigana", "off")
    spoken = in_language(shelf.in_force("dog_death", clock.today()).procedure, language)
    assert plain(visitor, "h1") == spoken.title
    with speaking(language):
        visitor.press(say("この手続をはじめる"))
        visitor.press(say("質問に進む"))
        walk(visitor, wishes(), onward=say("次へ進む"), last=say("内容を確かめて送る"))
        visitor.tick(say("内容に間違いはありません"))
        visitor.press(say("申請を送る"))
        assert plain(visitor, "h1") == say("申請を送りました")
    if language == "en":
        assert untranslated(visitor) == []
    case = Case.objects.get()
    assert (case.title, Submission.objects.get().answers["dog_name"]) == ("犬の死亡届", "ポチ")


def wishes() -> dict[str, Any]:
    return {
        "address": {"postcode": "099-4113", "prefecture": "北海道", "city": "斜里郡斜里町", "town": "本町",
                    "street": "2番地"},
        "phone": "0152-23-0000", "tag_number": "R8-1", "dog_name": "ポチ",
        "died_on": clock.today() - timedelta(days=1), "tag_returned": "lost",
    }  # fmt: skip


def plain(visitor: Visitor, place: str) -> str:
    """The text there without the readings over it."""
    text = visitor.page.locator(place).first.evaluate(
        "node => { const copy = node.cloneNode(true);"
        " copy.querySelectorAll('rt, rp').forEach(one => one.remove()); return copy.textContent; }"
    )
    return str(text).strip()


def untranslated(visitor: Visitor) -> list[str]:
    texts = visitor.page.locator("main h1, main h2, main p, main li, main a, main button").all_inner_texts()
    return [text for text in texts if JAPANESE.search(text)]
