"""A statement the applicant agrees to; only agreement is an answer."""

from typing import Any

from yakuba.ground.catalogue.definition import Json, Question
from yakuba.ground.catalogue.kinds import params
from yakuba.ground.catalogue.kinds.kind import Kind, Paper, Raw, Wrong, one
from yakuba.ground.languages import marked, say


class Declaration(Kind):
    """True, or no answer."""

    name = "declaration"
    title = "申告・同意"
    logic_type = "bool"
    params = {"text": params.words(), "agree": params.words(marked("はい、まちがいありません"))}

    def read(self, question: Question, raw: Raw) -> Json:
        return True if one(raw).strip() == "yes" else None

    def clean(self, question: Question, value: Json) -> Json:
        if value not in (True, False):
            raise self.missing(question)
        return True if value else None

    def to_raw(self, question: Question, value: Json) -> dict[str, list[str]]:
        return {"": ["yes"]}

    def missing(self, question: Question) -> Wrong:
        return Wrong(say("「{label}」を読み、よければチェックを入れてください。", label=question.label))

    def display(self, question: Question, value: Json) -> list[str]:
        return [say(self.param(question, "agree"))]

    def schema(self, question: Question) -> dict[str, Any]:
        return {"const": True}

    def paper(self, question: Question) -> Paper:
        return Paper("circle", 1, labels=(self.param(question, "agree"),))


KIND = Declaration()
