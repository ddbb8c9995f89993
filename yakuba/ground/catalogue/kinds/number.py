"""A number with a declared count of decimal places, kept as decimal text."""

import re
from decimal import Decimal
from typing import Any

from yakuba.ground.catalogue import characters
from yakuba.ground.catalogue.definition import Json, Question
from yakuba.ground.catalogue.kinds import params
from yakuba.ground.catalogue.kinds.kind import Flaw, Kind, Paper, Wrong
from yakuba.ground.languages import say

_SHAPE = re.compile(r"[+-]?(?:[0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3}){1,4})(?:\.[0-9]{0,9})?")


def plain_number(question: Question, value: Json) -> Decimal:
    """The number meant by text (full-width digits, commas, a trailing unit) or an int. Raises Wrong."""
    text = characters.narrow(str(value)).replace(" ", "").replace("、", ",").replace("。", ".")
    unit = characters.narrow(str(question.params.get("unit", "")))
    text = text.removesuffix(unit) if unit else text
    if isinstance(value, bool | float | list | dict) or not _SHAPE.fullmatch(text):
        raise Wrong(
            say("「{label}」は数字で入力してください。例: 12.5", label=question.label)
            if "." in text
            else _example(question)
        )
    return Decimal(text.replace(",", ""))


def _example(question: Question) -> str:
    return say("「{label}」は数字だけで入力してください。例: 10", label=question.label)


def shown(number: Decimal) -> str:
    """`1234.50` → `1,234.5`: grouped, without zeros at the end."""
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


class Number(Kind):
    """A decimal number; conditions see a number."""

    name = "number"
    title = "数"
    logic_type = "number"
    params = {
        "places": params.whole(0, most=6),
        "min": params.decimal(None),
        "max": params.decimal(None),
        "unit": params.words(),
        "step_text": params.words(),
    }

    def flaws(self, question: Question) -> list[Flaw]:
        least, most = (params.as_decimal(self.param(question, name)) for name in ("min", "max"))
        if least is not None and most is not None and least > most:
            return [Flaw("min", "max より大きい数です。", "どちらかを直してください。")]
        return []

    def clean(self, question: Question, value: Json) -> Json:
        number = plain_number(question, value)
        places = self.param(question, "places")
        rounded = number.quantize(Decimal(1).scaleb(-places))
        if rounded != number:
            if places == 0:
                raise Wrong(say("「{label}」は整数で入力してください。", label=question.label))
            raise Wrong(
                say(
                    "「{label}」は小数点以下{places}桁までで入力してください。",
                    label=question.label,
                    places=places,
                )
            )
        self._bounds(question, number)
        return str(rounded + 0)

    def _bounds(self, question: Question, number: Decimal) -> None:
        unit = self.param(question, "unit")
        least, most = (params.as_decimal(self.param(question, name)) for name in ("min", "max"))
        if least is not None and number < least:
            raise Wrong(
                say(
                    "「{label}」は{least}{unit}以上で入力してください。",
                    label=question.label,
                    least=shown(least),
                    unit=unit,
                )
            )
        if most is not None and number > most:
            raise Wrong(
                say(
                    "「{label}」は{most}{unit}以下で入力してください。",
                    label=question.label,
                    most=shown(most),
                    unit=unit,
                )
            )

    def display(self, question: Question, value: Json) -> list[str]:
        return [f"{shown(Decimal(str(value)))}{self.param(question, 'unit')}"]

    def logic(self, question: Question, value: Json) -> Any:
        number = Decimal(str(value))
        return int(number) if number == number.to_integral_value() else number

    def schema(self, question: Question) -> dict[str, Any]:
        places = self.param(question, "places")
        tail = rf"(\.[0-9]{{{places}}})" if places else ""
        return {"type": "string", "pattern": f"^-?[0-9]+{tail}$"}

    def paper(self, question: Question) -> Paper:
        return Paper("boxes", 8, "digits", (self.param(question, "unit"),))


KIND = Number()
