"""Matters of the sample world made to measure: one standing at every stage when the world ends, and what a
newcomer looks for first (a late case, a renewal, drafts begun, a paper with faults, an intake half entered).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from seeds import filing, together
from seeds.clerks import Matter
from seeds.people import Person, holder_of
from seeds.timeline import Life
from yakuba.ground.calendar import clock
from yakuba.ground.calendar.business import Calendar
from yakuba.ground.catalogue import asking, shelf
from yakuba.ground.catalogue.definition import Example, Procedure
from yakuba.ground.catalogue.shelf import EditionRef
from yakuba.rooms.answers import door as answers
from yakuba.rooms.applications import actions as applications
from yakuba.rooms.cases import door as cases
from yakuba.rooms.cases.rules.deadline import due_day
from yakuba.rooms.cases.rules.states import State
from yakuba.rooms.counter.models import Intake
from yakuba.rooms.registers import door as registers

NOON = 12  # before it the day itself gets little done
QUICK = 0.5  # pace of those that have to get somewhere in time


@dataclass(frozen=True)
class Story:
    """A matter that arrives `days` business days before the last one of the world, and has come to
    `stand` by its end.

    `by`: the first resident ("first", who has an account), the counter ("counter"), somebody without an
    e-mail address ("offline"), a paper with faults ("faulty"). `step`: the kind of step its answers must
    lead to. `due`: it arrives so many business days before the end that it is due then (0) or was due so
    many business days ago.
    """

    procedure: str
    stand: State
    days: int = 0
    luck: tuple[str, ...] = ()
    by: str = "counter"
    step: str = ""
    due: int | None = None


STORIES = (
    Story("road_occupancy", State.RECEIVED, 0, by="first"),
    Story("road_occupancy", State.REVIEW, due=0),
    Story("road_occupancy", State.REVIEW, due=0, by="first"),
    Story("road_occupancy", State.REVIEW, due=2),
    Story("road_occupancy", State.REVIEW, 2, by="faulty"),
    Story("road_occupancy", State.CORRECTION, 4, luck=("correct",), by="first"),
    Story(
        "road_occupancy", State.CORRECTION, 1, luck=("correct",), by="offline"
    ),  # nobody to mail to: a letter waits
    Story("road_occupancy", State.INQUIRE, 3, step="inquire"),
    Story("road_occupancy", State.DRAFTING, 8),
    Story("road_occupancy", State.CIRCULATING, 9),
    Story("road_occupancy", State.ASSESSING, 12, luck=("absent",), step="payment"),
    Story("road_occupancy", State.PAYMENT, 13, by="first", step="payment"),
    Story("road_occupancy", State.REFUSED, 17, luck=("refuse",)),
    Story("disaster_certificate", State.INSPECT, 3, step="inspect"),
    Story("disaster_certificate", State.ISSUE, 9, by="first"),
    Story("disaster_certificate", State.WITHDRAWN, 6, luck=("withdraw",)),
    Story("dog_registration", State.RETURNED, 5, luck=("hand_back",)),
    Story("dog_registration", State.DONE, 22, by="first", step="payment"),
    Story("dog_death", State.DONE, 7),
    Story("dog_death", State.CLOSING, 3),
    Story("water_supply", State.DONE, 10, by="first"),
)


def arrival(story: Story, calendar: Calendar, end: datetime) -> datetime:
    """When the matter comes in: in the morning of a day the hall is open."""
    last = clock.local(end).date()
    if story.due is None:
        worked = last if clock.local(end).hour >= NOON else last - timedelta(days=1)
        day = _back(calendar, worked, story.days)
    else:
        standard = shelf.in_force(story.procedure, last).procedure.standard_days
        day = _due_on(calendar, standard, _back(calendar, last, story.due))
    return clock.at(day, 9, 5)


def _back(calendar: Calendar, day: date, business_days: int) -> date:
    """The open day so many business days before the last one up to `day`."""
    while business_days or not calendar.is_open(day):
        business_days -= calendar.is_open(day)
        day -= timedelta(days=1)
    return day


def _due_on(calendar: Calendar, standard: int | None, due: date) -> date:
    """The latest open day on which a matter had to arrive to be due on `due`."""
    day = due
    while not calendar.is_open(day) or (due_day(calendar, day, standard, [], due) or due) > due:
        day -= timedelta(days=1)
    return day


def told(story: Story, people: list[Person], chance: Random) -> Life:
    """The matter's life, from its coming in until it stands where it is to stand."""
    person = _teller(story, people, chance)
    edition = shelf.in_force(story.procedure, clock.today())
    example, given = _example(edition, person, story.step)
    if story.by == "first":
        case_id = filing.apply(edition, given, person, chance)
    elif story.by == "faulty":
        given.pop(next(q.key for q in edition.procedure.all_questions() if q.role == "applicant.phone"))
        case_id = filing.bring(edition, given, chance, as_it_is=True)
    else:
        case_id = filing.bring(edition, given, chance)
    yield from _matter(case_id, person, example, chance, story).life()


def _teller(story: Story, people: list[Person], chance: Random) -> Person:
    if story.by == "first":
        return people[0]
    strangers = [one for one in people if one.resident_id is None]
    return chance.choice([one for one in strangers if not one.email] if story.by == "offline" else strangers)


def _matter(case_id: UUID, person: Person, example: Example, chance: Random, story: Story) -> Matter:
    matter = Matter(case_id, person, example.staff, chance, stand=story.stand)
    matter.luck, matter.pace = dict.fromkeys(story.luck, True), QUICK
    return matter


def _example(edition: EditionRef, person: Person, step: str) -> tuple[Example, dict[str, Any]]:
    """The procedure's first worked example whose answers lead to a step of this kind, in this person's
    name.
    """
    for example in edition.procedure.examples:
        given = filing.variation(edition.procedure, example, person, clock.today())
        if example.expect.get("valid") and (not step or step in _steps(edition.procedure, given)):
            return example, given
    raise LookupError(f"no example of {edition.key} leads to {step}")


def _steps(procedure: Procedure, given: Mapping[str, Any]) -> set[str]:
    facts = asking.facts_for(procedure, given, today=clock.today(), channel="online")
    return {step.kind for step in asking.steps_taken(procedure, given, facts)}


def renewing(person: Person, chance: Random) -> Life:
    """A resident's permit is granted, and before it ends they apply for its renewal."""
    edition = shelf.in_force("road_occupancy", clock.today())
    example, given = _example(edition, person, "payment")
    case_id = filing.apply(edition, given, person, chance)
    first = Story(edition.key, State.DONE)
    yield from _matter(case_id, person, example, chance, first).life()
    held = registers.entries_of_holder(filing.applicant(person).ref)
    entry = next(one for one in held if one.subject == f"case:{case_id}")
    who = filing.applicant(person)
    draft = applications.begin_renewal(entry.id, who)
    given = filing.variation(edition.procedure, example, person, clock.today())
    filing.fill(draft.id, answers.Key(who, draft.token), given, chance)
    applications.send(draft.id, answers.Key(who, draft.token), declared=True)
    sent = answers.draft(draft.id, answers.Key(who)).submission_id
    renewed = cases.case_of_submission(sent) if sent else None
    if renewed is not None:
        yield from _matter(renewed.id, person, example, chance, Story(edition.key, State.REVIEW)).life()


def begun(person: Person, procedure: str, chance: Random, *, whole: bool) -> Life:
    """A resident with an account begins to write, or writes all of it, and leaves it for another day."""
    edition, who = shelf.in_force(procedure, clock.today()), filing.applicant(person)
    _, given = _example(edition, person, "")
    draft = answers.start(edition_id=edition.id, owner=who)
    if whole:
        filing.fill(draft.id, answers.Key(who), given, chance)
    else:
        _first_page(draft.id, answers.Key(who), given, chance)
    yield from ()


def half_entered(person: Person, procedure: str, chance: Random, *, whole: bool) -> Life:
    """The counter's clerk is called away while typing an application in, or before taking it in."""
    edition = shelf.in_force(procedure, clock.today())
    _, given = _example(edition, person, "")
    intake_id = filing.receive(edition, chance)
    draft_id, key = Intake.objects.get(id=intake_id).draft_id, answers.Key(holder_of(filing.COUNTER))
    if whole:
        filing.fill(draft_id, key, given, chance)
    else:
        _first_page(draft_id, key, given, chance)
    yield from ()


def _first_page(draft_id: UUID, key: answers.Key, given: Mapping[str, Any], chance: Random) -> None:
    view = answers.draft(draft_id, key)
    filing.type_page(view, key, view.pages[0].key, given, chance)


def all_of_them(
    people: list[Person], calendar: Calendar, end: datetime, chance: Random
) -> Iterator[tuple[datetime, Life]]:
    """Every story with the moment it begins."""
    for story in STORIES:
        yield arrival(story, calendar, end), told(story, people, chance)
    yield arrival(Story("road_occupancy", State.DONE, 26), calendar, end), renewing(people[0], chance)
    owners = [one for one in people if one.resident_id is not None]
    for days, procedure in ((2, "dog_death"), (1, "road_occupancy")):
        for person in owners[: 1 + days]:
            whole = procedure == "road_occupancy"
            yield end - timedelta(days=days), begun(person, procedure, chance, whole=whole)
    yield end - timedelta(days=9), together.remembering(people[0])
    yield end - timedelta(days=6), together.moving_in(owners[1], chance)
    yield end - timedelta(hours=5), together.from_the_portal(chance)
    yield end - timedelta(hours=3), half_entered(people[-1], "water_supply", chance, whole=False)
    yield end - timedelta(hours=2), half_entered(people[-2], "road_occupancy", chance, whole=True)
