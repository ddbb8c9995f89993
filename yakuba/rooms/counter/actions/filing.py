"""受け付ける: the entered application is sealed and becomes a case, or answers a request for correction."""

from uuid import UUID

from django.db import transaction

from yakuba.ground.access.actor import Actor
from yakuba.ground.calendar import clock
from yakuba.ground.calendar.era import format_datetime
from yakuba.ground.journal.record import record
from yakuba.ground.writing.again import again
from yakuba.rooms.answers import door as answers
from yakuba.rooms.cases import door as cases
from yakuba.rooms.counter import rules
from yakuba.rooms.counter.actions.starting import CounterRefused, locked, open_one
from yakuba.rooms.counter.models import Intake


@again
@transaction.atomic
def file(intake_id: UUID, *, actor: Actor, checked: bool, as_it_is: bool = False) -> UUID:
    """Take it in; returns the case's id. Sent twice it stands once.

    `checked`: the clerk compared what was typed with the paper or read it back. `as_it_is` takes it in with
    its faults, which the section then asks to be corrected (行政手続法第7条). Raises Intake.DoesNotExist,
    answers.NotReady, cases.CaseRefused, CounterRefused (given up).
    """
    row = locked(intake_id, actor)
    if row.filed_at and row.case_id:
        return row.case_id
    row = open_one(intake_id, actor)
    _refuse_twice(row)
    sealed = answers.seal(row.draft_id, key=answers.Key(actor), declared=checked, incomplete=as_it_is)
    case_id = _answer(row, sealed.id, actor) if row.is_correction else _open(row, sealed.id, actor)
    row.case_id, row.submission_id, row.filed_at = case_id, sealed.id, clock.now()
    row.save()
    if row.paper_draft_id is not None:
        answers.taken_from_paper(row.paper_draft_id, sealed.id)
    record(
        "intake.filed",
        subject=row.ref,
        by=actor.by(),
        facts={
            "case": str(case_id),
            "submission": str(sealed.id),
            "procedure": row.procedure_key,
            "section": row.section,
            "channel": row.channel,
            "incomplete": bool(answers.submission(sealed.id).problems),
        },
        rows=[row],
    )
    files = [UUID(scan["file"]) for scan in row.scans]
    memo = rules.memo(row.details, format_datetime(row.arrived_at))
    cases.add_received(case_id, file_ids=files, memo=memo, by=actor)
    return case_id


def _refuse_twice(row: Intake) -> None:
    """A printed application may have been sent online since: it is not taken in a second time."""
    sent = answers.sent_meanwhile(row.paper_draft_id) if row.paper_draft_id else None
    case = cases.case_of_submission(sent) if sent else None
    if case is not None:
        raise CounterRefused(
            f"この申請は、印刷したあとにオンラインで送られています(受付番号 {case.number})。"
            "紙はその案件に付け、この入力はやめてください。"
        )


def _open(row: Intake, submission_id: UUID, actor: Actor) -> UUID:
    return cases.open_case(
        submission_id=submission_id,
        channel=row.channel,
        arrived_at=row.arrived_at,
        applicant_ref=None,
        applicant_email="",
        by=actor,
    ).id


def _answer(row: Intake, submission_id: UUID, actor: Actor) -> UUID:
    case_id = UUID(str(row.case_id))
    cases.answer_correction(case_id, submission_id, by=actor)
    return case_id
