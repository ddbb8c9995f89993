"""法人番号: 13 digits with a check digit (法人番号の指定等に関する省令 第2条)."""

from typing import Any

from yakuba.ground.catalogue import characters
from yakuba.ground.catalogue.definition import Json, Question
from yakuba.ground.catalogue.kinds.kind import Kind, Paper, Wrong, as_text
from yakuba.ground.languages import say


def check_digit(body: str) -> int:
    """The check digit that stands before the 12 digits of `body`."""
    weighted = sum(int(one) * (1 if place % 2 else 2) for place, one in enumerate(reversed(body), 1))
    return 9 - weighted % 9


class CorporateNumber(Kind):
    """A corporation's number; a person's 12 digits are refused with the reason."""

    name = "corporate_number"
    title = "法人番号"

    def clean(self, question: Question, value: Json) -> Json:
        digits = characters.narrow(as_text(question, value)).replace("-", "").replace(" ", "")
        if characters.has_my_number(digits):
            raise Wrong(say(characters.MY_NUMBER_MESSAGE))
        if not (digits.isascii() and digits.isdigit()) or len(digits) != 13:
            raise Wrong(
                say("「{label}」は13桁の数字で入力してください。例: 8000020015458", label=question.label)
            )
        if int(digits[0]) != check_digit(digits[1:]):
            raise Wrong(
                say(
                    "「{label}」の数字のどれかが違います。国税庁の通知と見くらべてください。",
                    label=question.label,
                )
            )
        return digits

    def schema(self, question: Question) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[0-9]{13}$"}

    def paper(self, question: Question) -> Paper:
        return Paper("boxes", 13, "digits")


KIND = CorporateNumber()
