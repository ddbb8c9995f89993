"""How a procedure's questions and facts are said in the sentences that explain a condition."""

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any

from yakuba.ground.calendar.era import DayError, spoken_day
from yakuba.ground.calendar.fiscal import spoken_fiscal_year
from yakuba.ground.catalogue.definition import CHANNELS, Procedure, Question
from yakuba.ground.catalogue.kinds.kind import kind_of
from yakuba.ground.catalogue.kinds.number import shown
from yakuba.ground.catalogue.speech import Same
from yakuba.ground.catalogue.trace import Wording, plain_words
from yakuba.ground.catalogue.vocabulary import FACTS
from yakuba.ground.languages import current, marked, say
from yakuba.ground.money import spoken_yen


def say_day(value: Any) -> str:
    """`2026-12-01` → `令和8年12月1日` (as pages say days); anything that is no day as it stands."""
    try:
        return spoken_day(date.fromisoformat(str(value)))
    except (ValueError, DayError):
        return plain_words(value)


def _say(question: Question) -> Callable[[Any], str]:
    kind = kind_of(question)
    type_ = kind.terms(question).type
    labels = {option.key: option.label for option in question.options}

    def said(value: Any) -> str:
        if type_ == "number" and not isinstance(value, str | bool | list | dict):
            unit = question.params.get("unit", say("円") if question.kind == "yen" else "")
            return f"{shown(value) if not isinstance(value, int) else f'{value:,}'}{unit}"
        if type_ == "date":
            return say_day(value)
        if isinstance(value, str) and value in labels:
            return say("「{value}」", value=labels[value])
        return plain_words(value)

    return said


def wording_of(procedure: Procedure) -> Wording:
    """The wording of all questions of a procedure, staff's included, and of the facts; in the language that
    is spoken.
    """
    return _wording(Same(procedure), current())


@lru_cache(maxsize=512)
def _wording(same: Same, _language: str) -> Wording:
    procedure = same.procedure
    labels: dict[str, str] = {}
    sayings: dict[str, Callable[[Any], str]] = {}
    sides = [("q", procedure.all_questions()), ("staff", procedure.staff_questions())]
    for side, questions in sides:
        for question in questions:
            for each in (question, *question.questions):
                _learn(each, f"{side}.{each.key}", labels, sayings)
    for name, term in FACTS.items():
        labels[f"fact.{name}"] = say(term.label)
    sayings["fact.today"] = say_day
    sayings["fact.channel"] = lambda value: say("「{value}」", value=say(CHANNELS.get(value, value)))
    sayings["fact.fee_total"] = lambda value: spoken_yen(int(value))
    sayings["fact.fiscal_year"] = lambda value: spoken_fiscal_year(int(value))
    sayings["fact.applicant_age"] = lambda value: say("{age}歳", age=value)
    return Wording(labels, sayings)


_PARTS = {
    "from": marked("始まりの日"),
    "to": marked("終わりの日"),
    "city": marked("市区町村"),
    "prefecture": marked("都道府県"),
    "town": marked("町名・字"),
}


def _learn(
    question: Question, path: str, labels: dict[str, str], sayings: dict[str, Callable[[Any], str]]
) -> None:
    labels[path] = question.label
    sayings[path] = _say(question)
    for part, type_ in kind_of(question).terms(question).parts.items():
        labels[f"{path}.{part}"] = say(
            "{label}の{what}", label=question.label, what=say(_PARTS.get(part, part))
        )
        if type_ == "date":
            sayings[f"{path}.{part}"] = say_day
