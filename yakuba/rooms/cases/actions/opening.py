"""A sealed submission becomes a case: numbered, received (収受), standing at its first step."""

import secrets
from datetime import datetime
from uuid import UUID

from django.db import transaction

from yakuba.ground import news
from yakuba.ground.access.actor import Actor
from yakuba.ground.calendar import clock
from yakuba.ground.calendar.era import era_year
from yakuba.ground.calendar.fiscal import fiscal_year, fiscal_year_start
from yakuba.ground.catalogue import asking, shelf
from yakuba.ground.catalogue.definition import Procedure
from yakuba.ground.languages import DEFAULT, speaking
from yakuba.ground.numbering.next import next_number
from yakuba.rooms.answers import door as answers
from yakuba.rooms.cases.actions import notices
from yakuba.rooms.cases.actions.advance import follow_rules
from yakuba.rooms.cases.actions.flow import enter
from yakuba.rooms.cases.actions.turn import Turn
from yakuba.rooms.cases.models import Case
from yakuba.rooms.cases.rules.machine import first_move
from yakuba.rooms.cases.rules.search import haystack, normal
from yakuba.rooms.cases.rules.states import State
from yakuba.rooms.cases.rules.values import CaseOpened
from yakuba.rooms.records import door as records

TOKEN_BYTES = 24


@speaking(DEFAULT)
def open_case(
    *,
    submission_id: UUID,
    channel: str,
    arrived_at: datetime,
    applicant_ref: str | None,
    applicant_email: str,
    by: Actor,
    receive: bool = True,
    announce: bool = True,
) -> Case:
    """Open a case on a sealed submission, once: a second call returns the case that stands.

    `arrived_at` (aware) is when it reached the town (到達, 行政手続法第7条・第37条); the standard period
    counts from that day. With `receive` the records room gives it a 収受 number; with `announce` the
    applicant is told by mail.
    """
    with transaction.atomic():
        standing = Case.objects.filter(submission_id=submission_id).first()
        if standing is not None:
            return standing
        submission = answers.submission(submission_id)
        procedure = shelf.edition(submission.edition_id).procedure
        case = _new_case(submission, procedure, channel, arrived_at, applicant_ref, applicant_email)
        case.version = 1
        case.last_act, case.last_by = "open", by.ref
        turn = Turn(case, by.by())
        turn.reckon_due()
        if receive:
            case.receipt_number = _received(case, by)
        case.save()
        moved = enter(turn, first_move(procedure, turn.docket.sight))
        turn.tell(
            "opened", number=case.number, procedure=procedure.key, channel=channel,
            edition=case.edition_id, submission=submission_id, due=case.due_on, **moved,
        )  # fmt: skip
        if announce:
            notices.received(turn)
        news.tell(CaseOpened(case.id, case.procedure_key, case.section))
        follow_rules(turn)
        turn.finish()
        return case


def describe(case: Case, submission: answers.SubmissionView, procedure: Procedure) -> None:
    """Copy onto the row what lists show: who applies and what about."""

    def text(role: str) -> str:
        return asking.role_text(procedure, submission.answers, role)

    name = asking.role_value(procedure, submission.answers, "applicant.name")
    case.applicant_name = (text("applicant.organisation") + " " + _name(name)).strip()[:200]
    case.applicant_kana = _kana(name)[:200]
    case.applicant_phone = text("applicant.phone")[:40]
    case.applicant_address = text("applicant.address")[:300]
    brief = asking.role_brief(procedure, submission.answers, "subject")
    case.subject = (brief or text("place"))[:300]
    case.fee_total = submission.fee.total
    case.faulty = bool(submission.problems)
    case.search = haystack(
        case.number, case.receipt_number, case.title, case.applicant_name, case.applicant_kana,
        case.applicant_phone, case.applicant_address, case.subject,
        asking.search_text(procedure, submission.answers),
    )  # fmt: skip


def _new_case(
    submission: answers.SubmissionView,
    procedure: Procedure,
    channel: str,
    arrived_at: datetime,
    applicant_ref: str | None,
    applicant_email: str,
) -> Case:
    case = Case(
        number=case_number(clock.local(arrived_at)),
        edition_id=submission.edition_id,
        procedure_key=procedure.key,
        title=procedure.title,
        section=procedure.section,
        work_section=procedure.section,
        submission_id=submission.id,
        applicant_ref=applicant_ref or "",
        channel=channel,
        arrived_at=arrived_at,
        state=State.RECEIVED,
        status_token=secrets.token_urlsafe(TOKEN_BYTES),
    )
    described = asking.role_text(procedure, submission.answers, "applicant.email")
    case.applicant_email = applicant_email or described
    describe(case, submission, procedure)
    return case


def case_number(arrived: datetime) -> str:
    """The next number of the fiscal year of arrival (Japanese wall-clock time): `R8-0012`."""
    year = fiscal_year(arrived.date())
    _era, era_number = era_year(fiscal_year_start(year))
    return f"R{era_number}-{next_number('case', year):04d}"


def _received(case: Case, by: Actor) -> str:
    receipt = records.receive(
        subject=case.ref,
        sender=case.applicant_name or "(氏名の記載なし)",
        title=case.title,
        channel=case.channel,
        arrived_at=case.arrived_at,
        section=case.section,
        by=by.by(),
    )
    case.search += "\n" + normal(receipt.number)
    return receipt.number


def _name(value: object) -> str:
    if isinstance(value, dict):
        return f"{value.get('family', '')} {value.get('given', '')}".strip()
    return str(value or "")


def _kana(value: object) -> str:
    if isinstance(value, dict):
        return f"{value.get('family_kana', '')} {value.get('given_kana', '')}".strip()
    return ""
