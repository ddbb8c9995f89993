"""調定: asking the payments room to fix what is owed, and the visit waiting until it is paid."""

from dataclasses import replace
from datetime import date

from django.urls import reverse

from yakuba.ground.access.actor import EVERYWHERE, Actor, system
from yakuba.ground.access.rights import Right
from yakuba.ground.calendar.deadline import due_in_days
from yakuba.ground.catalogue.fees import FeeLine
from yakuba.rooms.cases.actions.turn import Refused, Turn
from yakuba.rooms.cases.reading.docket import town_calendar
from yakuba.rooms.cases.rules.states import State
from yakuba.rooms.payments import door as payments

BY_RULE = replace(system("cases"), grants=frozenset({(str(Right.PAYMENT_ASSESS), EVERYWHERE)}))
"""Assesses where the edition says `auto`: the fee is fixed by 条例 and nothing is left to judge."""


def assess(turn: Turn, *, by: Actor) -> list[payments.AssessmentRef]:
    """Fix what is owed for the case, one assessment a fiscal year. The caller tells the event.

    Raises Denied without the right, Refused when there is nothing to pay.
    """
    case, fee = turn.case, turn.docket.submission.fee
    if not fee.total:
        raise Refused("料金は0円です。調定するものはありません。")
    try:
        refs = payments.assess(
            subject=case.ref,
            lines=[_line(line) for line in fee.lines],
            payer_name=case.applicant_name,
            payer_address=case.applicant_address,
            section=case.section,
            due_on=due_day(turn),
            by=by,
            reference=case.number,
            link=reverse("cases:case", args=[case.id]),
        )
    except payments.PaymentRefused as problem:
        raise Refused(str(problem)) from problem
    turn.visit.assessed_at = turn.at
    case.state = State.PAYMENT
    turn.keep(turn.visit)
    return refs


def due_day(turn: Turn) -> date:
    """納期限: the step's own `due_days` (calendar days) if it has them, else the town's rule."""
    days = turn.docket.procedure.step(turn.visit.step_key).params.get("due_days")
    return due_in_days(town_calendar(), turn.day, int(days)) if days else payments.due_day(turn.day)


def _line(line: FeeLine) -> payments.Line:
    return payments.Line(
        label=line.label,
        amount=line.amount,
        fiscal_year=line.fiscal_year,
        basis=line.basis,
        because=tuple(line.because),
    )
