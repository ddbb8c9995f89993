"""Answers as people read them: summaries, letters' texts, search text."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from yakuba.ground.catalogue.asking.reading import before_page
from yakuba.ground.catalogue.definition import Answers, Facts, Json, Procedure, Question
from yakuba.ground.catalogue.kinds.kind import kind_of
from yakuba.ground.catalogue.scene import set_scene, settle, visit, walk
from yakuba.ground.languages import marked, say

UNANSWERED = marked("未入力")


@dataclass(frozen=True, slots=True)
class DisplayRow:
    """One question with its answer by lines; `page` is the key of the page to change it on."""

    key: str
    label: str
    lines: tuple[str, ...]
    page: str
    kind: str = ""
    value: Json = None


@dataclass(frozen=True, slots=True)
class DisplaySection:
    """One page of a summary."""

    title: str
    rows: list[DisplayRow] = field(default_factory=list)
    page: str = ""


def display(question: Question, value: Json) -> list[str]:
    """A stored value by lines, in the language being spoken; no answer is shown as 未入力."""
    return [say(UNANSWERED)] if value is None else kind_of(question).display(question, value)


def _row(question: Question, value: Json, page: str) -> DisplayRow:
    return DisplayRow(
        question.key, question.label, tuple(display(question, value)), page, question.kind, value
    )


def display_rows(procedure: Procedure, answers: Answers, facts: Facts) -> list[DisplaySection]:
    """The visible pages with their visible questions and answers."""
    walked = walk(procedure, answers, set_scene(facts, procedure, None))
    return [
        DisplaySection(page.title, [_row(question, value, page.key) for question, value in asked], page.key)
        for page, asked in walked
    ]


def display_staff(
    procedure: Procedure, questions: Sequence[Question], answers: Answers, facts: Facts, staff: Answers
) -> list[DisplayRow]:
    """Staff's visible questions of a step with their answers."""
    scene = before_page(procedure, questions, answers, facts, staff)
    return [_row(question, value, "") for question, value in visit(questions, staff, scene, settle)]


def role_text(procedure: Procedure, answers: Answers, role: str) -> str:
    """The answer of the first question with this role that has one, in one line; "" if there is none."""
    found = _with_role(procedure, answers, role)
    return kind_of(found[0]).texts(*found)[""] if found else ""


def role_brief(procedure: Procedure, answers: Answers, role: str) -> str:
    """As `role_text`, in as few words as a list has room for: of a repeat, its first row and 「ほか1件」."""
    found = _with_role(procedure, answers, role)
    return kind_of(found[0]).brief(*found) if found else ""


def _with_role(procedure: Procedure, answers: Answers, role: str) -> tuple[Question, Json] | None:
    for question in (*procedure.all_questions(), *procedure.staff_questions()):
        value = answers.get(question.key)
        if question.role == role and value is not None:
            return question, value
    return None


def search_text(procedure: Procedure, answers: Answers) -> str:
    """What a search for a case should find in its answers: only questions marked `search` and never
    sensitive.
    """
    found = []
    for question in procedure.all_questions():
        value = answers.get(question.key)
        if question.search and not question.sensitive and value is not None:
            found.append(kind_of(question).search_text(question, value))
    return " ".join(found)
