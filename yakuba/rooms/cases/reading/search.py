"""Finding cases: everything the actor may see, open or ended, newest first, in a fixed number of queries."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db.models.expressions import RawSQL

from yakuba.ground.access.actor import Actor
from yakuba.ground.access.rights import Right
from yakuba.ground.calendar import clock
from yakuba.ground.calendar.fiscal import fiscal_year, fiscal_year_start
from yakuba.ground.catalogue import shelf
from yakuba.ground.people import read as people
from yakuba.ground.search import Asked, Gate, Piece, Word, fold, haystack, marked_pieces, read_query
from yakuba.rooms.cases.models import INDEX, Case
from yakuba.rooms.cases.models.case import Cases
from yakuba.rooms.cases.rules import search as house
from yakuba.rooms.cases.rules.states import ENDS, LABELS

PAGE = 25
COUNT_CAP = 1000
AROUND = 24  # characters shown before and after a word found in an answer
OPEN, ENDED = "open", "ended"
_OPEN_STATES = frozenset(LABELS) - ENDS


@dataclass(frozen=True)
class Sought:
    """What is looked for. `state`: a state, "open" or "ended"; `year`: a fiscal year; all may be empty."""

    text: str = ""
    state: str = ""
    section: str = ""
    procedure: str = ""
    channel: str = ""
    year: int | None = None
    page: int = 1

    @property
    def narrowed(self) -> bool:
        """Whether anything but words is asked for."""
        return any((self.state, self.section, self.procedure, self.channel, self.year))


@dataclass(frozen=True)
class Hit:
    """One case found; what the words stand in comes in pieces. `elsewhere`: a line not shown otherwise."""

    id: UUID
    number: tuple[Piece, ...]
    applicant: tuple[Piece, ...]
    kana: tuple[Piece, ...]
    title: tuple[Piece, ...]
    subject: tuple[Piece, ...]
    elsewhere: tuple[str, tuple[Piece, ...]] | None
    state: str
    closed: bool
    arrived: date


@dataclass(frozen=True)
class Found:
    """One page of what was found. `only_open`: a single letter was looked for among the open cases only."""

    hits: tuple[Hit, ...]
    total: int
    page: int
    pages: int
    capped: bool
    only_open: bool


@dataclass(frozen=True)
class Choices:
    """What a search can be narrowed by: (key, label) each."""

    states: tuple[tuple[str, str], ...]
    sections: tuple[tuple[str, str], ...]
    procedures: tuple[tuple[str, str], ...]
    years: tuple[int, ...]


def by_number(actor: Actor, text: str) -> UUID | None:
    """The case whose number was typed, however it was typed; None: no such case for this actor."""
    number = house.written_number(text)
    if not number:
        return None
    rows = Case.objects.visible_to(actor).filter(number=number)
    return rows.values_list("id", flat=True).first()


def search(actor: Actor, sought: Sought) -> Found:
    """The page that is asked for: two queries (a third on PostgreSQL, for its statistics)."""
    words = read_query(sought.text)
    asked = Asked(words, _keys(actor, sought))
    # A single letter leads nowhere in the index; open cases are few enough to be looked through.
    only_open = bool(words) and not asked.grams
    rows = _found(actor, sought, asked, only_open=only_open) if words or sought.narrowed else []
    total, pages = min(len(rows), COUNT_CAP), max(1, -(-min(len(rows), COUNT_CAP) // PAGE))
    page = min(max(1, sought.page), pages)
    shown = rows[:COUNT_CAP][(page - 1) * PAGE : page * PAGE]
    cases = Case.objects.visible_to(actor).filter(search_row__id__in=shown).order_by("-search_row__id")
    hits = tuple(_hit(case, words) for case in cases)
    return Found(hits, total, page, pages, len(rows) > COUNT_CAP, only_open)


def _found(actor: Actor, sought: Sought, asked: Asked, *, only_open: bool) -> list[int]:
    """The newest rows of the index, one more than is counted."""
    wanted = _narrowed(Case.objects.visible_to(actor), sought)
    try:
        if only_open or sought.state == OPEN or sought.state in _OPEN_STATES:
            return INDEX.scan(asked, _gate(wanted.open()), most=COUNT_CAP + 1)
        here = wanted.filter(pk=RawSQL("{owner}", ()))
        return INDEX.find(asked, _gate(here), most=COUNT_CAP + 1)
    except EmptyResultSet:
        return []


def _gate(rows: Cases) -> Gate:
    return Gate(*rows.order_by().values("id").query.sql_with_params())


def _narrowed(rows: Cases, sought: Sought) -> Cases:
    exact = {"section": sought.section, "procedure_key": sought.procedure, "channel": sought.channel}
    if sought.state in LABELS:
        exact["state"] = sought.state
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if sought.year:
        first, end = (clock.at(fiscal_year_start(year)) for year in (sought.year, sought.year + 1))
        rows = rows.filter(arrived_at__gte=first, arrived_at__lt=end)
    return rows.filter(closed_at__isnull=False) if sought.state == ENDED else rows


def _keys(actor: Actor, sought: Sought) -> tuple[frozenset[str], ...]:
    """The house words of a query, those of whom the actor may see among them."""
    reach = actor.sections_with(Right.CASE_READ)
    sets = [
        house.reach_words(reach) if reach else frozenset(),
        {house.section_word(sought.section)} if sought.section else (),
        {house.procedure_word(sought.procedure)} if sought.procedure else (),
        {house.channel_word(sought.channel)} if sought.channel else (),
        {house.year_word(sought.year)} if sought.year else (),
        {house.end_word(state) for state in ENDS if sought.state in (state, ENDED)},
    ]
    return tuple(frozenset(keys) for keys in sets if keys)


def choices(actor: Actor) -> Choices:
    """What this actor can narrow by. Two queries."""
    reach = actor.sections_with(Right.CASE_READ)
    known = people.sections()
    sections = [
        (key, f"{known[ref.parent].name} {ref.name}" if ref.parent else ref.name)
        for key, ref in known.items()
        if reach is None or key in reach
    ]
    today = clock.today()
    oldest = Case.objects.order_by("id").values_list("arrived_at", flat=True).first()
    first = fiscal_year(clock.local(oldest).date()) if oldest else fiscal_year(today)
    procedures = {ref.key: ref.procedure.title for ref in shelf.all_in_force(today)}
    return Choices(
        states=((OPEN, "終わっていない"), (ENDED, "終わった"), *LABELS.items()),
        sections=tuple(sections),
        procedures=tuple(sorted(procedures.items(), key=lambda pair: pair[1])),
        years=tuple(range(fiscal_year(today), first - 1, -1)),
    )


def _hit(case: Case, words: tuple[Word, ...]) -> Hit:
    shown = (case.number, case.applicant_name, case.applicant_kana, case.title, case.subject)
    folded = [fold(text) for text in shown]
    unseen = [word for word in words if not any(word.folded in text for text in folded)]
    number, applicant, kana, title, subject = (marked_pieces(text, words) for text in shown)
    return Hit(
        case.id, number, applicant, kana, title, subject,
        elsewhere=_elsewhere(case, unseen),
        state=LABELS[case.state],
        closed=case.closed_at is not None,
        arrived=clock.local(case.arrived_at).date(),
    )  # fmt: skip


def _elsewhere(case: Case, words: list[Word]) -> tuple[str, tuple[Piece, ...]] | None:
    """Where the first word stands that is not in what a line shows anyway."""
    for word in words:
        if word.folded in haystack(phones=(case.applicant_phone,)):
            return "電話", (Piece(case.applicant_phone, hit=True),)
        for label, text in (
            ("住所", case.applicant_address),
            ("収受番号", case.receipt_number),
            ("回答", case.search),
        ):
            pieces = marked_pieces(text, words)
            if any(piece.hit for piece in pieces):
                return label, _around(pieces)
    return None


def _around(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """The first hit with some words before and after it."""
    at = next(place for place, piece in enumerate(pieces) if piece.hit)
    before = pieces[at - 1].text if at else ""
    after = pieces[at + 1].text if at + 1 < len(pieces) else ""
    head = "…" + before[-AROUND:] if len(before) > AROUND else before
    tail = after[:AROUND] + "…" if len(after) > AROUND else after
    return tuple(piece for piece in (Piece(head), pieces[at], Piece(tail)) if piece.text)
