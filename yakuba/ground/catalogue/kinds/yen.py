"""A sum of yen."""

from typing import Any

from yakuba.ground.catalogue.definition import Json, Question
from yakuba.ground.catalogue.kinds import params
from yakuba.ground.catalogue.kinds.kind import Kind, Paper, Wrong
from yakuba.ground.languages import say
from yakuba.ground.money import YenError, parse_yen, spoken_yen


class Yen(Kind):
    """Whole yen."""

    name = "yen"
    title = "金額"
    logic_type = "number"
    params = {"min": params.whole(0), "max": params.whole(None)}

    def clean(self, question: Question, value: Json) -> Json:
        if isinstance(value, bool) or not isinstance(value, int | str):
            raise Wrong(say("「{label}」は金額を数字で入力してください。例: 1200", label=question.label))
        try:
            yen = parse_yen(str(value))
        except YenError as error:
            raise Wrong(error.message) from error
        least, most = self.param(question, "min"), self.param(question, "max")
        if yen < least:
            raise Wrong(
                say(
                    "「{label}」は{least}以上で入力してください。",
                    label=question.label,
                    least=spoken_yen(least),
                )
            )
        if most is not None and yen > most:
            raise Wrong(
                say(
                    "「{label}」は{most}以下で入力してください。", label=question.label, most=spoken_yen(most)
                )
            )
        return yen

    def display(self, question: Question, value: Json) -> list[str]:
        return [spoken_yen(int(value))]

    def schema(self, question: Question) -> dict[str, Any]:
        most = self.param(question, "max")
        return {
            "type": "integer",
            "minimum": self.param(question, "min"),
            **({} if most is None else {"maximum": most}),
        }

    def paper(self, question: Question) -> Paper:
        return Paper("boxes", 9, "digits", ("円",))


KIND = Yen()
