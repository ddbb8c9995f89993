"""How a procedure's questions and facts are said in the sentences that explain a condition."""

from collections.abc import Callable
from datetime import date
from typing import Any

from yakuba.ground.calendar.era import DayError, format_era
from yakuba.ground.calendar.fiscal import fiscal_year_label
from yakuba.ground.catalogue.definition import CHANNELS, Procedure, Question
from yakuba.ground.catalogue.kinds.kind import kind_of
from yakuba.ground.catalogue.kinds.number import shown
from yakuba.ground.catalogue.trace import Wording, plain_words
from yakuba.ground.catalogue.vocabulary import FACTS
from yakuba.ground.money import format_yen


def say_day(value: Any) -> str:
    """`2026-12-01` → `令和8年12月1日`; anything that is no day as it stands."""
    try:
        return format_era(date.fromisoformat(str(value)))
    except (ValueError, DayError):
        return plain_words(value)


def _say(question: Question) -> Callable[[Any], str]:
    kind = kind_of(question)
    type_ = kind.terms(question).type
    labels = {option.key: option.label for option in question.options}

    def say(value: Any) -> str:
        if type_ == "number" and not isinstance(value, str | bool | list | dict):
            unit = question.params.get("unit", "円" if question.kind == "yen" else "")
            return f"{shown(value) if not isinstance(value, int) else f'{value:,}'}{unit}"
        if type_ == "date":
            return say_day(value)
        return f"「{labels[value]}」" if isinstance(value, str) and value in labels else plain_words(value)

    return say


def wording_of(procedure: Procedure) -> Wording:
    """The wording of all questions of a procedure, staff's included, and of the facts."""
    labels: dict[str, str] = {}
    sayings: dict[str, Callable[[Any], str]] = {}
    sides = [("q", procedure.all_questions()), ("staff", procedure.staff_questions())]
    for side, questions in sides:
        for question in questions:
            for each in (question, *question.questions):
                _learn(each, f"{side}.{each.key}", labels, sayings)
    for name, term in FACTS.items():
        labels[f"fact.{name}"] = term.label
    sayings["fact.today"] = say_day
    sayings["fact.channel"] = lambda value: f"「{CHANNELS.get(value, value)}」"
    sayings["fact.fee_total"] = lambda value: format_yen(int(value))
    sayings["fact.fiscal_year"] = lambda value: fiscal_year_label(int(value))
    sayings["fact.applicant_age"] = lambda value: f"{value}歳"
    return Wording(labels, sayings)


_PARTS = {
    "from": "始まりの日",
    "to": "終わりの日",
    "city": "市区町村",
    "prefecture": "都道府県",
    "town": "町名・字",
}


def _learn(
    question: Question, path: str, labels: dict[str, str], sayings: dict[str, Callable[[Any], str]]
) -> None:
    labels[path] = question.label
    sayings[path] = _say(question)
    for part, type_ in kind_of(question).terms(question).parts.items():
        labels[f"{path}.{part}"] = f"{question.label}の{_PARTS.get(part, part)}"
        if type_ == "date":
            sayings[f"{path}.{part}"] = say_day
