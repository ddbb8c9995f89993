"""One matter lived through to its end, for tests that ask what can be proved of it."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from uuid import UUID

from seeds import filing
from seeds.clerks import Matter
from seeds.people import BY, employ_everyone, somebody
from seeds.timeline import Timeline
from yakuba.ground import town
from yakuba.ground.calendar import clock
from yakuba.ground.calendar.business import business_calendar
from yakuba.ground.catalogue import shelf
from yakuba.ground.jobs.queue import run_due
from yakuba.hall import town_data
from yakuba.rooms.cases.models import Case

SINCE = date(2026, 4, 1)


@dataclass(frozen=True)
class Lived:
    """A case that came in at the counter and went all the way."""

    id: UUID
    number: str


def open_the_hall() -> None:
    """Staff at their posts, and the town's procedures published."""
    employ_everyone(since=SINCE)
    data = town_data.check()
    assert data.faults == ()
    town_data.publish(data, valid_from=clock.today(), by=BY)


def live(moving: clock.MovedClock, procedure: str, *, luck: tuple[str, ...] = ()) -> Lived:
    """File the first example of a procedure at the counter, and let everybody do their part until it is
    closed.
    """
    chance, person = Random(7), somebody(Random(5), 7)  # the seventh has no e-mail address
    edition = shelf.in_force(procedure, clock.today())
    example = next(one for one in edition.procedure.examples if one.expect.get("valid"))
    case_id = filing.bring(
        edition, filing.variation(edition.procedure, example, person, clock.today()), chance
    )
    matter = Matter(case_id, person, example.staff, chance)
    matter.luck = dict.fromkeys(luck, True)
    calendar = business_calendar(town.read("calendar"))
    timeline = Timeline(calendar, moving, clock.now() + timedelta(days=400))
    timeline.add(clock.now(), matter.life())
    timeline.run(lambda _: None)
    run_due()
    return Lived(case_id, Case.objects.get(id=case_id).number)
