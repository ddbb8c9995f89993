"""The data conditions look at, built while walking down a definition: a hidden answer never enters it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from yakuba.ground.calendar.age import age_on
from yakuba.ground.catalogue.definition import Answers, Facts, Json, Page, Procedure, Question, Rule
from yakuba.ground.catalogue.kinds.kind import kind_of
from yakuba.ground.catalogue.logic import truthy
from yakuba.ground.catalogue.operators import evaluate

Settle = Callable[[Question, Json, "Scene"], Json]
"""What an answer is worth at its place: the value to use, or None."""


class Scene:
    """Logic values by side (`q`, `staff`, `fact`, `row`)."""

    __slots__ = ("data", "side")

    def __init__(self, facts: Facts, *, side: str = "q") -> None:
        self.data: dict[str, dict[str, Any]] = {"q": {}, "staff": {}, "fact": dict(facts), "row": {}}
        self.side = side

    def holds(self, rule: Rule | None) -> bool:
        """Whether a rule holds now; no rule always holds."""
        return rule is None or truthy(evaluate(rule, self.data))

    def put(self, question: Question, value: Json, *, side: str = "") -> None:
        """Let conditions further down see a canonical value."""
        kind = kind_of(question)
        self.data[side or self.side][question.key] = kind.logic(question, value)
        if question.role == "applicant.birth" and "today" in self.data["fact"]:
            birth, today = date.fromisoformat(value), date.fromisoformat(self.data["fact"]["today"])
            self.data["fact"]["applicant_age"] = age_on(birth, today) if birth <= today else None

    def row(self) -> "Scene":
        """A scene for one row: its answers hide those above of the same name and are lost after it."""
        inner = Scene(self.data["fact"], side=self.side)
        inner.data = {**self.data, self.side: dict(self.data[self.side]), "fact": dict(self.data["fact"])}
        return inner


def visit(
    questions: Sequence[Question], given: Answers, scene: Scene, settle: Settle
) -> Iterator[tuple[Question, Json]]:
    """The visible questions in order, each with what `settle` makes of its answer."""
    for question in questions:
        if scene.holds(question.show_when):
            value = settle(question, given.get(question.key), scene)
            if value is not None:
                scene.put(question, value)
            yield question, value


def settle(question: Question, value: Json, scene: Scene) -> Json:
    """A canonical answer as it counts: computed ones worked out, rows without their hidden answers."""
    kind = kind_of(question)
    if not kind.asked:
        return kind.clean(question, evaluate(question.params["value"], scene.data))
    if value is None or not is_of_kind(question, value):
        return None
    if kind.takes_questions:
        return [row for row in (settle_row(question, row, scene) for row in value) if row] or None
    return value


def is_of_kind(question: Question, value: Json) -> bool:
    """Whether a stored answer can be used at all: one of another kind counts as blank."""
    kind = kind_of(question)
    if kind.takes_questions:
        return isinstance(value, list) and all(isinstance(row, Mapping) for row in value)
    try:
        kind.logic(question, value)
        kind.display(question, value)
    except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError):
        return False
    return True


def settle_row(question: Question, row: Answers, scene: Scene) -> dict[str, Json]:
    """One row of a repeat without its hidden and empty answers."""
    found = visit(question.questions, row, scene.row(), settle)
    return {inner.key: value for inner, value in found if value is not None}


def set_scene(facts: Facts, procedure: Procedure, staff: Answers | None, *, side: str = "q") -> Scene:
    """A scene with the facts and what staff answered so far."""
    scene = Scene(facts, side=side)
    for question in procedure.staff_questions() if staff else ():
        value = (staff or {}).get(question.key)
        if value is not None:
            scene.put(question, value, side="staff")
    return scene


def walk(
    procedure: Procedure, answers: Answers, scene: Scene, use: Settle = settle
) -> list[tuple[Page, list[tuple[Question, Json]]]]:
    """The visible pages with their visible questions and values; the scene knows all of them afterwards."""
    found = []
    for page in procedure.pages:
        if scene.holds(page.show_when):
            asked = list(visit(page.questions, answers, scene, use))
            if asked:
                found.append((page, asked))
    return found


def full_scene(procedure: Procedure, answers: Answers, facts: Facts, staff: Answers | None = None) -> Scene:
    """The scene after all pages: for fees, steps and letters."""
    scene = set_scene(facts, procedure, staff)
    walk(procedure, answers, scene)
    return scene
