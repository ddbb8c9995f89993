"""One of several options."""

from typing import Any

from yakuba.ground.catalogue.definition import Json, Question
from yakuba.ground.catalogue.kinds import params
from yakuba.ground.catalogue.kinds.kind import Flaw, Kind, Paper, Terms, Wrong, as_text
from yakuba.ground.languages import say


def option_flaws(question: Question) -> list[Flaw]:
    """Too few options."""
    if len(question.options) < 1:
        return [
            Flaw(
                "options",
                "選ぶものがありません。",
                'options = [{ key = "a", label = "…" }] を書いてください。',
            )
        ]
    return []


def option_label(question: Question, key: str) -> str:
    """The label of an option, or the key where the option is gone."""
    return next((option.label for option in question.options if option.key == key), key)


class Choice(Kind):
    """The key of one option."""

    name = "choice"
    title = "1つ選ぶ"
    logic_type = "choice"
    takes_options = True
    params = {"select_from": params.whole(12, least=2, most=1000)}

    def flaws(self, question: Question) -> list[Flaw]:
        return option_flaws(question)

    def clean(self, question: Question, value: Json) -> Json:
        key = as_text(question, value).strip()
        if key not in {option.key for option in question.options}:
            raise Wrong(say("「{label}」は、示された中から1つ選んでください。", label=question.label))
        return key

    def missing(self, question: Question) -> Wrong:
        return Wrong(say("「{label}」を1つ選んでください。", label=question.label))

    def display(self, question: Question, value: Json) -> list[str]:
        return [option_label(question, value)]

    def terms(self, question: Question) -> Terms:
        return Terms("choice", choices=tuple(option.key for option in question.options))

    def schema(self, question: Question) -> dict[str, Any]:
        return {"type": "string", "enum": [option.key for option in question.options]}

    def paper(self, question: Question) -> Paper:
        return Paper("circle", 1, labels=tuple(option.label for option in question.options))


KIND = Choice()
