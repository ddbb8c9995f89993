"""The personal list of a plan: what to do, in order, until when and where; and what of it is done."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from yakuba.ground import languages, town
from yakuba.ground.access.actor import Actor
from yakuba.ground.calendar.business import business_calendar
from yakuba.ground.catalogue import asking, life_events, shelf, topics
from yakuba.ground.catalogue.life_events import LifeEvent, Task
from yakuba.ground.catalogue.scene import full_scene
from yakuba.ground.catalogue.shelf import EditionRef
from yakuba.rooms.applications.models import Plan
from yakuba.rooms.applications.reading.looking import Card, card
from yakuba.rooms.applications.rules.sharing import MOST, about_one_child

SOON_DAYS = 7


@dataclass(frozen=True)
class Line:
    """One thing to do, `times` over (one application for each child). `filed` are the status tokens of the
    cases it led to, `ticked` says that the person has marked it as done; `card` is the procedure behind it,
    None for a task outside the catalogue.
    """

    key: str
    title: str
    text: str
    why: str
    place: str
    decides: str
    url: str
    url_text: str
    deadline: str
    basis: str
    due: date | None
    tone: str
    card: Card | None
    filed: tuple[str, ...]
    ticked: bool
    times: int = 1

    @property
    def all_filed(self) -> bool:
        """Whether a case stands for every time it is needed."""
        return len(self.filed) >= self.times

    @property
    def done(self) -> bool:
        """Whether nothing is left to do here."""
        return self.all_filed or self.ticked

    @property
    def can_be_filed(self) -> bool:
        """Whether it can be applied for together with others now."""
        return self.card is not None and self.card.online and not self.done

    @property
    def to_file(self) -> range:
        """Which of the times are still to be applied for, counted from 1."""
        return range(len(self.filed) + 1, self.times + 1)


@dataclass(frozen=True)
class PlanView:
    """A plan as its holder sees it; `event` is told in the language being spoken."""

    token: str
    event: LifeEvent
    answers: dict[str, Any]
    lines: list[Line]

    @property
    def any_online(self) -> bool:
        """Whether anything is left that can be applied for together."""
        return any(line.can_be_filed for line in self.lines)

    @property
    def left(self) -> int:
        """How many things are left to do."""
        return sum(not line.done for line in self.lines)


def plan_row(token: str, actor: Actor) -> Plan:
    """The plan of a token. Raises Plan.DoesNotExist, also for a life event the town no longer has."""
    row = Plan.objects.visible_to(actor, token=token).get(token=token)
    if topics.life_event(row.life_event) is None:
        raise Plan.DoesNotExist
    return row


def facts_of(event: LifeEvent, answers: dict[str, Any], day: date) -> dict[str, Any]:
    """The facts conditions may speak of."""
    return asking.facts_for(event.asking, answers, today=day, channel="online")


def view(row: Plan, day: date, done: Mapping[str, tuple[str, ...]] | None = None) -> PlanView:
    """The plan with its lines; `done`: procedure key → status tokens of the cases it led to."""
    event = topics.life_event(row.life_event)
    if event is None:
        raise Plan.DoesNotExist
    told = life_events.in_language(event, languages.current())
    calendar = business_calendar(town.read("calendar"))
    drawn = life_events.tasks(told, row.answers, facts_of(event, row.answers, day), calendar)
    standing = {ref.key: ref for ref in shelf.all_in_force(day)}
    filed = done or {}
    lines = [
        _line(task, standing.get(task.item.procedure), row.ticked, filed.get(task.item.procedure, ()), day)
        for task in drawn
        if not task.item.procedure or task.item.procedure in standing
    ]
    return PlanView(row.token, told, row.answers, lines)


def _line(
    task: Task, ref: EditionRef | None, ticked: Collection[str], filed: tuple[str, ...], day: date
) -> Line:
    item, deadline, behind = task.item, task.item.deadline, card(ref) if ref else None
    # A bundle takes a procedure several times only where each is about another child.
    times = min(task.times, MOST) if ref and about_one_child(ref.procedure) else 1
    return Line(
        key=item.key,
        title=item.title or (behind.title if behind else ""),
        text=item.text or (behind.summary if behind else ""),
        why=item.why,
        place=item.place,
        decides=item.decides,
        url=item.url,
        url_text=item.url_text,
        deadline=deadline.text if deadline else "",
        basis=deadline.basis if deadline else "",
        due=task.due,
        tone=_tone(task.due, day),
        card=behind,
        filed=filed[-times:],
        ticked=item.key in ticked,
        times=times,
    )


def _tone(due: date | None, day: date) -> str:
    """The colour of a last day: past, near, or neither."""
    if due is None:
        return ""
    return "danger" if due < day else "warning" if (due - day).days <= SOON_DAYS else "info"


def answer_rows(shown: PlanView, day: date) -> list[dict[str, Any]]:
    """The answers the list was drawn from, in words."""
    facts = facts_of(shown.event, shown.answers, day)
    sections = asking.display_rows(shown.event.asking, shown.answers, facts)
    return [{"label": row.label, "lines": row.lines} for section in sections for row in section.rows]


def shared_answers(token: str) -> dict[str, Any]:
    """What a plan's answers already say for the procedures begun from it: once_only key → canonical value.
    What they imply (`gives`) is said too; answers that are hidden now are left out. {} for a token that opens
    nothing.
    """
    row = Plan.objects.filter(token=token).first() if token else None
    event = topics.life_event(row.life_event) if row else None
    if row is None or event is None:
        return {}
    scene = full_scene(event.asking, row.answers, {})
    given = {give.key: give.value for give in event.gives if scene.holds(give.when)}
    return given | {
        question.once_only: row.answers[question.key]
        for question in event.questions
        if question.once_only and question.key in row.answers and scene.holds(question.show_when)
    }


def plans_of(owner_ref: str) -> list[tuple[str, str]]:
    """A resident's own plans, the newest first: (token, title of the life event)."""
    rows = Plan.objects.filter(owner_ref=owner_ref).order_by("-updated_at").values_list("token", "life_event")
    titles = {
        event.key: life_events.in_language(event, languages.current()).title for event in topics.life_events()
    }
    return [(token, titles[key]) for token, key in rows if key in titles]
