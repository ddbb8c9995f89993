"""Every procedure of the town is filed page by page with answers made from its definition, and carried by the
people in charge to its end: once to what was asked for, once to a refusal where it may be refused.
"""

from datetime import timedelta
from random import Random
from typing import Any

import pytest

from seeds import filing
from seeds.answering import Answering
from seeds.clerks import LUCK, Matter
from seeds.people import Person
from seeds.timeline import Timeline
from tests.procedures.test_any_answers import of_the_town
from yakuba.ground import town
from yakuba.ground.calendar import clock
from yakuba.ground.calendar.business import business_calendar
from yakuba.ground.catalogue import shelf
from yakuba.ground.catalogue.shelf import EditionRef
from yakuba.ground.jobs.queue import run_due
from yakuba.rooms.cases.models import Case
from yakuba.rooms.cases.rules.states import State

LONGEST = timedelta(days=400)


def filed(edition: EditionRef, person: Person, chance: Random) -> Matter:
    """Answered at random, typed page by page, sent."""
    known: dict[str, Any] = {"today": clock.today().isoformat(), "channel": "online"}
    given = Answering(edition.procedure, known, chance).applicant()
    case_id = filing.apply(edition, given, person, chance)
    matter = Matter(case_id, person, {}, chance)
    matter.luck, matter.pace = dict.fromkeys(LUCK, False), 0.5
    return matter


def carried(matter: Matter) -> Case:
    """Everybody does their part until the matter rests."""
    ending = clock.now() + LONGEST
    with clock.moved(clock.now()) as moving:
        timeline = Timeline(business_calendar(town.read("calendar")), moving, ending)
        timeline.add(clock.now(), matter.life())
        timeline.run(lambda _: None)
    return Case.objects.get(id=matter.id)


def refusable() -> list[str]:
    """The procedures whose definition has a letter of refusal."""
    folder = town.folder() / "procedures"
    return [
        key
        for key in of_the_town()
        if "refusal_letter" in (folder / key / "procedure.toml").read_text("utf-8")
    ]


@pytest.mark.parametrize("key", of_the_town())
def test_it_is_filed_and_carried_to_its_end(key: str, resident: Person) -> None:
    edition = shelf.in_force(key, clock.today())
    case = carried(filed(edition, resident, Random(key)))
    assert case.state == State.DONE
    run_due()
    assert {visit.done_at is not None for visit in case.visits.all()} == {True}


@pytest.mark.parametrize("key", refusable())
def test_it_is_refused_where_its_definition_has_a_refusal(key: str, resident: Person) -> None:
    edition = shelf.in_force(key, clock.today())
    matter = filed(edition, resident, Random(f"{key} refused"))
    matter.luck["refuse"] = True
    case = carried(matter)
    assert case.state == State.REFUSED
