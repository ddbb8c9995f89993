"""Worked examples as tests: publishing is refused while one of them does not come out as written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from yakuba.ground.calendar.fiscal import fiscal_year
from yakuba.ground.catalogue.asking import (
    Problem,
    check_all,
    facts_for,
    prune,
    steps_taken,
    visible_pages,
    visible_questions,
)
from yakuba.ground.catalogue.definition import (
    DefinitionError,
    Example,
    Procedure,
    Question,
    Step,
)
from yakuba.ground.catalogue.fees import Assessment, FeeError, assess
from yakuba.ground.catalogue.kinds.kind import Wrong, kind_of

Decider = Callable[[Procedure, Mapping[str, Any], Mapping[str, Any], int], str]
"""(procedure, answers, facts, fee in yen) → key of the post that decides; given from above."""


@dataclass(frozen=True, slots=True)
class ExampleFault:
    """An example that does not come out: what was expected, what came."""

    title: str
    what: str
    expected: str
    found: str

    def __str__(self) -> str:
        return f"例「{self.title}」の {self.what}: {self.expected} のはずが {self.found} でした。"


def run(procedure: Procedure, *, decider: Decider | None = None) -> list[ExampleFault]:
    """All faults of all examples; [] when they all come out. Without `decider` that expectation is not
    looked at.
    """
    return [fault for example in procedure.examples for fault in _run_one(procedure, example, decider)]


def canonical(questions: tuple[Question, ...], answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers in canonical form where they can be cleaned, as they stand where they cannot."""
    found = dict(answers)
    for question in questions:
        kind = kind_of(question)
        value = answers.get(question.key)
        if value is None or not kind.asked:
            continue
        try:
            found[question.key] = kind.clean(question, value)
        except Wrong:
            continue
        if kind.takes_questions:
            found[question.key] = [canonical(question.questions, row) for row in value]
    return found


@dataclass(frozen=True, slots=True)
class _Filed:
    """An example as if it were sent: what is wrong, what counts, what it costs, where it goes."""

    problems: tuple[Problem, ...]
    kept: dict[str, Any]
    dropped: tuple[str, ...]
    facts: dict[str, Any]
    fee: Assessment | None
    steps: list[Step]

    @property
    def yen(self) -> int:
        return self.fee.total if self.fee else 0


def deciders(procedure: Procedure, *, decider: Decider) -> tuple[str, ...]:
    """Keys of the posts that decide its valid examples, each once; "" where an example needs no decision."""
    found: dict[str, None] = {}
    for example in procedure.examples:
        if example.expect.get("valid"):
            filed = _file(procedure, example)
            decided = any(step.kind == "approval" for step in filed.steps)
            post = decider(procedure, filed.kept, filed.facts, filed.yen) if decided else ""
            found[post] = None
    return tuple(found)


def _file(procedure: Procedure, example: Example) -> _Filed:
    """Raises DefinitionError when no fee table is in force on its day."""
    answers = canonical(procedure.all_questions(), example.answers)
    staff = canonical(procedure.staff_questions(), example.staff)
    day, channel = date.fromisoformat(example.facts["today"]), example.facts["channel"]
    problems = check_all(procedure, answers, {**example.facts, "fiscal_year": fiscal_year(day)})
    wrong = {problem.key for problem in problems}
    sound = {key: value for key, value in answers.items() if key not in wrong}
    facts = facts_for(procedure, sound, today=day, channel=channel)
    kept, dropped = prune(procedure, sound, facts)
    fee, steps = _fee(procedure, kept, facts), steps_taken(procedure, kept, facts, staff=staff)
    return _Filed(problems, kept, dropped, facts, fee, steps)


def _run_one(procedure: Procedure, example: Example, decider: Decider | None) -> list[ExampleFault]:
    try:
        filed = _file(procedure, example)
    except DefinitionError as error:
        return [ExampleFault(example.title, "料金", "計算できる", str(error))]
    found = _found(procedure, filed)
    if decider is not None and "decider" in example.expect:
        found["decider"] = decider(procedure, filed.kept, filed.facts, filed.yen)
    told = [f"{problem.key}: {problem.message}" for problem in filed.problems]
    return [
        ExampleFault(example.title, what, str(expected), _said(what, found[what], told))
        for what, expected in example.expect.items()
        if what in found and _wanted(what, expected) != found[what]
    ]


def _found(procedure: Procedure, filed: _Filed) -> dict[str, Any]:
    fee = filed.fee
    return {
        "valid": not filed.problems,
        "problem_keys": sorted({problem.key for problem in filed.problems}),
        "hidden": sorted(filed.dropped),
        "visible": [
            question.key
            for page in visible_pages(procedure, filed.kept, filed.facts)
            for question in visible_questions(procedure, page.questions, filed.kept, filed.facts)
        ],
        "fee_total": fee.total if fee else None,
        "fee_by_year": {str(year): yen for year, yen in fee.by_year.items()} if fee else None,
        "fee_lines": len(fee.lines) if fee else None,
        "steps": [step.key for step in filed.steps],
    }


def _wanted(what: str, expected: Any) -> Any:
    return sorted(expected) if what in ("problem_keys", "hidden") else expected


def _said(what: str, found: Any, told: list[str]) -> str:
    return f"{found}({'; '.join(told)})" if what in ("valid", "problem_keys") and told else str(found)


def _fee(procedure: Procedure, answers: Mapping[str, Any], facts: Mapping[str, Any]) -> Assessment | None:
    try:
        return assess(procedure, answers, facts)
    except FeeError:
        return None
