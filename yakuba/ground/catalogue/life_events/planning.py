"""From the answers to the list: which items are meant, in which order, and until which day. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from yakuba.ground.calendar.business import Calendar
from yakuba.ground.calendar.deadline import due_in_business_days, due_in_days, due_in_months
from yakuba.ground.catalogue.definition import Answers, Facts
from yakuba.ground.catalogue.life_events.event import Deadline, Item, LifeEvent
from yakuba.ground.catalogue.scene import Scene, full_scene


@dataclass(frozen=True, slots=True)
class Task:
    """One line of a person's list. `due` is the last day, None when no day was given or none is set; `times`
    is how often it is needed, at least once.
    """

    item: Item
    due: date | None
    times: int = 1


def tasks(event: LifeEvent, answers: Answers, facts: Facts, calendar: Calendar) -> tuple[Task, ...]:
    """The items whose condition holds for these answers, in the event's order."""
    scene = full_scene(event.asking, answers, facts)
    meant = [item for item in event.items if scene.holds(item.when)]
    return tuple(
        Task(item, due_day(item.deadline, answers, calendar), _times(event, item, answers, scene))
        for item in sorted(meant, key=lambda item: item.order)
    )


def _times(event: LifeEvent, item: Item, answers: Answers, scene: Scene) -> int:
    """How often an item is needed: as its question was answered; once where that is hidden or blank."""
    question = next((one for one in event.questions if one.key == item.times), None)
    given = answers.get(question.key) if question and scene.holds(question.show_when) else None
    return 1 if given is None else max(1, int(Decimal(str(given))))


def due_day(deadline: Deadline | None, answers: Answers, calendar: Calendar) -> date | None:
    """The last day of a deadline, moved to the town's next open day when it falls on a closed one
    (地方自治法第4条の2第4項, 民法第142条); None when the day it counts from was not answered.
    """
    given = answers.get(deadline.start) if deadline is not None and deadline.count else None
    if deadline is None or not isinstance(given, str):
        return None
    start = date.fromisoformat(given)
    if deadline.first_day_counts:
        start -= timedelta(days=1)
    if deadline.unit == "business_days":
        return due_in_business_days(calendar, start, deadline.count)
    if deadline.unit == "months":
        return due_in_months(calendar, start, deadline.count)
    return due_in_days(calendar, start, deadline.count)
