"""What other rooms may ask of payments. Amounts are whole yen; days are days in Japan."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from yakuba.ground.access.actor import Actor
from yakuba.rooms.payments import actions
from yakuba.rooms.payments.providers import check_config
from yakuba.rooms.payments.reading import lists, papers
from yakuba.rooms.payments.reading.lists import (
    AssessmentView,
    ReceiptView,
    assessments_of,
    due_day,
    subjects_of,
)
from yakuba.rooms.payments.rules import Line, PaymentRefused, Settled, number_text

__all__ = [
    "AssessmentRef",
    "AssessmentView",
    "Line",
    "PaymentRefused",
    "ReceiptRef",
    "ReceiptView",
    "Settled",
    "assess",
    "assessments_of",
    "cancel",
    "cancel_open",
    "check_config",
    "due_day",
    "notice_pdf",
    "receipt_pdf",
    "receive",
    "subjects_of",
]


@dataclass(frozen=True)
class AssessmentRef:
    id: UUID
    number: str
    amount: int
    fiscal_year: int
    due_on: date


@dataclass(frozen=True)
class ReceiptRef:
    """`already`: the same form had been sent before, and this is the receipt it made then."""

    id: UUID
    number: str
    already: bool


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
) -> list[AssessmentRef]:
    """調定 of the lines, one a fiscal year; [] when nothing is to be paid.

    `reference` is the number people know the matter by (受付番号), `link` the path of its page.
    Raises Denied, PaymentRefused.
    """
    rows = actions.assess(
        subject=subject,
        lines=lines,
        payer_name=payer_name,
        payer_address=payer_address,
        section=section,
        due_on=due_on,
        by=by,
        reference=reference,
        link=link,
    )
    return [
        AssessmentRef(
            row.id, number_text(row.fiscal_year, row.number), row.amount, row.fiscal_year, row.due_on
        )
        for row in rows
    ]


def receive(
    assessment_id: UUID,
    *,
    amount: int,
    method: str,
    received_on: date,
    by: Actor,
    key: str,
    tendered: int | None = None,
) -> ReceiptRef:
    """収納 and 消込. `key` is made with the form, so that a form sent twice gives one receipt.

    Tells Settled when nothing of the subject is unpaid any more. Raises Denied, DoesNotExist, PaymentRefused.
    """
    row, already = actions.receive(
        assessment_id,
        amount=amount,
        method=method,
        received_on=received_on,
        by=by,
        key=key,
        tendered=amount if tendered is None else tendered,
    )
    return ReceiptRef(row.id, number_text(row.fiscal_year, row.number), already)


def cancel(assessment_id: UUID, *, reason: str, by: Actor) -> None:
    """Take an unpaid assessment back. Raises Denied, DoesNotExist, PaymentRefused (paid, no reason)."""
    actions.cancel(assessment_id, reason=reason, by=by)


def cancel_open(*, subject: str, reason: str, by: Actor) -> list[UUID]:
    """Take back what a withdrawn matter still owes; `by` is staff or `system(...)`. Paid ones stay."""
    return actions.cancel_open(subject=subject, reason=reason, by=by)


def notice_pdf(assessment_id: UUID) -> bytes:
    """納入通知書. The caller has proved that the reader may see the matter."""
    return papers.notice(lists.assessment_unseen(assessment_id))


def receipt_pdf(assessment_id: UUID) -> bytes:
    """領収書 of an assessment, for a caller with its own gate. Raises PaymentRefused before payment."""
    return papers.receipt(lists.assessment_unseen(assessment_id))
