"""「わたしの机」: lists, counts and the next case, in a fixed number of queries."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, F, Q

from yakuba.ground.access.actor import Actor
from yakuba.ground.calendar import clock
from yakuba.ground.people import read as people
from yakuba.ground.search import read_query
from yakuba.rooms.cases.models import Case, Opinion
from yakuba.rooms.cases.models.case import CHANNELS, Cases
from yakuba.rooms.cases.reading.docket import town_calendar
from yakuba.rooms.cases.reading.ended import last_ended
from yakuba.rooms.cases.rules.deadline import Deadline, deadline
from yakuba.rooms.cases.rules.states import LABELS, State

PAGE = 25
COUNT_CAP = 1000
_BY_DEADLINE = (F("due_on").asc(nulls_last=True), "number")
SOON_DAYS = 7
WAITING = (State.CORRECTION, State.CIRCULATING, State.PAYMENT)
TABS = {
    "mine": "わたしの担当",
    "inbox": "担当なし",
    "section": "係の全件",
    "waiting": "相手待ち",
    "asked": "合議の依頼",
    "closed": "終わった案件",
}


@dataclass(frozen=True)
class Wanted:
    """What the desk is asked to show. `due`: late, today or soon."""

    tab: str = ""
    state: str = ""
    procedure: str = ""
    channel: str = ""
    due: str = ""
    text: str = ""
    page: int = 1


@dataclass(frozen=True)
class DeskRow:
    """One line of the desk."""

    id: UUID
    number: str
    title: str
    subject: str
    applicant: str
    channel: str
    state: str
    arrived: date
    deadline: Deadline
    late: bool
    unseen: bool
    faulty: bool
    assignee: str


@dataclass(frozen=True)
class Tally:
    """A number to press."""

    key: str
    label: str
    count: int


@dataclass(frozen=True)
class Desk:
    """The whole desk."""

    tab: str
    rows: tuple[DeskRow, ...]
    tabs: tuple[Tally, ...]
    due: tuple[Tally, ...]
    states: tuple[Tally, ...]
    procedures: tuple[Tally, ...]
    total: int
    page: int
    pages: int
    capped: bool = False
    channels: tuple[tuple[str, str], ...] = field(default=tuple(CHANNELS))


def desk(actor: Actor, wanted: Wanted) -> Desk:
    """The desk of a member of staff: seven queries, however many cases there are."""
    today = clock.today()
    tabs, due = _tallies(actor, today)
    states, procedures = _groups(actor)
    tab = wanted.tab if wanted.tab in TABS else _first_tab(tabs)
    if tab == "closed":
        ids = last_ended(actor, COUNT_CAP + 1)
    else:
        found = _narrowed(_of_tab(actor, tab), wanted, today).order_by(*_BY_DEADLINE)
        ids = list(found.values_list("id", flat=True)[: COUNT_CAP + 1])
    total = len(ids)
    pages = max(1, -(-min(total, COUNT_CAP) // PAGE))
    page = min(max(1, wanted.page), pages)
    shown = ids[:COUNT_CAP][(page - 1) * PAGE : page * PAGE]
    kept = {row.id: row for row in Case.objects.visible_to(actor).filter(id__in=shown)}
    rows = [kept[key] for key in shown if key in kept]
    return Desk(
        tab=tab,
        rows=_lines(rows, today, actor.ref),
        tabs=tabs,
        due=due,
        states=states,
        procedures=procedures,
        total=min(total, COUNT_CAP),
        page=page,
        pages=pages,
        capped=total > COUNT_CAP,
    )


def next_in_queue(actor: Actor, case: Case) -> UUID | None:
    """The next case that waits for this actor's section after `case`: by deadline, own ones and free ones
    only.
    """
    queue = (
        _section(actor)
        .exclude(state__in=WAITING)
        .filter(Q(assignee_id=actor.id) | Q(assignee_id__isnull=True))
        .exclude(id=case.id)
    )
    after = Q(due_on__gt=case.due_on) | Q(due_on=case.due_on, number__gt=case.number) | Q(due_on__isnull=True)
    if case.due_on is None:
        after = Q(due_on__isnull=True, number__gt=case.number)
    ahead = queue.filter(after).order_by(F("due_on").asc(nulls_last=True), "number")
    return ahead.values_list("id", flat=True).first()


def waiting_count(actor: Actor) -> int:
    """How many cases wait for this actor: own ones and the section's without anybody, capped."""
    mine = _section(actor).exclude(state__in=WAITING)
    mine = mine.filter(Q(assignee_id=actor.id) | Q(assignee_id__isnull=True))
    return len(mine.values_list("id", flat=True)[:COUNT_CAP])


def _section(actor: Actor) -> Cases:
    """Open cases whose present step is the work of the actor's sections."""
    return Case.objects.visible_to(actor).open().filter(work_section__in=actor.sections)


def _asked(actor: Actor) -> Cases:
    waiting = Opinion.objects.filter(section__in=actor.sections, at__isnull=True)
    asked = Case.objects.visible_to(actor).open().filter(state=State.CONSULT)
    return asked.filter(id__in=waiting.values("case_id"))


def _of_tab(actor: Actor, tab: str) -> Cases:
    """Open cases of a tab; ended ones are a list of their own (`ended.py`)."""
    visible = Case.objects.visible_to(actor)
    match tab:
        case "mine":
            return visible.open().filter(assignee_id=actor.id)
        case "inbox":
            return _section(actor).filter(assignee_id__isnull=True)
        case "waiting":
            return _section(actor).filter(state__in=WAITING)
        case "asked":
            return _asked(actor)
        case _:
            return visible.open() if not actor.sections else _section(actor)


def _narrowed(rows: Cases, wanted: Wanted, today: date) -> Cases:
    exact = {"state": wanted.state, "procedure_key": wanted.procedure, "channel": wanted.channel}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if wanted.due in ("late", "today", "soon"):
        rows = rows.filter(_due(wanted.due, today))
    for word in read_query(wanted.text):
        rows = rows.filter(search_row__text__contains=word.folded)
    return rows


def _due(which: str, today: date) -> Q:
    running = Q(stopped_on__isnull=True, closed_at__isnull=True)
    match which:
        case "late":
            return running & Q(due_on__lt=today)
        case "today":
            return running & Q(due_on=today)
        case _:
            return running & Q(due_on__gt=today, due_on__lte=today + timedelta(days=SOON_DAYS))


def _tallies(actor: Actor, today: date) -> tuple[tuple[Tally, ...], tuple[Tally, ...]]:
    mine = Q(assignee_id=actor.id)
    here = Q(work_section__in=actor.sections) if actor.sections else Q()
    near = mine | here
    found = (
        Case.objects.visible_to(actor)
        .open()
        .filter(near if actor.sections else Q())
        .aggregate(
            mine=Count("id", filter=mine),
            inbox=Count("id", filter=here & Q(assignee_id__isnull=True)),
            section=Count("id", filter=here),
            waiting=Count("id", filter=here & Q(state__in=WAITING)),
            late=Count("id", filter=near & _due("late", today)),
            today=Count("id", filter=near & _due("today", today)),
            soon=Count("id", filter=near & _due("soon", today)),
        )
    )
    found["asked"] = _asked(actor).count()
    tabs = tuple(Tally(key, label, found.get(key, 0)) for key, label in TABS.items())
    due = (
        Tally("late", "期限をすぎた", found["late"]),
        Tally("today", "今日が期限", found["today"]),
        Tally("soon", f"{SOON_DAYS}日以内", found["soon"]),
    )
    return tabs, due


def _groups(actor: Actor) -> tuple[tuple[Tally, ...], tuple[Tally, ...]]:
    """Open cases near the actor by state and by procedure, from one grouped query."""
    states: dict[str, int] = {}
    procedures: dict[str, tuple[str, int]] = {}
    rows = (
        _of_tab(actor, "section")
        .order_by()
        .values_list("state", "procedure_key", "title")
        .annotate(n=Count("id"))
    )
    for state, key, title, count in rows:
        states[state] = states.get(state, 0) + count
        procedures[key] = (title, procedures.get(key, ("", 0))[1] + count)
    return (
        tuple(Tally(key, label, states[key]) for key, label in LABELS.items() if key in states),
        tuple(Tally(key, title, count) for key, (title, count) in sorted(procedures.items())),
    )


def _first_tab(tabs: tuple[Tally, ...]) -> str:
    counts = {tally.key: tally.count for tally in tabs}
    return next((key for key in ("mine", "inbox", "asked") if counts[key]), "section")


def _lines(rows: list[Case], today: date, looking: str) -> tuple[DeskRow, ...]:
    names = people.staff_names([row.assignee_id for row in rows if row.assignee_id])
    calendar = town_calendar()
    return tuple(
        DeskRow(
            id=row.id,
            number=row.number,
            title=row.title,
            subject=row.subject,
            applicant=row.applicant_name,
            channel=row.get_channel_display(),
            state=LABELS[row.state],
            arrived=clock.local(row.arrived_at).date(),
            deadline=deadline(
                calendar, None if row.closed_at else row.due_on, today, stopped=row.stopped_on is not None
            ),
            late=bool(row.due_on and row.due_on < today and not row.stopped_on and not row.closed_at),
            unseen=row.unseen and row.closed_at is None and row.last_by != looking,
            faulty=row.faulty and row.closed_at is None,
            assignee=names.get(row.assignee_id, "") if row.assignee_id else "",
        )
        for row in rows
    )
