"""Reading what was posted, and checking a whole application: bad input becomes problems, never an
exception.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from yakuba.ground.catalogue.asking.names import Posted, Problem, anchor, of_question, rows_posted
from yakuba.ground.catalogue.definition import Answers, Facts, Json, Procedure, Question
from yakuba.ground.catalogue.kinds.kind import Wrong, kind_of
from yakuba.ground.catalogue.scene import Scene, set_scene, settle, visit, walk

MOST_ROWS = 201


@dataclass(frozen=True, slots=True)
class Reading:
    """What a post amounts to: the merged answers, the problems, and what was typed, to show it again."""

    answers: dict[str, Any]
    problems: tuple[Problem, ...]
    raw: Posted


@dataclass(slots=True)
class _Judge:
    """Takes canonical values of one stretch of questions and collects the problems."""

    facts: Facts
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, question: Question, name: str, key: str, wrong: Wrong) -> None:
        for sub, message in wrong.errors.items():
            self.problems.append(Problem(anchor(question, name, sub), key, message, name, sub))

    def take(self, question: Question, value: Json, scene: Scene, name: str, key: str) -> Json:
        """The value if it may stand (required, limits of the day, checks), None otherwise."""
        kind = kind_of(question)
        if value is None:
            if question.required and kind.asked:
                self.wrong(question, name, key, kind.missing(question))
            return None
        try:
            kind.limits(question, value, self.facts)
        except Wrong as wrong:
            self.wrong(question, name, key, wrong)
            return None
        if question.check:
            scene.put(question, value)
            failed = next((check for check in question.check if not scene.holds(check.rule)), None)
            if failed is not None:
                scene.data[scene.side].pop(question.key, None)
                self.wrong(question, name, key, Wrong(failed.message))
                return None
        return value


def before_page(
    procedure: Procedure, questions: Sequence[Question], answers: Answers, facts: Facts, staff: Answers | None
) -> Scene:
    """What the questions of one page can see: all visible answers above them (for staff's: all of the
    applicant).
    """
    scene = set_scene(facts, procedure, staff)
    if staff is not None:
        walk(procedure, answers, scene)
        scene.side = "staff"
        return scene
    first = questions[0].key if questions else ""
    for page in procedure.pages:
        if any(question.key == first for question in page.questions):
            break
        if scene.holds(page.show_when):
            for _ in visit(page.questions, answers, scene, settle):
                pass
    return scene


def read_page(
    procedure: Procedure, questions: Sequence[Question], posted: Posted, answers: Answers, facts: Facts,
    *, staff: Answers | None = None, prefix: str = "q",
) -> Reading:  # fmt: skip
    """Read one page. Visible questions replace their answers; hidden ones keep theirs until `prune`.

    For a step's staff questions give `staff`; the answers returned are then the staff's. Never raises on
    input.
    """
    scene = before_page(procedure, questions, answers, facts, staff)
    kept = dict(staff if staff is not None else answers)
    judge = _Judge(facts)

    def use(question: Question, given: Json, here: Scene) -> Json:
        name = f"{prefix}-{question.key}"
        return _read(question, name, question.key, posted, given, here, judge)

    for question, value in list(visit(questions, kept, scene, use)):
        kept.pop(question.key, None)
        if value is not None:
            kept[question.key] = value
    return Reading(kept, tuple(judge.problems), posted)


def _read(
    question: Question, name: str, key: str, posted: Posted, given: Json, scene: Scene, judge: _Judge
) -> Json:
    kind = kind_of(question)
    if not kind.asked:
        return settle(question, None, scene)
    if kind.takes_questions:
        return _read_rows(question, name, key, posted, given, scene, judge)
    try:
        if question.kind == "file":
            value = kind.clean(question, given) if given else None
        else:
            value = kind.read(question, of_question(posted, name))
    except Wrong as wrong:
        judge.wrong(question, name, key, wrong)
        return None
    return judge.take(question, value, scene, name, key)


def _read_rows(
    question: Question, name: str, key: str, posted: Posted, given: Json, scene: Scene, judge: _Judge
) -> Json:
    stored = [row for row in given if isinstance(row, Mapping)] if isinstance(given, list) else []
    count = min(max(rows_posted(posted, name), _rows_with_files(question, stored)), MOST_ROWS)
    while count and _is_empty(question, f"{name}.{count - 1}", posted, _at(stored, count - 1)):
        count -= 1
    rows = []
    for index in range(count):
        inner = _row_use(f"{name}.{index}", key, posted, judge)
        found = visit(question.questions, _at(stored, index), scene.row(), inner)
        rows.append({sub.key: value for sub, value in found if value is not None})
    try:
        kind_of(question).clean(question, [{"": True} for _ in rows])
    except Wrong as wrong:
        judge.wrong(question, name, key, wrong)
    if not rows:
        return judge.take(question, None, scene, name, key)
    # Rows keep their places while something in them is wrong; the row's files are found by its place.
    return _checked_rows(question, rows, scene, name, key, judge)


def _checked_rows(
    question: Question, rows: list[dict[str, Json]], scene: Scene, name: str, key: str, judge: _Judge
) -> Json:
    if question.check:
        scene.put(question, rows)
        failed = next((check for check in question.check if not scene.holds(check.rule)), None)
        if failed is not None:
            judge.wrong(question, name, key, Wrong(failed.message))
    return rows


def _row_use(prefix: str, key: str, posted: Posted, judge: _Judge) -> Any:
    def use(question: Question, given: Json, here: Scene) -> Json:
        return _read(question, f"{prefix}.{question.key}", key, posted, given, here, judge)

    return use


def _at(rows: list[Mapping[str, Json]], index: int) -> Mapping[str, Json]:
    return rows[index] if index < len(rows) else {}


def _rows_with_files(question: Question, rows: list[Mapping[str, Json]]) -> int:
    keys = [inner.key for inner in question.questions if inner.kind == "file"]
    return max((index + 1 for index, row in enumerate(rows) if any(row.get(key) for key in keys)), default=0)


def _is_empty(question: Question, prefix: str, posted: Posted, stored: Mapping[str, Json]) -> bool:
    for inner in question.questions:
        kind = kind_of(inner)
        try:
            read = None if not kind.asked else kind.read(inner, of_question(posted, f"{prefix}.{inner.key}"))
        except Wrong:
            return False
        if read is not None or (inner.kind == "file" and stored.get(inner.key)):
            return False
    return True


def check_all(procedure: Procedure, answers: Answers, facts: Facts) -> tuple[Problem, ...]:
    """Every problem of a whole application, in the order of the pages; () means it may be sent."""
    judge = _Judge(facts)
    walk(procedure, answers, set_scene(facts, procedure, None), checking(judge))
    return tuple(judge.problems)


def check_staff(
    procedure: Procedure, questions: Sequence[Question], answers: Answers, facts: Facts, staff: Answers
) -> tuple[Problem, ...]:
    """Every problem of staff's answers to the questions of a step."""
    judge = _Judge(facts)
    scene = before_page(procedure, questions, answers, facts, staff)
    for _ in visit(questions, staff, scene, checking(judge, "s")):
        pass
    return tuple(judge.problems)


def checking(judge: _Judge, prefix: str = "q", key: str = "") -> Any:
    """A `settle` that cleans and judges stored values (from a draft, a prefill or the API)."""

    def use(question: Question, given: Json, scene: Scene) -> Json:
        own, name = key or question.key, f"{prefix}{'.' if key else '-'}{question.key}"
        kind = kind_of(question)
        if not kind.asked:
            return settle(question, None, scene)
        try:
            value = None if given is None else kind.clean(question, given)
            if value is not None and kind.takes_questions:
                value = [
                    _checked_row(question, row, scene, checking(judge, f"{name}.{index}", own))
                    for index, row in enumerate(value)
                ]
        except Wrong as wrong:
            judge.wrong(question, name, own, wrong)
            return None
        return judge.take(question, value, scene, name, own)

    return use


def _checked_row(question: Question, row: Answers, scene: Scene, use: Any) -> dict[str, Json]:
    found = visit(question.questions, row, scene.row(), use)
    return {inner.key: value for inner, value in found if value is not None}
