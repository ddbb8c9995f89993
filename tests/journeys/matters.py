"""Matters as a person finds them: made by the rooms' own actions from the procedures' worked examples."""

from random import Random
from uuid import UUID

from seeds import filing
from seeds.clerks import Matter
from seeds.people import Person
from yakuba.ground.calendar import clock
from yakuba.ground.catalogue import shelf
from yakuba.rooms.answers import door as answers
from yakuba.rooms.cases.models import Case


def written(key: str, person: Person) -> UUID:
    """A draft of theirs, every page filled from the procedure's first worked example; its id."""
    edition = shelf.in_force(key, clock.today())
    who = filing.applicant(person)
    ref = answers.start(edition_id=edition.id, owner=who)
    given = filing.variation(edition.procedure, edition.procedure.examples[0], person, clock.today())
    filing.fill(ref.id, answers.Key(who), given, Random(7))
    return ref.id


def permit(person: Person, *, until: str = "done") -> Case:
    """道路占用許可 of theirs, worked on without mishap until it is in this state."""
    edition = shelf.in_force("road_occupancy", clock.today())
    given = filing.variation(edition.procedure, edition.procedure.examples[0], person, clock.today())
    matter = Matter(filing.apply(edition, given, person, Random(7)), person, {}, Random(7))
    matter.luck = {}
    for _act in matter.life():
        if Case.objects.get(id=matter.id).state == until:
            break
    return Case.objects.get(id=matter.id)
