"""The only writer of money: right, rule, rows, journal, news, in one transaction."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from yakuba.ground import news
from yakuba.ground.access.actor import Actor
from yakuba.ground.access.gate import Denied, require
from yakuba.ground.access.rights import Right
from yakuba.ground.calendar import clock
from yakuba.ground.calendar.fiscal import fiscal_year
from yakuba.ground.journal.holding import hold
from yakuba.ground.journal.models import ProvedRow
from yakuba.ground.journal.record import record
from yakuba.ground.numbering.next import next_number
from yakuba.ground.search import fold
from yakuba.rooms.payments import rules
from yakuba.rooms.payments.models import Assessment, Entry, Receipt
from yakuba.rooms.payments.providers import METHODS
from yakuba.rooms.payments.rules import Kind, Line, PaymentRefused, Posting, Settled, State


@transaction.atomic
def assess(
    *,
    subject: str,
    lines: Sequence[Line],
    payer_name: str,
    payer_address: str,
    section: str,
    due_on: date,
    by: Actor,
    reference: str = "",
    link: str = "",
) -> list[Assessment]:
    """調定 (地方自治法第231条): one row a fiscal year; nothing for a total of 0 yen.

    Raises Denied without the right in the section, PaymentRefused for what cannot be assessed.
    """
    require(by, Right.PAYMENT_ASSESS, section=section)
    at = clock.now()
    today = clock.today()
    if not payer_name.strip():
        raise PaymentRefused("納入する人の氏名がありません。申請の内容を確かめてください。")
    if due_on < today:
        raise PaymentRefused("納期限が今日より前になっています。納期限を決め直してください。")
    made = []
    for year, of_year in rules.by_fiscal_year(lines, today).items():
        number = next_number("payments.assessment", year)
        row = Assessment.objects.create(
            fiscal_year=year,
            number=number,
            subject=subject,
            reference=reference,
            link=link,
            label=rules.label_of(of_year),
            amount=sum(line.amount for line in of_year),
            lines=[_line(line) for line in of_year],
            payer_name=payer_name.strip(),
            payer_address=payer_address.strip(),
            section=section,
            assessed_at=at,
            assessed_on=today,
            assessed_by=by.ref,
            due_on=due_on,
            search=fold(f"{payer_name} {reference} {rules.number_text(year, number)}"),
        )
        entry = _enter(row, Posting(Kind.ASSESSED, row.amount), by=by, at=at, on=today)
        _record("payment.assessed", row, by, rows=(row, entry))
        made.append(row)
    return made


@transaction.atomic
def receive(
    assessment_id: UUID, *, amount: int, method: str, received_on: date, by: Actor, key: str, tendered: int
) -> tuple[Receipt, bool]:
    """収納 and 消込 of a whole assessment; returns the receipt and whether it already stood (same `key`).

    Raises Denied without the right, Assessment.DoesNotExist, PaymentRefused with what to do.
    """
    require(by, Right.PAYMENT_RECEIVE)
    row = _locked(assessment_id, by)
    if not key:
        raise PaymentRefused("画面が古くなっています。収納の画面を開き直してください。")
    before = Receipt.objects.filter(key=key).first()
    if before and (before.assessment_id, before.amount) == (row.id, amount):
        return before, True
    if before:
        raise PaymentRefused("この画面では、別の収納がもう済んでいます。収納の画面を開き直してください。")
    _refuse_receipt(row, method=method, received_on=received_on, by=by)
    postings = rules.receive(_postings(row), amount)
    rules.change(amount, tendered)
    at = clock.now()
    year = fiscal_year(received_on)
    receipt = Receipt.objects.create(
        assessment=row,
        fiscal_year=year,
        number=next_number("payments.receipt", year),
        amount=amount,
        tendered=tendered,
        method=method,
        received_on=received_on,
        received_at=at,
        received_by=by.ref,
        receiver_name=by.name,
        key=key,
    )
    entries = [_enter(row, posting, by=by, at=at, on=received_on) for posting in postings]
    _move(row, State.SETTLED)
    facts = {"receipt": rules.number_text(year, receipt.number), "method": method}
    _record("payment.received", row, by, rows=(row, receipt, *entries), facts=facts)
    _tell_if_settled(row.subject)
    return receipt, False


@transaction.atomic
def cancel(assessment_id: UUID, *, reason: str, by: Actor) -> Assessment:
    """Take an unpaid assessment back (調定の取消し).

    Raises Denied without the right in its section, Assessment.DoesNotExist, PaymentRefused.
    """
    row = _locked(assessment_id, by)
    require(by, Right.PAYMENT_ASSESS, section=row.section)
    _cancel(row, reason=reason, by=by)
    _tell_if_settled(row.subject)
    return row


@transaction.atomic
def cancel_open(*, subject: str, reason: str, by: Actor) -> list[UUID]:
    """Take back all unpaid assessments of a subject that has ended (取下げ); paid ones stay as they are.

    `by` is staff with the right in the section, or the machine following a withdrawal. Tells nothing.
    """
    rows = list(
        Assessment.objects.select_for_update().filter(subject=subject, state=State.OPEN).order_by("id")
    )
    for row in rows:
        if by.kind != "system":
            require(by, Right.PAYMENT_ASSESS, section=row.section)
        _cancel(row, reason=reason, by=by)
    return [row.id for row in rows]


def _cancel(row: Assessment, *, reason: str, by: Actor) -> None:
    if not reason.strip():
        raise PaymentRefused("取り消す理由を入力してください。")
    postings = rules.cancel(_postings(row))
    at = clock.now()
    today = clock.today()
    said = reason.strip()[:400]
    entries = [_enter(row, posting, by=by, at=at, on=today, reason=said) for posting in postings]
    _move(row, State.CANCELLED)
    _record("payment.cancelled", row, by, rows=(row, *entries))


def _refuse_receipt(row: Assessment, *, method: str, received_on: date, by: Actor) -> None:
    if method not in METHODS:
        raise PaymentRefused("納付の方法を選んでください。")
    rules.refuse_same_person(row.assessed_by, by.ref)
    rules.refuse_day(received_on, row.assessed_on, clock.today())


def _locked(assessment_id: UUID, actor: Actor) -> Assessment:
    """The row, kept from other writers until the act is done. Raises Denied for guests and residents."""
    if actor.kind != "staff":
        raise Denied("payments")
    seen = Assessment.objects.visible_to(actor)
    # The matter first: whether all of it is settled now depends on its other assessments too.
    hold(seen.values_list("subject", flat=True).get(id=assessment_id))
    return seen.select_for_update().get(id=assessment_id)


def _postings(row: Assessment) -> tuple[Posting, ...]:
    return tuple(Posting(Kind(kind), amount) for kind, amount in row.entries.values_list("kind", "amount"))


def _enter(
    row: Assessment, posting: Posting, *, by: Actor, at: datetime, on: date, reason: str = ""
) -> Entry:
    return Entry.objects.create(
        assessment=row,
        kind=posting.kind,
        amount=posting.amount,
        on=on,
        at=at,
        by=by.ref,
        by_name=by.name,
        reason=reason,
    )


def _move(row: Assessment, state: State) -> None:
    row.state = state
    row.save(update_fields=["state"])


def _line(line: Line) -> dict[str, object]:
    return {"label": line.label, "amount": line.amount, "basis": line.basis, "because": list(line.because)}


def _record(
    kind: str,
    row: Assessment,
    by: Actor,
    *,
    rows: tuple[ProvedRow, ...],
    facts: dict[str, str] | None = None,
) -> None:
    of, _, identity = row.subject.partition(":")
    said = {of: identity, "number": rules.number_text(row.fiscal_year, row.number), "amount": row.amount}
    record(kind=kind, subject=f"payment:{row.id}", by=by.by(), facts=said | (facts or {}), rows=rows)


def _tell_if_settled(subject: str) -> None:
    live = Assessment.objects.filter(subject=subject).exclude(state=State.CANCELLED).order_by("id")
    states = dict(live.values_list("id", "state"))
    if states and set(states.values()) == {State.SETTLED}:
        news.tell(Settled(subject, tuple(states)))
