"""Text of several lines; pictographs may stay, since nothing official is set from it letter by letter."""

from typing import Any

from yakuba.ground.catalogue import characters
from yakuba.ground.catalogue.definition import Json, Question
from yakuba.ground.catalogue.kinds import params
from yakuba.ground.catalogue.kinds.kind import Kind, Paper, Wrong, as_text
from yakuba.ground.catalogue.kinds.text import within_length
from yakuba.ground.languages import say


class LongText(Kind):
    """Several lines; line ends are LF."""

    name = "long_text"
    title = "文章"
    params = {
        "max_length": params.whole(1000, least=1, most=20_000),
        "min_length": params.whole(0, most=20_000),
        "rows": params.whole(5, least=2, most=40),
    }

    def clean(self, question: Question, value: Json) -> Json:
        text = characters.tidy_lines(as_text(question, value))
        if not text:
            return None
        if characters.has_my_number(text):
            raise Wrong(say(characters.MY_NUMBER_MESSAGE))
        least, most = self.param(question, "min_length"), self.param(question, "max_length")
        within_length(question, text, least=least, most=most)
        return text

    def display(self, question: Question, value: Json) -> list[str]:
        return str(value).split("\n")

    def texts(self, question: Question, value: Json) -> dict[str, str]:
        return {"": str(value)}

    def schema(self, question: Question) -> dict[str, Any]:
        return {"type": "string", "maxLength": self.param(question, "max_length")}

    def paper(self, question: Question) -> Paper:
        return Paper("lines", self.param(question, "max_length"))


KIND = LongText()
