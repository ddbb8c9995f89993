"""Yes or no."""

from typing import Any

from yakuba.ground.catalogue.definition import Json, Option, Question
from yakuba.ground.catalogue.kinds import params
from yakuba.ground.catalogue.kinds.kind import Kind, Paper, Raw, Wrong, one
from yakuba.ground.languages import marked, say


class YesNo(Kind):
    """A truth value; the words may be the question's own."""

    name = "yes_no"
    title = "はい・いいえ"
    logic_type = "bool"
    params = {"yes": params.words(marked("はい")), "no": params.words(marked("いいえ"))}

    def choices(self, question: Question) -> tuple[Option, ...]:
        return tuple(Option(key, say(str(self.param(question, key)))) for key in ("yes", "no"))

    def read(self, question: Question, raw: Raw) -> Json:
        typed = one(raw).strip()
        if not typed:
            return None
        if typed not in ("yes", "no"):
            raise self.missing(question)
        return typed == "yes"

    def clean(self, question: Question, value: Json) -> Json:
        if not isinstance(value, bool):
            raise self.missing(question)
        return value

    def to_raw(self, question: Question, value: Json) -> dict[str, list[str]]:
        return {"": ["yes" if value else "no"]}

    def missing(self, question: Question) -> Wrong:
        yes, no = (say(self.param(question, key)) for key in ("yes", "no"))
        return Wrong(
            say("「{label}」は「{yes}」か「{no}」を選んでください。", label=question.label, yes=yes, no=no)
        )

    def display(self, question: Question, value: Json) -> list[str]:
        return [say(self.param(question, "yes" if value else "no"))]

    def schema(self, question: Question) -> dict[str, Any]:
        return {"type": "boolean"}

    def paper(self, question: Question) -> Paper:
        return Paper("circle", 1, labels=(self.param(question, "yes"), self.param(question, "no")))


KIND = YesNo()
