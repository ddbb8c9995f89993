"""Assessments, receipts and the day's cash as frozen values. With an actor: only what that actor may see."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, Sum

from yakuba.ground import town
from yakuba.ground.access.actor import Actor
from yakuba.ground.calendar import clock
from yakuba.ground.calendar.business import business_calendar
from yakuba.ground.calendar.deadline import due_in_days
from yakuba.ground.calendar.fiscal import fiscal_year_label
from yakuba.ground.paging import page_of
from yakuba.ground.people import read as people
from yakuba.ground.search import fold
from yakuba.rooms.payments import rules
from yakuba.rooms.payments.models import Assessment, AssessmentQuerySet, Entry, Receipt
from yakuba.rooms.payments.providers import METHODS
from yakuba.rooms.payments.rules import KIND_LABELS, STATE_LABELS, Kind, State

PAGE = 50
FILTERS = {
    "open": "未納",
    "overdue": "納期限を過ぎたもの",
    "settled": "納付済",
    "cancelled": "取消し",
    "all": "すべて",
}


@dataclass(frozen=True)
class ReceiptView:
    id: UUID
    number: str
    amount: int
    tendered: int
    change: int
    method: str
    received_on: date
    received_at: datetime
    receiver_name: str


@dataclass(frozen=True)
class FeeView:
    label: str
    amount: int
    basis: str
    because: tuple[str, ...]


@dataclass(frozen=True)
class AssessmentView:
    """One assessment. `overdue` is seen on today's date in Japan."""

    id: UUID
    number: str
    subject: str
    reference: str
    link: str
    label: str
    amount: int
    fiscal_year: int
    fiscal_year_label: str
    payer_name: str
    payer_address: str
    section: str
    assessed_on: date
    assessed_by: str
    due_on: date
    state: str
    state_label: str
    overdue: bool
    fees: tuple[FeeView, ...]
    receipt: ReceiptView | None

    @property
    def shown_state(self) -> str:
        """The state in the words of a list: an unpaid one past its due day says so."""
        return "納期限超過" if self.overdue else self.state_label

    @property
    def tone(self) -> str:
        """The tone of its status tag (see docs/ui.md)."""
        tones = {State.OPEN: "waiting", State.SETTLED: "success", State.CANCELLED: "neutral"}
        return "danger" if self.overdue else tones[State(self.state)]


@dataclass(frozen=True)
class EntryView:
    kind: str
    amount: int
    on: date
    at: datetime
    by_name: str
    reason: str


@dataclass(frozen=True)
class Found:
    """One page of a search: `count_text` is of all pages."""

    rows: tuple[AssessmentView, ...]
    count_text: str
    page: int
    has_next: bool


@dataclass(frozen=True)
class DayRow:
    receipt: ReceiptView
    assessment: AssessmentView


@dataclass(frozen=True)
class DayTotal:
    label: str
    count: int
    amount: int


@dataclass(frozen=True)
class DayBook:
    """日計: the receipts of one day in the order of their numbers, and their sums (yen)."""

    day: date
    rows: tuple[DayRow, ...]
    by_method: tuple[DayTotal, ...]
    by_year: tuple[DayTotal, ...]
    total: int


def due_day(assessed_on: date) -> date:
    """The due day (納期限) of an assessment of that day, by town/payments.toml in force. Raises TownError."""
    row = town.value_in_force(
        town.read("payments").get("due", ()), assessed_on, file="payments.toml", key="due"
    )
    return due_in_days(business_calendar(town.read("calendar")), assessed_on, int(row["days"]))


def search(actor: Actor, *, text: str = "", state: str = "open", page: int = 1) -> Found:
    """Assessments the actor may see: unpaid ones oldest due day first, others newest first. Two queries."""
    rows = _filtered(Assessment.objects.visible_to(actor), state)
    if text.strip():
        rows = rows.filter(_matching(text))
    order = ("due_on", "id") if state in ("open", "overdue") else ("-assessed_at", "-id")
    found = page_of(rows.select_related("receipt").order_by(*order), page, size=PAGE)
    return Found(tuple(_view(row) for row in found.rows), found.count_text, found.page, found.has_next)


def assessment(assessment_id: UUID, actor: Actor) -> AssessmentView:
    """Raises Assessment.DoesNotExist, also for what the actor may not see."""
    return _view(Assessment.objects.visible_to(actor).select_related("receipt").get(id=assessment_id))


def assessment_unseen(assessment_id: UUID) -> AssessmentView:
    """The assessment without asking who looks: for doors whose caller has its own gate."""
    return _view(Assessment.objects.select_related("receipt").get(id=assessment_id))


def of_receipt(receipt_id: UUID, actor: Actor) -> AssessmentView:
    """The assessment of a receipt. Raises Assessment.DoesNotExist."""
    visible = Assessment.objects.visible_to(actor).select_related("receipt")
    return _view(visible.get(receipt__id=receipt_id))


def ledger(assessment_id: UUID) -> tuple[EntryView, ...]:
    """The ledger of an assessment the caller was already shown, oldest first."""
    rows = Entry.objects.filter(assessment_id=assessment_id).order_by("at", "id")
    return tuple(
        EntryView(KIND_LABELS[Kind(row.kind)], row.amount, row.on, row.at, row.by_name, row.reason)
        for row in rows
    )


def assessments_of(subjects: Iterable[str]) -> dict[str, list[AssessmentView]]:
    """The assessments of many subjects, by fiscal year; [] for a subject without any. One query."""
    found: dict[str, list[AssessmentView]] = {subject: [] for subject in subjects}
    rows = Assessment.objects.filter(subject__in=list(found)).select_related("receipt")
    for row in rows.order_by("fiscal_year", "number"):
        found[row.subject].append(_view(row))
    return found


def day_book(day: date, actor: Actor) -> DayBook:
    """The money taken on `day` that the actor may see. One query."""
    visible = Assessment.objects.visible_to(actor).filter(receipt__received_on=day).select_related("receipt")
    views = [_view(row) for row in visible.order_by("receipt__fiscal_year", "receipt__number")]
    rows = tuple(DayRow(view.receipt, view) for view in views if view.receipt)
    return DayBook(
        day=day,
        rows=rows,
        by_method=_totals((row.receipt.method, row.receipt.amount) for row in rows),
        by_year=_totals((row.assessment.fiscal_year_label, row.receipt.amount) for row in rows),
        total=sum(row.receipt.amount for row in rows),
    )


def open_totals(actor: Actor) -> DayTotal:
    """How many assessments are unpaid, and their sum (yen), as the actor may see. One query."""
    rows = Assessment.objects.visible_to(actor).filter(state=State.OPEN)
    sums = rows.aggregate(count=Count("id"), amount=Sum("amount"))
    return DayTotal("未納", sums["count"], sums["amount"] or 0)


def taken_days(actor: Actor, day: date) -> tuple[date | None, date | None]:
    """The nearest days before and after `day` on which money was taken. Two queries."""
    seen = Assessment.objects.visible_to(actor).filter(pk=OuterRef("assessment_id"))
    rows = Receipt.objects.filter(Exists(seen)).values_list("received_on", flat=True)
    before = rows.filter(received_on__lt=day).order_by("-received_on").first()
    after = rows.filter(received_on__gt=day).order_by("received_on").first()
    return before, after


def assessor_name(view: AssessmentView) -> str:
    """The name of who assessed; "" for the machine."""
    kind, _, identity = view.assessed_by.partition(":")
    return people.staff_names([UUID(identity)]).get(UUID(identity), "") if kind == "staff" else ""


def subjects_of(subject: str) -> list[str]:
    """The journal's names of all assessments of one subject, for its evidence. One query."""
    return [
        f"payment:{key}" for key in Assessment.objects.filter(subject=subject).values_list("id", flat=True)
    ]


def _filtered(rows: AssessmentQuerySet, state: str) -> AssessmentQuerySet:
    if state == "overdue":
        return rows.filter(state=State.OPEN, due_on__lt=clock.today())
    return rows if state == "all" else rows.filter(state=state)


def _matching(text: str) -> Q:
    number = rules.read_number(text)
    if number:
        return Q(fiscal_year=number[0], number=number[1]) | Q(search__contains=fold(text))
    return Q(search__contains=fold(text))


def _totals(pairs: Iterable[tuple[str, int]]) -> tuple[DayTotal, ...]:
    sums: dict[str, list[int]] = {}
    for label, amount in pairs:
        sums.setdefault(label, []).append(amount)
    return tuple(DayTotal(label, len(amounts), sum(amounts)) for label, amounts in sorted(sums.items()))


def _view(row: Assessment) -> AssessmentView:
    state = State(row.state)
    return AssessmentView(
        id=row.id,
        number=rules.number_text(row.fiscal_year, row.number),
        subject=row.subject,
        reference=row.reference,
        link=row.link,
        label=row.label,
        amount=row.amount,
        fiscal_year=row.fiscal_year,
        fiscal_year_label=fiscal_year_label(row.fiscal_year),
        payer_name=row.payer_name,
        payer_address=row.payer_address,
        section=row.section,
        assessed_on=row.assessed_on,
        assessed_by=row.assessed_by,
        due_on=row.due_on,
        state=state,
        state_label=STATE_LABELS[state],
        overdue=rules.overdue(row.due_on, state, clock.today()),
        fees=_fees(row.lines),
        receipt=_receipt(row.receipt) if hasattr(row, "receipt") else None,
    )


def _fees(lines: Sequence[dict[str, object]]) -> tuple[FeeView, ...]:
    return tuple(
        FeeView(str(line["label"]), int(str(line["amount"])), str(line["basis"]), _sentences(line["because"]))
        for line in lines
    )


def _sentences(because: object) -> tuple[str, ...]:
    return tuple(str(one) for one in because) if isinstance(because, list) else ()


def _receipt(row: Receipt) -> ReceiptView:
    return ReceiptView(
        id=row.id,
        number=rules.number_text(row.fiscal_year, row.number),
        amount=row.amount,
        tendered=row.tendered,
        change=rules.change(row.amount, row.tendered),
        method=METHODS.get(row.method, row.method),
        received_on=row.received_on,
        received_at=row.received_at,
        receiver_name=row.receiver_name,
    )
