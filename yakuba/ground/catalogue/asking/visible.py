"""What is asked of this applicant: visible pages and questions, dropped answers, the facts conditions use."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from yakuba.ground.calendar.age import age_on
from yakuba.ground.calendar.fiscal import fiscal_year
from yakuba.ground.catalogue.asking.reading import before_page
from yakuba.ground.catalogue.definition import Answers, Facts, Json, Page, Procedure, Question, Step
from yakuba.ground.catalogue.fees import FeeError, assess
from yakuba.ground.catalogue.scene import full_scene, set_scene, settle, visit, walk


def facts_for(procedure: Procedure, answers: Answers, *, today: date, channel: str) -> dict[str, Any]:
    """The named facts: today ("YYYY-MM-DD", the filing day in Japan), channel, fiscal_year, applicant_age
    (None if unknown), fee_total (yen; None while it cannot be computed).

    Raises DefinitionError when no fee table is in force.
    """
    facts = facts_but_fee(procedure, answers, today=today, channel=channel)
    try:
        facts["fee_total"] = assess(procedure, answers, facts).total
    except FeeError:
        facts["fee_total"] = None
    return facts


def facts_but_fee(procedure: Procedure, answers: Answers, *, today: date, channel: str) -> dict[str, Any]:
    """The facts without `fee_total`, which costs more than all others: for what does not look at it."""
    return {
        "today": today.isoformat(),
        "channel": channel,
        "fiscal_year": fiscal_year(today),
        "applicant_age": _age(role_value(procedure, answers, "applicant.birth"), today),
    }


def _age(birth: Json, today: date) -> int | None:
    born = date.fromisoformat(birth) if isinstance(birth, str) else today
    return age_on(born, today) if isinstance(birth, str) and born <= today else None


def visible_pages(procedure: Procedure, answers: Answers, facts: Facts) -> list[Page]:
    """The pages to be asked, in order; a page whose questions are all hidden is left out."""
    return [page for page, _ in walk(procedure, answers, set_scene(facts, procedure, None))]


def visible_questions(
    procedure: Procedure, questions: Sequence[Question], answers: Answers, facts: Facts,
    *, staff: Answers | None = None,
) -> list[Question]:  # fmt: skip
    """Those of a page's (or step's) questions that are asked."""
    scene = before_page(procedure, questions, answers, facts, staff)
    given = staff if staff is not None else answers
    return [question for question, _ in visit(questions, given, scene, settle)]


def prune(procedure: Procedure, answers: Answers, facts: Facts) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The answers that count (computed ones included) and the keys of those dropped because they are hidden.

    Inside a repeat a dropped answer is named "signs.wording".
    """
    kept: dict[str, Any] = {}
    dropped: list[str] = []
    for _, asked in walk(procedure, answers, set_scene(facts, procedure, None)):
        for question, value in asked:
            if value is not None:
                kept[question.key] = value
            dropped.extend(_dropped_in_rows(question, answers.get(question.key), value))
    gone = [key for key, value in answers.items() if value is not None and key not in kept]
    return kept, tuple(dict.fromkeys([*gone, *dropped]))


def _dropped_in_rows(question: Question, given: Json, value: Json) -> list[str]:
    if not question.questions or not isinstance(given, list):
        return []
    before = {key for row in given if isinstance(row, dict) for key in row if row[key] is not None}
    after = {key for row in value or [] for key in row}
    return [f"{question.key}.{key}" for key in sorted(before - after)]


def steps_taken(
    procedure: Procedure, answers: Answers, facts: Facts, *, staff: Answers | None = None
) -> list[Step]:
    """The steps that apply to this case as far as is known now, in order."""
    scene = full_scene(procedure, answers, facts, staff)
    return [step for step in procedure.steps if scene.holds(step.when)]


def passes_by_itself(
    step: Step, procedure: Procedure, answers: Answers, facts: Facts, *, staff: Answers | None = None
) -> bool:
    """Whether a step's `auto` rule holds now."""
    return step.auto is not None and full_scene(procedure, answers, facts, staff).holds(step.auto)


def role_value(procedure: Procedure, answers: Answers, role: str) -> Json:
    """The answer of the first question with this role that has one; None if there is none."""
    if not answers:
        return None
    for question in (*procedure.all_questions(), *procedure.staff_questions()):
        if question.role == role and answers.get(question.key) is not None:
            return answers[question.key]
    return None


def condition_data(
    procedure: Procedure, answers: Answers, facts: Facts, *, staff: Answers | None = None
) -> dict[str, Any]:
    """What a step's conditions look at: {"q", "staff", "fact", "row"} with typed values, hidden answers
    absent.
    """
    return full_scene(procedure, answers, facts, staff).data
