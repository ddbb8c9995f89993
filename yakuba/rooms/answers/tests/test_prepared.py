"""A draft fetched with SQL that was made once is the draft the gate gives, and for nobody else."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yakuba.ground.access.actor import GUEST
from yakuba.ground.prepared import Prepared
from yakuba.rooms.answers import door
from yakuba.rooms.answers.models import Draft
from yakuba.rooms.answers.reading.drafts import Key, view_of
from yakuba.rooms.answers.tests.conftest import VALID, Screen

pytestmark = pytest.mark.django_db


@pytest.fixture
def guests(edition: Any) -> Screen:
    ref = door.start(edition_id=edition.id, owner=GUEST, resume_email="a@example.jp")
    return Screen(ref.id, GUEST, token=ref.token)


def columns(row: Draft) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in Draft._meta.concrete_fields}


@pytest.mark.parametrize("who", ["guests", "screen"])
def test_the_quick_way_gives_every_column_as_the_ordinary_one(who: str, request: Any) -> None:
    screen: Screen = request.getfixturevalue(who)
    screen.fill("words").fill("amounts", {"q-area": "ひろい", "q-price": "1"}, act="later")
    key = Key(screen.actor, screen.token)
    ordinary = Draft.objects.visible_to(key.actor, token=key.token).get(id=screen.draft_id)
    with CaptureQueriesContext(connection) as asked:
        quick = door.draft(screen.draft_id, key)
    assert len(asked) == 1 and quick == view_of(ordinary)
    assert quick.answers["title"] == VALID["words"]["q-title"] and quick.raw["amounts"]


def test_it_opens_nobody_elses_draft(guests: Screen, screen: Screen, cast: Any) -> None:
    strangers = [
        (guests.draft_id, Key(GUEST)),
        (guests.draft_id, Key(GUEST, "x")),
        (guests.draft_id, Key(cast.resident)),
        (screen.draft_id, Key(cast.neighbour)),
        (screen.draft_id, Key(GUEST, guests.token)),
        (uuid4(), Key(GUEST, guests.token)),
        (uuid4(), Key(cast.resident)),
    ]
    for draft_id, key in strangers:
        with pytest.raises(Draft.DoesNotExist):
            door.draft(draft_id, key)
    assert door.draft(guests.draft_id, Key(cast.resident, guests.token)).id == guests.draft_id


def test_a_stand_in_that_is_not_in_the_query_is_a_mistake() -> None:
    prepared: Prepared[Draft] = Prepared(
        lambda draft_id, token: Draft.objects.filter(id=draft_id), draft_id=uuid4(), token="(nowhere)"
    )
    with pytest.raises(ValueError, match="token"):
        prepared.one(draft_id=uuid4(), token="x")
