"""What another body runs is told of at the counter and never taken in."""

import html
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from yakuba.ground.catalogue import shelf
from yakuba.ground.catalogue.definition import RunBy
from yakuba.ground.identifiers import new_id
from yakuba.rooms.counter.actions import starting
from yakuba.rooms.counter.actions.starting import Brought, CounterRefused
from yakuba.rooms.counter.models import Intake
from yakuba.rooms.counter.tests.conftest import details

pytestmark = pytest.mark.django_db


@pytest.fixture
def told_of(cast: Any, road: shelf.EditionRef) -> shelf.EditionRef:
    """A procedure of the police, of which the town only tells, beside one the town takes."""
    procedure = replace(
        road.procedure, key="parking_permit", title="駐車の許可の申請", operator="police", steps=(), pages=(),
        channels=(), record=None, register=None, fees=(), letters=(), examples=(),
        run_by=RunBy("斜里警察署", "決めるのは警察署長です。"),
    )  # fmt: skip
    return shelf.publish(procedure, valid_from=date(2026, 4, 1), by=cast.admin.by())


def test_it_stands_on_the_desk_without_a_way_in(cast: Any, at_desk: Any, told_of: shelf.EditionRef) -> None:
    client = at_desk(cast.clerk)
    page = html.unescape(client.get(reverse("counter:desk")).content.decode())
    assert told_of.procedure.title in page
    assert reverse("counter:intake", args=["parking_permit"]) not in page
    assert reverse("counter:intake", args=["road_occupancy"]) in page


def test_its_form_cannot_be_opened(cast: Any, at_desk: Any, told_of: shelf.EditionRef) -> None:
    client = at_desk(cast.clerk)
    assert client.get(reverse("counter:intake", args=["road_occupancy"])).status_code == 200
    assert client.get(reverse("counter:intake", args=["parking_permit"])).status_code == 404


@pytest.mark.parametrize("channel", ["paper", "counter", "telephone", "post"])
def test_taking_it_in_all_the_same_is_refused_with_what_to_do(
    cast: Any, told_of: shelf.EditionRef, channel: str
) -> None:
    brought = Brought(details(channel=channel))
    with pytest.raises(CounterRefused, match="町では受け付けていません。案内のページを見て"):
        starting.start(new_id(), procedure_key="parking_permit", brought=brought, actor=cast.clerk)
    assert not Intake.objects.exists()
    starting.start(new_id(), procedure_key="road_occupancy", brought=brought, actor=cast.clerk)
    assert Intake.objects.count() == 1
