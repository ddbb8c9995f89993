"""A sealed submission becomes a case: numbered, received (収受), standing at its first step."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from yakuba.ground import news
from yakuba.ground.access.actor import Actor
from yakuba.ground.calendar import clock
from yakuba.ground.calendar.era import era_year
from yakuba.ground.calendar.fiscal import fiscal_year, fiscal_year_start
from yakuba.ground.catalogue import asking
from yakuba.ground.catalogue.definition import Procedure
from yakuba.ground.languages import DEFAULT, speaking
from yakuba.ground.numbering.next import Series
from yakuba.ground.writing import group
from yakuba.ground.writing.write_set import WriteSet
from yakuba.rooms.answers import door as answers
from yakuba.rooms.cases.actions import notices
from yakuba.rooms.cases.actions.advance import follow_rules
from yakuba.rooms.cases.actions.flow import enter, is_automatic
from yakuba.rooms.cases.actions.turn import Turn
from yakuba.rooms.cases.models import Case
from yakuba.rooms.cases.reading.docket import Docket, town_calendar
from yakuba.rooms.cases.rules.deadline import due_day
from yakuba.rooms.cases.rules.machine import first_move
from yakuba.rooms.cases.rules.states import State
from yakuba.rooms.cases.rules.values import CaseOpened
from yakuba.rooms.records import door as records

TOKEN_BYTES = 24


class Opening:
    """A case about to be opened on a sealed submission, all but its numbers. An act of `writing.group`.

    The submission may still be among the writes of the same act.
    """

    @speaking(DEFAULT)
    def __init__(
        self,
        submission: answers.SubmissionView,
        *,
        channel: str,
        arrived_at: datetime,
        applicant_ref: str | None,
        applicant_email: str,
        by: Actor,
        receive: bool = True,
        announce: bool = True,
    ) -> None:
        """See `open_case`."""
        self._submission = submission
        self._rows = WriteSet()
        procedure = submission.procedure
        self.case = _new_case(submission, procedure, channel, arrived_at, applicant_ref, applicant_email)
        self.case.version = 1
        self.case.last_act, self.case.last_by = "open", by.ref
        self._turn = Turn(self.case, by.by(), writes=self._rows)
        self._turn.opens(Docket(self.case, procedure, submission, ()))
        arrived = clock.local(arrived_at).date()
        self.case.due_on = due_day(town_calendar(), arrived, procedure.standard_days, (), self._turn.day)
        self._moved = enter(self._turn, first_move(procedure, lambda: self._turn.docket.sight))
        self._year = fiscal_year(arrived)
        self._sender = notices.sender(self.case) if announce else None
        self._receiving = _receiving(self.case, by) if receive else None
        received = self._receiving.wanted if self._receiving else ()
        # Every act names the series of cases first, so that no two wait for each other.
        self.wanted: Sequence[Series] = (("case", self._year), *received)

    @property
    def goes_on(self) -> bool:
        """Whether the edition's own rules move it on at once."""
        step = self._turn.docket.step
        return step is None or is_automatic(step, self._turn)

    @speaking(DEFAULT)
    def write(self, writes: WriteSet, numbers: Sequence[int]) -> None:
        """Put the case in with its numbers, its visits, its events, its 収受 and the applicant's mail."""
        case, submission = self.case, self._submission
        case.number = number_text(self._year, numbers[0])
        if self._receiving:
            self._receiving.write(writes, numbers[1:])
            case.receipt_number = self._receiving.row.text
        writes.take(self._rows)
        self._turn.tell_opened(
            writes, number=case.number, procedure=case.procedure_key, channel=case.channel,
            edition=case.edition_id, submission=submission.id, due=case.due_on, **self._moved,
        )  # fmt: skip
        if self._sender:
            notices.received(case, self._sender, writes)
        writes.then(_follow, self)

    @speaking(DEFAULT)
    def follow(self) -> None:
        """When its rows are sent: tell the others, and go on as far as rules may."""
        case = self.case
        news.tell(CaseOpened(case.id, case.procedure_key, case.section))
        if self.goes_on:
            turn = Turn(case, self._turn.by)
            turn.opens(self._turn.docket)
            follow_rules(turn)
            turn.finish()


@transaction.atomic
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
    standing = Case.objects.filter(submission_id=submission_id).first()
    if standing is not None:
        return standing
    act = Opening(
        answers.submission(submission_id),
        channel=channel, arrived_at=arrived_at, applicant_ref=applicant_ref, applicant_email=applicant_email,
        by=by, receive=receive, announce=announce,
    )  # fmt: skip
    group.write([act])
    return act.case


def _follow(opened: Sequence[Opening]) -> None:
    for one in opened:
        one.follow()


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
    case.search = asking.search_text(procedure, submission.answers)


def _new_case(
    submission: answers.SubmissionView,
    procedure: Procedure,
    channel: str,
    arrived_at: datetime,
    applicant_ref: str | None,
    applicant_email: str,
) -> Case:
    case = Case(
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


def number_text(year: int, number: int) -> str:
    """The number of a case of the fiscal year of its arrival: `R8-0012`."""
    _era, era_number = era_year(fiscal_year_start(year))
    return f"R{era_number}-{number:04d}"


def _receiving(case: Case, by: Actor) -> records.Receiving:
    return records.Receiving(
        subject=case.ref,
        sender=case.applicant_name or "(氏名の記載なし)",
        title=case.title,
        channel=case.channel,
        arrived_at=case.arrived_at,
        section=case.section,
        by=by.by(),
    )


def _name(value: object) -> str:
    if isinstance(value, dict):
        return f"{value.get('family', '')} {value.get('given', '')}".strip()
    return str(value or "")


def _kana(value: object) -> str:
    if isinstance(value, dict):
        return f"{value.get('family_kana', '')} {value.get('given_kana', '')}".strip()
    return ""
