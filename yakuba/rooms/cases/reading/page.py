"""Everything about one case, for the one page that shows it: at most eleven queries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from yakuba.ground.access.actor import Actor
from yakuba.ground.access.gate import Denied
from yakuba.ground.access.rights import Right
from yakuba.ground.calendar import clock
from yakuba.ground.catalogue import asking, shelf
from yakuba.ground.catalogue.definition import Procedure
from yakuba.ground.journal.read import history
from yakuba.ground.maps import views as maps
from yakuba.ground.money import format_yen
from yakuba.ground.people import read as people
from yakuba.rooms.answers import door as answers
from yakuba.rooms.cases.models import Case, Correction, IssuedLetter, Opinion, Paper, StepVisit
from yakuba.rooms.cases.reading import timeline
from yakuba.rooms.cases.reading.compare import AnswerRow, AnswerSection, sections_of
from yakuba.rooms.cases.reading.docket import Docket, town_calendar
from yakuba.rooms.cases.rules.deadline import Deadline, deadline
from yakuba.rooms.cases.rules.machine import OUTCOME_LABELS, Outcome, steps_ahead
from yakuba.rooms.cases.rules.states import LABELS
from yakuba.rooms.cases.rules.wording import decision_word
from yakuba.rooms.payments import door as payments


@dataclass(frozen=True)
class Progress:
    """One step of the picture at the top: `state` is done, current or todo."""

    title: str
    state: str


@dataclass(frozen=True)
class VisitLine:
    """One visit as a line of the history; `because` are the reasons why a step was passed over."""

    title: str
    outcome: str
    reason: str
    because: tuple[str, ...]
    entered_at: datetime
    done_at: datetime | None
    who: str
    skipped: bool


@dataclass(frozen=True)
class DraftLine:
    """One 起案 of the case."""

    approval_id: UUID
    word: str
    drafted_at: datetime
    who: str
    outcome: str
    decided_at: datetime | None
    decider: str
    comment: str
    conditions: str
    reason: str


@dataclass(frozen=True)
class EntryLine:
    """A 台帳 row the case wrote or ended."""

    id: UUID
    number: str


@dataclass(frozen=True)
class OpinionLine:
    """What one section said, or that it has not answered yet (`at` is None)."""

    id: UUID
    section: str
    section_name: str
    result: str
    text: str
    at: datetime | None


@dataclass(frozen=True)
class FeeLine:
    """One line of the fee as shown."""

    label: str
    detail: str
    amount: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Surroundings:
    """Rows read once for the page."""

    corrections: tuple[Correction, ...]
    papers: tuple[Paper, ...]
    opinions: tuple[Opinion, ...]
    names: Mapping[UUID, str]
    sections: Mapping[str, people.SectionRef]


@dataclass(frozen=True)
class CasePage:
    """The case page's content."""

    case: Case
    procedure: Procedure
    docket: Docket
    state_text: str
    decision_text: str
    deadline: Deadline
    section_name: str
    work_section_name: str
    assignee: str
    valid_from: date
    progress: tuple[Progress, ...]
    sections: tuple[AnswerSection, ...]
    staff_rows: tuple[AnswerRow, ...]
    fees: tuple[FeeLine, ...]
    fee_total: str
    files: tuple[Mapping[str, object], ...]
    map_url: str
    visits: tuple[VisitLine, ...]
    drafts: tuple[DraftLine, ...]
    letters: tuple[IssuedLetter, ...]
    entries: tuple[EntryLine, ...]
    opinions: tuple[OpinionLine, ...]
    corrections: tuple[Correction, ...]
    correction: Correction | None
    papers: tuple[Paper, ...]
    payments: tuple[payments.AssessmentView, ...]
    timeline: tuple[timeline.StaffLine, ...]
    faults: tuple[answers.Fault, ...]
    may_work: bool


def case_for(case_id: UUID, actor: Actor) -> Case:
    """The case, for one who may see it. Raises Denied."""
    if actor.kind != "staff":
        raise Denied("case")
    case = Case.objects.visible_to(actor).filter(id=case_id).first()
    if case is None:
        raise Denied("case")
    return case


def unseen(case: Case, actor: Actor) -> bool:
    """Whether this actor would be the first of those who work on it to open the present step."""
    standing = case.unseen and case.visit_id is not None
    return standing and actor.may(Right.CASE_WORK, section=case.work_section)


def case_page(case: Case, actor: Actor) -> CasePage:
    """Read the page of a case the actor was let in to see."""
    edition = shelf.edition(case.edition_id)
    visits = tuple(case.visits.select_related("drafting", "letter").order_by("order"))
    corrections = tuple(case.corrections.select_related("stop").order_by("asked_at"))
    now, before = _versions(case, corrections)
    docket = Docket(case, edition.procedure, now, visits)
    events = history(case.ref)
    ids = timeline.staff_ids(events, done_by=[visit.done_by for visit in visits])
    ids |= {case.assignee_id} if case.assignee_id else set()
    around = Surroundings(
        corrections=corrections,
        papers=tuple(case.papers.order_by("-at")),
        opinions=tuple(case.opinions.all()) if _consulted(visits) else (),
        names=people.staff_names(ids),
        sections=people.sections(),
    )
    return CasePage(
        case=case,
        procedure=edition.procedure,
        docket=docket,
        state_text=LABELS[case.state],
        decision_text=decision_word(edition.procedure.effect, case.decision),
        deadline=deadline(
            town_calendar(),
            None if case.closed_at else case.due_on,
            clock.today(),
            stopped=case.stopped_on is not None,
        ),
        section_name=_section(around, case.section),
        work_section_name=_section(around, case.work_section),
        assignee=around.names.get(case.assignee_id, "") if case.assignee_id else "",
        valid_from=edition.valid_from,
        progress=progress(docket),
        sections=sections_of(now, before),
        staff_rows=staff_rows(docket),
        fees=_fees(now),
        fee_total=format_yen(now.fee.total),
        files=tuple(now.files),
        map_url=maps.address_around(asking.role_value(edition.procedure, now.answers, "place")),
        visits=tuple(_visit(visit, around.names) for visit in visits),
        drafts=tuple(_drafts(docket, around.names)),
        letters=tuple(visit.letter for visit in visits if hasattr(visit, "letter")),
        entries=tuple(EntryLine(visit.entry_id, visit.entry_number) for visit in visits if visit.entry_id),
        opinions=tuple(_opinion(row, around) for row in around.opinions),
        corrections=corrections,
        correction=next((row for row in corrections if not row.answered_at and not row.cancelled_at), None),
        papers=around.papers,
        payments=_payments(case, visits),
        timeline=tuple(timeline.staff_lines(events, edition.procedure, around.names)),
        faults=now.problems,
        may_work=actor.may(Right.CASE_WORK, section=case.work_section),
    )


@dataclass(frozen=True)
class ToCorrect:
    """One question that may be asked to be corrected, with its present answer."""

    key: str
    label: str
    answer: str
    picked: bool


def questions_to_correct(
    docket: Docket, picked: Iterable[str]
) -> tuple[tuple[str, tuple[ToCorrect, ...]], ...]:
    """The answered pages and their questions, those picked already ticked."""
    chosen = set(picked)
    return tuple(
        (
            section.title,
            tuple(
                ToCorrect(row.key, row.label, "、".join(row.lines), row.key in chosen) for row in section.rows
            ),
        )
        for section in docket.submission.sections
    )


def progress(docket: Docket) -> tuple[Progress, ...]:
    """Steps done, the one the case is at, and those still to come as things stand. A step done twice shows
    once.
    """
    done: dict[str, str] = {}
    for visit in docket.visits:
        done.pop(visit.step_key, None)
        if visit.outcome != Outcome.SKIPPED:
            done[visit.step_key] = visit.title
    current = docket.visit
    lines = [
        Progress(title, "current" if current and key == current.step_key else "done")
        for key, title in done.items()
    ]
    if current is not None:
        lines += [
            Progress(step.title, "todo")
            for step in steps_ahead(docket.procedure, current.step_key, docket.sight)
        ]
    return tuple(lines)


def staff_rows(docket: Docket) -> tuple[AnswerRow, ...]:
    """What staff answered so far, in the order of the edition."""
    found = docket.staff
    return tuple(
        AnswerRow(question.key, question.label, tuple(asking.display(question, found[question.key])))
        for question in docket.procedure.staff_questions()
        if question.key in found
    )


def _versions(
    case: Case, corrections: tuple[Correction, ...]
) -> tuple[answers.SubmissionView, answers.SubmissionView | None]:
    """The version that counts and the one before it: one query for both."""
    answered = [row for row in corrections if row.after_id == case.submission_id]
    wanted = [case.submission_id, *(row.before_id for row in answered[-1:])]
    found = answers.submissions(wanted)
    return found[case.submission_id], found.get(wanted[1]) if len(wanted) > 1 else None


def _section(around: Surroundings, key: str) -> str:
    """建設課 管理係: a team is named with the section it belongs to."""
    team = around.sections.get(key)
    above = around.sections.get(team.parent) if team and team.parent else None
    return " ".join(one.name for one in (above, team) if one) or key


def _fees(now: answers.SubmissionView) -> tuple[FeeLine, ...]:
    return tuple(
        FeeLine(line.label, line.basis, format_yen(line.amount), tuple(line.because))
        for line in now.fee.lines
    )


def _visit(visit: StepVisit, names: Mapping[UUID, str]) -> VisitLine:
    return VisitLine(
        title=visit.title,
        outcome=OUTCOME_LABELS.get(visit.outcome, ""),
        reason=visit.reason,
        because=tuple(visit.because),
        entered_at=visit.entered_at,
        done_at=visit.done_at,
        who=timeline.who(visit.done_by, names) if visit.done_by else "",
        skipped=visit.outcome == Outcome.SKIPPED,
    )


def _drafts(docket: Docket, names: Mapping[UUID, str]) -> list[DraftLine]:
    rows = [visit.drafting for visit in docket.visits if hasattr(visit, "drafting")]
    return [
        DraftLine(
            approval_id=row.approval_id,
            word=decision_word(docket.procedure.effect, row.decision),
            drafted_at=row.drafted_at,
            who=timeline.who(row.drafted_by, names),
            outcome=OUTCOME_LABELS.get(row.outcome, "回議中"),
            decided_at=row.decided_at,
            decider=timeline.who(row.decided_by, names) if row.decided_by else "",
            comment=row.comment,
            conditions=row.conditions,
            reason=row.reason,
        )
        for row in rows
    ]


def _opinion(row: Opinion, around: Surroundings) -> OpinionLine:
    return OpinionLine(
        row.id, row.section, _section(around, row.section), row.get_result_display(), row.text, row.at
    )


def _consulted(visits: tuple[StepVisit, ...]) -> bool:
    return any(visit.kind == "consult" and visit.outcome != Outcome.SKIPPED for visit in visits)


def _payments(case: Case, visits: tuple[StepVisit, ...]) -> tuple[payments.AssessmentView, ...]:
    if not any(visit.assessed_at for visit in visits):
        return ()
    return tuple(payments.assessments_of([case.ref])[case.ref])
