"""A value worked out from the answers above; nobody types it."""

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from yakuba.ground.calendar.era import spoken_day
from yakuba.ground.catalogue.definition import Json, Question
from yakuba.ground.catalogue.kinds import params
from yakuba.ground.catalogue.kinds.kind import Flaw, Kind, Paper, Raw, Terms
from yakuba.ground.catalogue.kinds.number import shown
from yakuba.ground.catalogue.kinds.params import Param
from yakuba.ground.languages import say
from yakuba.ground.money import spoken_yen

_TYPES = {"text": "text", "number": "number", "yen": "number", "date": "date", "yes_no": "bool"}


class Computed(Kind):
    """`value` is a stored rule; what it yields must fit `result`, anything else counts as no value."""

    name = "computed"
    title = "計算した値"
    asked: ClassVar[bool] = False
    params = {
        "value": Param(
            None, lambda value: "" if isinstance(value, dict) else "条件か logic を書いてください。"
        ),
        "result": params.one_of("text", list(_TYPES)),
        "unit": params.words(),
    }

    def flaws(self, question: Question) -> list[Flaw]:
        if self.param(question, "value") is None:
            return [Flaw("value", "計算の式がありません。", "value = { logic = { … } } を書いてください。")]
        return []

    def view_params(self, question: Question) -> dict[str, Any]:
        return {"unit": "", "result": self.param(question, "result")}

    def read(self, question: Question, raw: Raw) -> Json:
        return None

    def clean(self, question: Question, value: Json) -> Json:
        """The computed value in stored form; None where it does not fit the declared result."""
        result = self.param(question, "result")
        numeric = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
        if result == "yes_no":
            return value if isinstance(value, bool) else None
        if result == "yen":
            return int(value) if numeric and value == int(value) else None
        if result == "number":
            return f"{Decimal(str(value)):f}" if numeric else None
        return value if isinstance(value, str) and (result == "text" or _is_day(value)) else None

    def to_raw(self, question: Question, value: Json) -> dict[str, list[str]]:
        return {"": [" ".join(self.display(question, value))]}

    def display(self, question: Question, value: Json) -> list[str]:
        result = self.param(question, "result")
        if result == "yen":
            return [spoken_yen(int(value))]
        if result == "date":
            return [spoken_day(date.fromisoformat(value))]
        if result == "yes_no":
            return [say("はい") if value else say("いいえ")]
        text = shown(Decimal(str(value))) if result == "number" else str(value)
        return [f"{text}{self.param(question, 'unit')}"]

    def terms(self, question: Question) -> Terms:
        return Terms(_TYPES.get(self.param(question, "result"), "text"))

    def logic(self, question: Question, value: Json) -> Any:
        if self.param(question, "result") != "number":
            return value
        number = Decimal(str(value))
        return int(number) if number == number.to_integral_value() else number

    def schema(self, question: Question) -> dict[str, Any]:
        return {"readOnly": True}

    def paper(self, question: Question) -> Paper:
        return Paper("line")


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


KIND = Computed()
