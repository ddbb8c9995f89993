"""What the crash tests' people do: apply as on the resident's pages, then everybody's part, act by act."""

from random import Random
from typing import Any
from uuid import UUID

from seeds import filing
from seeds.clerks import Matter
from seeds.people import Person, somebody
from seeds.timeline import Life
from yakuba.ground.calendar import clock
from yakuba.ground.catalogue import shelf
from yakuba.ground.catalogue.definition import Example
from yakuba.rooms.answers import door as answers
from yakuba.rooms.applications import actions as applications
from yakuba.rooms.cases import door as cases

PROCEDURES = ("road_occupancy", "dog_registration", "water_supply")


def person_of(resident: dict[str, Any]) -> Person:
    """The sample town's person behind a prepared account."""
    made = somebody(Random(resident["number"]), resident["number"])
    return Person(made.name, made.address, made.phone, made.email, UUID(resident["id"]))


def example_of(procedure: str) -> Example:
    examples = shelf.in_force(procedure, clock.today()).procedure.examples
    return next(one for one in examples if one.expect.get("valid"))


def apply(procedure: str, person: Person, chance: Random) -> UUID:
    """Write page after page, then send in one act; the id of the case."""
    edition = shelf.in_force(procedure, clock.today())
    given = filing.variation(edition.procedure, example_of(procedure), person, clock.today())
    who = filing.applicant(person)
    ref = answers.start(edition_id=edition.id, owner=who)
    key = answers.Key(who, ref.token)
    filing.fill(ref.id, key, given, chance)
    applications.send(ref.id, key, declared=True)
    submission = answers.draft(ref.id, key).submission_id
    assert submission is not None
    opened = cases.case_of_submission(submission)
    assert opened is not None
    return opened.id


def life_of(case_id: UUID, procedure: str, person: Person, chance: Random) -> Life:
    """One act of the hall at each step, until the case is closed."""
    return Matter(case_id, person, example_of(procedure).staff, chance).life()
