"""What of a procedure decides which pages and questions are asked, worked out once an edition.

Most answers decide nothing: walking down a form for its pages looks only at those that some condition or
computed value names. `Plan.shown` gives what
`visible_pages` and `visible_questions` give together, in one walk.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from yakuba.ground.catalogue.conditions import variables
from yakuba.ground.catalogue.definition import Answers, Facts, Json, Page, Procedure, Question
from yakuba.ground.catalogue.kinds.kind import kind_of
from yakuba.ground.catalogue.scene import Scene, settle
from yakuba.ground.catalogue.speech import Same


class Plan:
    """One procedure's plan; `needed` are the questions whose answers decide, `uses_fee` says whether a
    condition, a check or a computed value looks at the fee.
    """

    def __init__(self, procedure: Procedure) -> None:
        self._procedure = procedure
        self._empty: dict[tuple[object, ...], tuple[Page, ...]] = {}
        named = {tuple(path.split(".")[:2]) for path in _paths(_rules(procedure))}
        whole = {("",), ("q",), ("fact",)} & named
        # The facts that decide; None: all of them may.
        self._facts = None if whole else tuple(sorted(one[1] for one in named if one[0] == "fact"))
        self.needed = frozenset(
            question.key
            for question in procedure.all_questions()
            if whole or ("q", question.key) in named or question.role == "applicant.birth"
        )
        self.uses_fee = any(path in ("", "fact", "fact.fee_total") for path in _paths(_every_rule(procedure)))

    def shown(self, answers: Answers, facts: Facts) -> tuple[Page, ...]:
        """The pages to be asked, in order, each with its visible questions only; one with none is left out.

        `facts` need hold the fee only where `uses_fee` says so.
        """
        if self._facts is None or any(answers.get(key) is not None for key in self.needed):
            return tuple(self._walk(answers, facts))
        # Nothing that decides is answered yet: as good as empty, whatever else is.
        key = tuple(facts.get(name) for name in self._facts)
        found = self._empty.get(key)
        if found is None:
            if len(self._empty) > _MOST_DAYS:
                self._empty.clear()
            found = self._empty[key] = tuple(self._walk({}, facts))
        return found

    def _walk(self, answers: Answers, facts: Facts) -> Iterator[Page]:
        scene = Scene(facts)
        for page in self._procedure.pages:
            if scene.holds(page.show_when):
                asked = tuple(self._asked(page.questions, answers, scene))
                if asked:
                    yield page if len(asked) == len(page.questions) else replace(page, questions=asked)

    def _asked(self, questions: Sequence[Question], answers: Answers, scene: Scene) -> Iterator[Question]:
        for question in questions:
            if question.show_when is None or scene.holds(question.show_when):
                if question.key in self.needed:
                    value = settle(question, answers.get(question.key), scene)
                    if value is not None:
                        scene.put(question, value)
                yield question


_MOST_DAYS = 64


def _paths(rules: Iterator[Json]) -> set[str]:
    """Everything these rules read."""
    return {path for rule in rules for path in variables(rule)}


def _every_rule(procedure: Procedure) -> Iterator[Json]:
    """Those of `_rules`, and the checks."""
    yield from _rules(procedure)
    for question in procedure.all_questions():
        for one in (question, *question.questions):
            yield from (check.rule for check in one.check)


def _rules(procedure: Procedure) -> Iterator[Json]:
    for page in procedure.pages:
        yield page.show_when
        yield from _rules_of(page.questions)


def _rules_of(questions: Sequence[Question]) -> Iterator[Json]:
    """What decides about questions: when they show, and what a computed one is worth."""
    for question in questions:
        yield question.show_when
        if not kind_of(question).asked:
            yield question.params.get("value")
        yield from _rules_of(question.questions)


def plan_of(procedure: Procedure) -> Plan:
    """The plan of a procedure (in one language), made once."""
    return _plan(Same(procedure))


@lru_cache(maxsize=512)
def _plan(same: Same) -> Plan:
    return Plan(same.procedure)
