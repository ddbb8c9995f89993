"""Some of several options."""

from typing import Any

from yakuba.ground.catalogue.definition import Json, Question
from yakuba.ground.catalogue.kinds import params
from yakuba.ground.catalogue.kinds.choice import option_flaws, option_label
from yakuba.ground.catalogue.kinds.kind import Flaw, Kind, Paper, Raw, Terms, Wrong
from yakuba.ground.languages import say


class Choices(Kind):
    """The keys of the options chosen, in the options' order."""

    name = "choices"
    title = "いくつか選ぶ"
    logic_type = "list"
    takes_options = True
    params = {"min": params.whole(0, most=1000), "max": params.whole(None, least=1, most=1000)}

    def flaws(self, question: Question) -> list[Flaw]:
        return option_flaws(question)

    def read(self, question: Question, raw: Raw) -> Json:
        chosen = [key for key in raw.get("", ()) if key.strip()]
        return self.clean(question, chosen) if chosen else None

    def clean(self, question: Question, value: Json) -> Json:
        known = [option.key for option in question.options]
        if not isinstance(value, list) or any(key not in known for key in value):
            raise Wrong(say("「{label}」は、示された中から選んでください。", label=question.label))
        chosen = [key for key in known if key in value]
        least, most = self.param(question, "min"), self.param(question, "max")
        if chosen and len(chosen) < least:
            raise Wrong(say("「{label}」は{least}つ以上選んでください。", label=question.label, least=least))
        if most is not None and len(chosen) > most:
            raise Wrong(
                say(
                    "「{label}」は{most}つまでです。{rest}つ外してください。",
                    label=question.label,
                    most=most,
                    rest=len(chosen) - most,
                )
            )
        return chosen or None

    def to_raw(self, question: Question, value: Json) -> dict[str, list[str]]:
        return {"": list(value)}

    def missing(self, question: Question) -> Wrong:
        return Wrong(say("「{label}」を1つ以上選んでください。", label=question.label))

    def display(self, question: Question, value: Json) -> list[str]:
        return [option_label(question, key) for key in value]

    def terms(self, question: Question) -> Terms:
        return Terms("list", choices=tuple(option.key for option in question.options))

    def schema(self, question: Question) -> dict[str, Any]:
        items = {"type": "string", "enum": [option.key for option in question.options]}
        return {"type": "array", "items": items, "uniqueItems": True}

    def paper(self, question: Question) -> Paper:
        return Paper(
            "circle", len(question.options), labels=tuple(option.label for option in question.options)
        )


KIND = Choices()
