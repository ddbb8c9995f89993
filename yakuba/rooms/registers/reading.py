"""Register entries as frozen values. With an actor: only what that actor may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Q

from yakuba.ground.access.actor import Actor
from yakuba.ground.calendar import clock
from yakuba.ground.paging import at_once, page_of, text_of
from yakuba.ground.search import fold
from yakuba.rooms.registers import rules
from yakuba.rooms.registers.models import Entry, EntryEnd, EntryQuerySet
from yakuba.rooms.registers.rules import STATE_LABELS, State

PAGE = 50
FILTERS = {
    "current": "有効なもの",
    "soon": "まもなく満了",
    "expired": "期間満了",
    "ended": "終了",
    "all": "すべて",
}
_TONES = {
    State.VALID: "success",
    State.SOON: "warning",
    State.FUTURE: "info",
    State.EXPIRED: "danger",
    State.ENDED: "neutral",
}


@dataclass(frozen=True)
class EndView:
    on: date
    reason: str
    subject: str
    by_name: str


@dataclass(frozen=True)
class EntryView:
    """One entry, its state seen on today's day in Japan. `facts` are (label, text) in their order."""

    id: UUID
    register: str
    register_title: str
    number: str
    title: str
    holder_name: str
    holder_ref: str
    facts: tuple[tuple[str, str], ...]
    conditions: str
    valid_from: date | None
    valid_to: date | None
    procedure_key: str
    section: str
    subject: str
    link: str
    submission_id: UUID | None
    follows: UUID | None
    origin: UUID
    written_at: datetime
    written_on: date
    written_by_name: str
    end: EndView | None
    state: State
    state_label: str
    tone: str

    @property
    def renewable(self) -> bool:
        """Whether a renewal may start from it: it has a last day and no end was written."""
        return self.valid_to is not None and self.end is None


@dataclass(frozen=True)
class RegisterRow:
    """One register of the list: its entries, how many are in force, how many expire soon."""

    key: str
    title: str
    count_text: str
    valid_text: str
    soon_text: str


@dataclass(frozen=True)
class Found:
    rows: tuple[EntryView, ...]
    count_text: str
    page: int
    has_next: bool


def registers(actor: Actor) -> list[RegisterRow]:
    """The registers with entries the actor may see, by title. Three queries, however many entries."""
    seen = Entry.objects.visible_to(actor)
    keys = _keys()
    each = [seen.filter(register=key) for key in keys]
    titles = at_once(firsts=[rows.order_by("-written_at", "-id").values("register_title") for rows in each])
    counts = at_once(counts=[_filtered(rows, state) for rows in each for state in ("all", "current", "soon")])
    found = [
        RegisterRow(key, str(title), *(text_of(int(count)) for count in counts[3 * at : 3 * at + 3]))
        for at, (key, title) in enumerate(zip(keys, titles, strict=True))
        if title is not None
    ]
    return sorted(found, key=lambda row: (row.title, row.key))


def _keys() -> list[str]:
    """The keys of all registers, by going from one to the next in the index."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE keys(key) AS (SELECT min(register) FROM registers_entry UNION ALL "
            "SELECT (SELECT min(register) FROM registers_entry WHERE register > keys.key) FROM keys "
            "WHERE keys.key IS NOT NULL) SELECT key FROM keys WHERE key IS NOT NULL"
        )
        return [key for (key,) in cursor.fetchall()]


def title_of(register: str, actor: Actor) -> str:
    """The title of a register, as its newest entry has it. Raises Entry.DoesNotExist."""
    rows = Entry.objects.visible_to(actor).filter(register=register)
    return rows.only("register_title").latest("written_at").register_title


def search(register: str, actor: Actor, *, text: str = "", state: str = "current", page: int = 1) -> Found:
    """Entries of one register, newest first (those expiring: the next one first). Two queries."""
    rows = _filtered(Entry.objects.visible_to(actor).filter(register=register), state)
    if text.strip():
        rows = rows.filter(search__contains=fold(text))
    order = ("valid_to", "id") if state == "soon" else ("-written_at", "-id")
    found = page_of(rows.select_related("end").order_by(*order), page, size=PAGE)
    return Found(tuple(_view(row) for row in found.rows), found.count_text, found.page, found.has_next)


def find(register: str, text: str, actor: Actor, *, limit: int = 20) -> list[EntryView]:
    """The entries of a register whose number is `text`, else those that hold `text`; newest first."""
    visible = Entry.objects.visible_to(actor).filter(register=register).select_related("end")
    wanted = fold(text)
    if not wanted:
        return []
    rows = visible.filter(number__iexact=text.strip()) or visible.filter(search__contains=wanted)
    return [_view(row) for row in rows.order_by("-written_at", "-id")[:limit]]


def entry(entry_id: UUID, actor: Actor) -> EntryView:
    """Raises Entry.DoesNotExist, also for what the actor may not see."""
    return _view(Entry.objects.visible_to(actor).select_related("end").get(id=entry_id))


def chain(view: EntryView, actor: Actor) -> list[EntryView]:
    """The entry with those it followed and those that followed it, oldest first. One query."""
    rows = Entry.objects.visible_to(actor).filter(origin=view.origin).select_related("end")
    return [_view(row) for row in rows.order_by("written_at", "id")]


def entries_of_holder(holder_ref: str) -> list[EntryView]:
    """What a resident holds, newest first; the caller has proved who asks. [] for an empty reference."""
    if not holder_ref:
        return []
    # The index leaves out entries nobody holds; SQLite takes it only for a query that says so too.
    rows = Entry.objects.filter(~Q(holder_ref=""), holder_ref=holder_ref).select_related("end")
    return [_view(row) for row in rows.order_by("-written_at", "-id")]


def entries_of(subjects: Iterable[str]) -> dict[str, list[EntryView]]:
    """The entries written by each matter; [] for a matter without any. One query."""
    found: dict[str, list[EntryView]] = {subject: [] for subject in subjects}
    rows = Entry.objects.filter(subject__in=list(found)).select_related("end")
    for row in rows.order_by("written_at", "id"):
        found[row.subject].append(_view(row))
    return found


def expiring(register: str, before: date) -> list[EntryView]:
    """Entries in force today whose last day comes on or before `before`, the next one first. One query."""
    rows = Entry.objects.filter(register=register, end=None, valid_to__range=(clock.today(), before))
    return [_view(row) for row in rows.select_related("end").order_by("valid_to", "id")]


def _filtered(rows: EntryQuerySet, state: str) -> EntryQuerySet:
    today = clock.today()
    if state == "current":
        return rows.filter(_in_force(today))
    if state == "soon":
        return rows.filter(end=None, valid_to__range=(today, today + timedelta(days=rules.SOON_DAYS)))
    if state == "expired":
        return rows.filter(end=None, valid_to__lt=today)
    return rows.filter(end__on__lte=today) if state == "ended" else rows


def _in_force(today: date) -> Q:
    """Not ended by today (a renewed entry may end on a later day), and not past its last day."""
    return (Q(end=None) | Q(end__on__gt=today)) & (Q(valid_to=None) | Q(valid_to__gte=today))


def subjects_of(subject: str) -> list[str]:
    """The journal's names of the entries one subject wrote or ended, for its evidence. One query."""
    rows = Entry.objects.filter(Q(subject=subject) | Q(end__subject=subject))
    return [f"register:{key}" for key in rows.values_list("id", flat=True)]


def _view(row: Entry) -> EntryView:
    done: EntryEnd | None = getattr(row, "end", None)
    now = rules.state(
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        ended_on=done.on if done else None,
        day=clock.today(),
    )
    return EntryView(
        id=row.id,
        register=row.register,
        register_title=row.register_title,
        number=row.number,
        title=row.title,
        holder_name=row.holder_name,
        holder_ref=row.holder_ref,
        facts=tuple((label, text) for label, text in row.facts),
        conditions=row.conditions,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        procedure_key=row.procedure_key,
        section=row.section,
        subject=row.subject,
        link=row.link,
        submission_id=row.submission_id,
        follows=row.follows_id,
        origin=row.origin,
        written_at=row.written_at,
        written_on=row.written_on,
        written_by_name=row.written_by_name,
        end=EndView(done.on, done.reason, done.subject, done.by_name) if done else None,
        state=now,
        state_label=STATE_LABELS[now],
        tone=_TONES[now],
    )
