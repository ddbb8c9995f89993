"""What the applicant may know of a case: the status page, my page, and letters to take."""

from collections.abc import Iterable
from uuid import UUID

from yakuba.ground.access.actor import Actor
from yakuba.ground.access.gate import Denied
from yakuba.ground.calendar import clock
from yakuba.ground.catalogue import speech
from yakuba.ground.catalogue.definition import Procedure
from yakuba.ground.journal.read import history
from yakuba.ground.languages import current, marked, say
from yakuba.rooms.cases.models import Case, Correction, IssuedLetter, StepVisit
from yakuba.rooms.cases.reading.docket import Docket, docket
from yakuba.rooms.cases.reading.timeline import public_lines
from yakuba.rooms.cases.rules.machine import Outcome, steps_ahead
from yakuba.rooms.cases.rules.states import (
    PUBLIC_TEXTS,
    WITHDRAWABLE,
    PublicState,
    State,
    public_state,
)
from yakuba.rooms.cases.rules.values import (
    CaseLine,
    CaseRef,
    CaseStatus,
    CorrectionAsk,
    LetterFile,
    StepLine,
)
from yakuba.rooms.payments import door as payments

PUBLIC_STEPS = {
    "intake": marked("受付"),
    "review": marked("内容の確認"),
    "consult": marked("内容の確認"),
    "inquire": marked("関係機関への確認"),
    "inspect": marked("現地の調査"),
    "approval": marked("町の決定"),
    "payment": marked("料金の納付"),
    "issue": marked("結果のお知らせ"),
    "wait": marked("時期待ち"),
}
"""Steps as a townsperson knows them; what follows each other under one name is shown once, filing not at
all.
"""


def case_by_token(token: str) -> Case:
    """The case behind a status link. Raises Denied."""
    case = Case.objects.filter(status_token=token).first() if token else None
    if case is None:
        raise Denied("status")
    return case


def case_of_applicant(case_id: UUID, actor: Actor) -> Case:
    """The case, for its applicant. Raises Denied."""
    if actor.kind != "resident":
        raise Denied("status")
    case = Case.objects.visible_to(actor).filter(id=case_id).first()
    if case is None:
        raise Denied("status")
    return case


def status_of(case: Case) -> CaseStatus:
    """Everything the status page shows: seven queries."""
    around = docket(case)
    told = speech.in_language(around.procedure, current())
    public = public_state(case.state, decision=case.decision)
    due = case.due_on if case.closed_at is None and public != PublicState.DONE else None
    return CaseStatus(
        case_id=case.id,
        submission_id=case.submission_id,
        number=case.number,
        title=told.title if case.title == around.procedure.title else case.title,
        procedure_key=case.procedure_key,
        section=case.section,
        public_state=str(public),
        public_state_text=say(PUBLIC_TEXTS[public]),
        applied_at=case.arrived_at,
        due_on=due,
        stopped=case.stopped_on is not None,
        closed=case.closed_at is not None,
        may_withdraw=case.state in WITHDRAWABLE,
        status_token=case.status_token,
        steps=public_steps(around),
        asks=asks_of(case, told),
        payments=_owed(case, around.visits),
        letters=tuple(_letter(row) for row in case.letters.order_by("issued_on", "id")),
        timeline=public_lines(history(case.ref)),
    )


def public_steps(around: Docket) -> tuple[StepLine, ...]:
    """The steps in a townsperson's words. A decision not yet issued is never shown as made."""
    lines: list[StepLine] = []
    current = around.visit
    for visit in around.visits:
        title = _step(visit.kind)
        if not title or visit.outcome == Outcome.SKIPPED:
            continue
        here = current is not None and visit.id == current.id
        day = clock.local(visit.done_at).date() if visit.done_at else None
        lines = [line for line in lines if line.title != title]
        lines.append(StepLine(title, "current" if here else "done", None if here else day))
    if current is not None:
        for step in steps_ahead(around.procedure, current.step_key, around.sight):
            title = _step(step.kind)
            if title and title not in {line.title for line in lines}:
                lines.append(StepLine(title, "todo"))
    return tuple(lines)


def _step(kind: str) -> str:
    """A step as townspeople know it, in their language; "" for one that is not shown."""
    return say(PUBLIC_STEPS[kind]) if kind in PUBLIC_STEPS else ""


def lines_of(resident_ref: str) -> list[CaseLine]:
    """A resident's own cases, newest first. One query."""
    rows = (
        Case.objects.filter(applicant_ref=resident_ref).order_by("-arrived_at", "-id") if resident_ref else ()
    )
    return [_line(row) for row in rows]


def letters_of(resident_ref: str) -> list[tuple[str, LetterFile]]:
    """A resident's letters to download, newest first, each with its case's status token. One query."""
    if not resident_ref:
        return []
    ready = IssuedLetter.objects.filter(delivery="download", file_id__isnull=False)
    rows = ready.filter(case__applicant_ref=resident_ref).select_related("case")
    return [(row.case.status_token, _letter(row)) for row in rows.order_by("-issued_on", "-id")]


def ref_of_submission(submission_id: UUID) -> CaseRef | None:
    """The case opened on a submission or corrected by it; None when there is none."""
    case = Case.objects.filter(submission_id=submission_id).first()
    if case is None:
        answered = Correction.objects.select_related("case").filter(before_id=submission_id).first()
        case = answered.case if answered else None
    return ref(case) if case else None


def refs_of(case_ids: Iterable[UUID]) -> dict[UUID, CaseRef]:
    """Cases by id. One query."""
    return {row.id: ref(row) for row in Case.objects.filter(id__in=set(case_ids))}


def ref(case: Case) -> CaseRef:
    """A case by its identity."""
    return CaseRef(case.id, case.number, case.status_token)


def letter_of(letter_id: UUID, *, token: str = "", actor: Actor | None = None) -> IssuedLetter:
    """A letter that is ready, for the applicant or the holder of the status link. Raises Denied."""
    row = IssuedLetter.objects.select_related("case").filter(id=letter_id, file_id__isnull=False).first()
    if row is None:
        raise Denied("letter")
    by_token = bool(token) and token == row.case.status_token
    by_applicant = actor is not None and actor.kind == "resident" and actor.ref == row.case.applicant_ref
    if not (by_token or by_applicant):
        raise Denied("letter")
    return row


def asks_of(case: Case, procedure: Procedure) -> tuple[CorrectionAsk, ...]:
    """The open requests for correction."""
    if case.state != State.CORRECTION:
        return ()
    labels = {question.key: question.label for question in procedure.all_questions()}
    rows = Correction.objects.filter(case=case, answered_at__isnull=True, cancelled_at__isnull=True)
    return tuple(
        CorrectionAsk(
            id=row.id,
            question_keys=tuple(row.question_keys),
            labels=tuple(labels.get(key, key) for key in row.question_keys),
            message=row.text,
            asked_at=row.asked_at,
            due_on=row.due_on,
            submission_id=row.before_id,
        )
        for row in rows
    )


def _owed(case: Case, visits: Iterable[StepVisit]) -> tuple[payments.AssessmentView, ...]:
    if not any(visit.assessed_at for visit in visits):
        return ()
    return tuple(payments.assessments_of([case.ref])[case.ref])


def _letter(row: IssuedLetter) -> LetterFile:
    return LetterFile(
        id=row.id,
        title=row.title,
        number=row.number,
        issued_on=row.issued_on,
        delivery=row.delivery,
        delivery_text=say(row.get_delivery_display()),
        ready=row.file_id is not None,
        name=f"{row.title}.pdf",
        size=row.size,
    )


def _line(row: Case) -> CaseLine:
    public = public_state(row.state, decision=row.decision)
    return CaseLine(
        id=row.id,
        number=row.number,
        title=row.title,
        subject=row.subject,
        public_state=str(public),
        applied_at=row.arrived_at,
        due_on=None if row.closed_at else row.due_on,
        status_token=row.status_token,
        needs_action=public in (PublicState.CORRECTION, PublicState.PAYMENT),
    )
