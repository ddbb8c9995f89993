"""A case with its edition, its submission and its visits: what rules and papers are made from."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

from yakuba.ground import town
from yakuba.ground.calendar import clock
from yakuba.ground.calendar.business import Calendar, business_calendar
from yakuba.ground.catalogue import asking, shelf
from yakuba.ground.catalogue.definition import Procedure, Step
from yakuba.ground.people import read as people
from yakuba.rooms.answers import door as answers
from yakuba.rooms.cases.models import Case, StepVisit
from yakuba.rooms.cases.rules.deadline import Stop, due_day
from yakuba.rooms.cases.rules.machine import Sight


@dataclass(frozen=True)
class Docket:
    """Everything a rule may ask about a case, read once."""

    case: Case
    procedure: Procedure
    submission: answers.SubmissionView
    visits: tuple[StepVisit, ...]

    @property
    def visit(self) -> StepVisit | None:
        """The visit the case is at, None when it has ended."""
        return next((visit for visit in self.visits if visit.done_at is None), None)

    @property
    def step(self) -> Step | None:
        """The step the case is at, None when it has ended."""
        return self.procedure.step(self.visit.step_key) if self.visit else None

    @cached_property
    def section_name(self) -> str:
        """The section in charge as papers name it."""
        return people.section_name(self.case.section)

    @property
    def staff(self) -> dict[str, Any]:
        """Staff answers of all visits, the later ones winning."""
        found: dict[str, Any] = {}
        for visit in self.visits:
            found |= visit.answers
        return found

    @property
    def facts(self) -> dict[str, Any]:
        """Facts as they stood when the submission was sealed, with the fee (yen)."""
        return {**self.submission.facts, "fee_total": self.submission.fee.total}

    @property
    def staff_facts(self) -> dict[str, Any]:
        """Facts for the questions staff answer: the same, but `today` is the day they answer on."""
        return {**self.facts, "today": clock.today().isoformat()}

    @property
    def sight(self) -> Sight:
        """What the step machine looks at."""
        data = asking.condition_data(self.procedure, self.submission.answers, self.facts, staff=self.staff)
        fee = self.submission.fee.total
        return Sight(data, self.case.decision, fee, asking.wording(self.procedure))


def docket(case: Case, *, submission: answers.SubmissionView | None = None) -> Docket:
    """Read the case's surroundings, two queries and the edition from the process's shelf.

    `submission`: the case's as read before; a sealed submission never changes, so it is not read again.
    """
    if submission is None or submission.id != case.submission_id:
        submission = answers.submission(case.submission_id)
    return Docket(
        case=case,
        procedure=shelf.edition(case.edition_id).procedure,
        submission=submission,
        visits=tuple(case.visits.select_related("drafting", "letter").order_by("order")),
    )


def town_calendar() -> Calendar:
    """The town's open and closed days. Raises TownError or CalendarError naming the key."""
    return _calendar(str(town.folder()))


@lru_cache(maxsize=4)
def _calendar(_folder: str) -> Calendar:
    return business_calendar(town.read("calendar"))


def due_of(case: Case, procedure: Procedure, today: date, arrived: date) -> date | None:
    """The day the case is due, with its stopped days taken out."""
    stops = [Stop(stop.begins, stop.ends) for stop in case.stops.all()]
    return due_day(town_calendar(), arrived, procedure.standard_days, stops, today)
