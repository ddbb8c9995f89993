"""Two procedures of the town, and clerks who take them in."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from yakuba.ground import town
from yakuba.ground.access.actor import Actor
from yakuba.ground.calendar import clock
from yakuba.ground.catalogue import shelf
from yakuba.ground.catalogue.loader import load_procedure
from yakuba.ground.identifiers import new_id
from yakuba.rooms.answers import door as answers
from yakuba.rooms.counter.actions import starting
from yakuba.rooms.counter.actions.starting import Brought
from yakuba.rooms.counter.models import Intake
from yakuba.rooms.counter.rules import Details

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 72]>>endobj\n"
    b"trailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n"
)
FRIDAY = clock.at(date(2026, 10, 30), 9, 30)
"""Three days before the tests' Monday, at 9:30 in Japan."""


def a_scan(name: str = "shinsei.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def typed(**over: str) -> dict[str, Any]:
    """What a clerk types about a paper brought by the applicant this morning."""
    return {
        "channel": "paper",
        "arrived_on": "令和8年11月2日",
        "arrived_time": "9:30",
        "brought_by": "self",
        "bearer_name": "",
        "identity": "licence",
        "paper_place": "窓口の保管箱2番",
        "intake": str(new_id()),
        "act": "go",
        **over,
    }


def details(arrived_at: datetime | None = None, **over: str) -> Details:
    said = {
        "channel": "paper",
        "brought_by": "self",
        "bearer_name": "",
        "identity": "licence",
        "paper_place": "窓口の保管箱2番",
    }
    return Details(arrived_at=arrived_at or clock.now(), **{**said, **over})


@pytest.fixture
def road(cast: Any) -> shelf.EditionRef:
    """道路占用許可申請, in the charge of construction_road (cast.clerk's section)."""
    procedure = load_procedure(town.folder() / "procedures" / "road_occupancy", sections=None)
    return shelf.publish(procedure, valid_from=date(2026, 4, 1), by=cast.admin.by())


@pytest.fixture
def online_only(cast: Any, road: shelf.EditionRef) -> shelf.EditionRef:
    """The same, offered online and at the counter only."""
    procedure = replace(road.procedure, key="online_only", channels=("online", "counter"))
    return shelf.publish(procedure, valid_from=date(2026, 4, 1), by=cast.admin.by())


@pytest.fixture
def whole(road: shelf.EditionRef) -> Mapping[str, Any]:
    """Answers with nothing missing: a sign of 10 m²."""
    return road.procedure.examples[0].answers


@pytest.fixture
def begin(road: shelf.EditionRef) -> Any:
    """begin(actor, answers, arrived_at=…, channel=…) → the id of an intake with these answers."""

    def start(
        actor: Actor, filled: Mapping[str, Any], arrived_at: datetime | None = None, **over: str
    ) -> UUID:
        said = details(arrived_at, **over)
        intake_id = starting.start(
            new_id(), procedure_key="road_occupancy", brought=Brought(said), actor=actor
        )
        answers.save(draft_of(intake_id), answers.Key(actor), filled)
        return intake_id

    return start


def draft_of(intake_id: UUID) -> UUID:
    return Intake.objects.get(id=intake_id).draft_id


@pytest.fixture
def at_desk(cast: Any, login: Any) -> Any:
    """at_desk(actor): a browser signed in."""
    return lambda actor: login(Client(), actor)
