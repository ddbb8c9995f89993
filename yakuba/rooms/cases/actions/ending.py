"""The end of a case: it is filed in its 簿冊 and nothing more happens in it."""

from typing import Any

from yakuba.ground import news
from yakuba.ground.catalogue.definition import RecordRule
from yakuba.ground.journal.signature import By
from yakuba.rooms.cases.actions.turn import Refused, Turn
from yakuba.rooms.cases.models import Correction, IssuedLetter, Paper
from yakuba.rooms.cases.reading.docket import Docket
from yakuba.rooms.cases.rules.states import State
from yakuba.rooms.cases.rules.values import CaseClosed
from yakuba.rooms.records import door as records


def end_case(turn: Turn, state: State, kind: str = "closed", *, by: By | None = None, **facts: Any) -> None:
    """Close the case with an end state, file it, and tell `case.<kind>`. Raises Refused.

    The file and its retention period are those of the edition's record rule; the year is that of completion.
    """
    rule = turn.docket.procedure.record
    if rule is None:
        raise Refused(
            "この手続には文書分類と保存期間が決められていないため、完結できません。様式版を直してください。"
        )
    case = turn.case
    case.state = state
    case.closed_at = turn.at
    case.stopped_on = None
    case.step_key = ""
    case.step_kind = ""
    case.visit_id = None
    try:
        record = _filed(turn, rule, by or turn.by)
    except records.RecordProblem as problem:
        raise Refused(problem.message) from problem
    turn.tell(kind, by=by, end=str(state), record=record.id, **facts)
    news.tell(CaseClosed(case.id, case.procedure_key, str(state)))


def _filed(turn: Turn, rule: RecordRule, by: By) -> records.RecordRef:
    return records.file_matter(
        subject=turn.case.ref,
        title=f"{turn.case.title}({turn.case.number})",
        section=turn.case.section,
        rule=records.RecordRuleValue(
            classification=rule.classification,
            file_title=rule.file_title,
            retention=rule.retention,
            start=rule.start,
            at_end=rule.at_end,
        ),
        completed_on=turn.day,
        contents=_contents(turn.docket),
        numbers=_numbers(turn.docket),
        by=by,
    )


def _contents(docket: Docket) -> list[records.ContentRef]:
    """What belongs to the matter, each with its digest: versions of the application, decision, letters,
    papers.
    """
    found = [records.ContentRef(label="申請書", digest=docket.submission.digest, file_id=None)]
    for correction in Correction.objects.filter(case=docket.case, after_id__isnull=False):
        found.append(
            records.ContentRef(label=f"補正前の申請書 {correction.before_id}", digest="", file_id=None)
        )
    for visit in docket.visits:
        drafting = getattr(visit, "drafting", None)
        if drafting is not None:
            found.append(records.ContentRef(label="決裁文書", digest=drafting.digest, file_id=None))
    for letter in IssuedLetter.objects.filter(case=docket.case):
        found.append(
            records.ContentRef(label=letter.title, digest=letter.file_digest, file_id=letter.file_id)
        )
    for paper in Paper.objects.filter(case=docket.case, file_id__isnull=False):
        found.append(records.ContentRef(label=paper.name, digest=paper.digest, file_id=paper.file_id))
    return found


def _numbers(docket: Docket) -> list[str]:
    letters = [visit.letter for visit in docket.visits if getattr(visit, "letter", None) is not None]
    return [text for text in (docket.case.receipt_number, *(letter.number for letter in letters)) if text]
