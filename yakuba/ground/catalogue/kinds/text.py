"""One line of text."""

import re
from typing import Any

from yakuba.ground.catalogue import characters
from yakuba.ground.catalogue.definition import Json, Question
from yakuba.ground.catalogue.kinds import params
from yakuba.ground.catalogue.kinds.kind import Flaw, Kind, Paper, Wrong, as_text
from yakuba.ground.languages import marked, say

CHARACTERS = {
    "any": "",
    "katakana": marked("カタカナ"),
    "ascii": marked("半角の英数字と記号"),
    "digits": marked("数字"),
}
_ONLY = {
    "katakana": re.compile(r"[ァ-ヺー・ 　]+"),
    "ascii": re.compile(r"[ -~]+"),
    "digits": re.compile(r"[0-9]+"),
}


def within_length(question: Question, text: str, *, least: int, most: int) -> None:
    """Raise Wrong when the text has fewer or more characters than allowed (as a reader counts them)."""
    count = characters.length(text)
    if count > most:
        raise Wrong(
            say(
                "「{label}」は{most}字までです。いま{count}字なので、{rest}字減らしてください。",
                label=question.label,
                most=most,
                count=count,
                rest=count - most,
            )
        )
    if count < least:
        raise Wrong(
            say(
                "「{label}」は{least}字以上で入力してください。いま{count}字です。",
                label=question.label,
                least=least,
                count=count,
            )
        )


class Text(Kind):
    """A line; full-width codes are narrowed only where the question takes codes (`characters`)."""

    name = "text"
    title = "1行の文字"
    params = {
        "max_length": params.whole(100, least=1, most=1000),
        "min_length": params.whole(0, most=1000),
        "pattern": params.pattern(),
        "pattern_message": params.words(),
        "unit": params.words(),
        "placeholder": params.words(),
        "autocomplete": params.words(),
        "characters": params.one_of("any", list(CHARACTERS)),
    }

    def flaws(self, question: Question) -> list[Flaw]:
        found = []
        if self.param(question, "pattern") and not self.param(question, "pattern_message"):
            found.append(
                Flaw(
                    "pattern_message", "pattern があるのに説明がありません。", "直し方の文を書いてください。"
                )
            )
        if self.param(question, "min_length") > self.param(question, "max_length"):
            found.append(Flaw("min_length", "max_length より大きい数です。", "どちらかを直してください。"))
        return found

    def view_params(self, question: Question) -> dict[str, Any]:
        most = self.param(question, "max_length")
        width = next((str(size) for size in (2, 4, 6, 8, 12, 20) if most <= size), "full")
        mode = "numeric" if self.param(question, "characters") == "digits" else ""
        return {**super().view_params(question), "width": width, "input_mode": mode}

    def clean(self, question: Question, value: Json) -> Json:
        text = characters.tidy_line(as_text(question, value))
        allowed = self.param(question, "characters")
        if allowed == "katakana":
            text = characters.katakana(text)
        elif allowed != "any":
            text = characters.narrow(text)
        if not text:
            return None
        problem = characters.trouble(text)
        if problem:
            raise Wrong(problem)
        if allowed != "any" and not _ONLY[allowed].fullmatch(text):
            raise Wrong(
                say(
                    "「{label}」は{what}だけで入力してください。",
                    label=question.label,
                    what=say(CHARACTERS[allowed]),
                )
            )
        self._measure(question, text)
        return text

    def _measure(self, question: Question, text: str) -> None:
        least, most = self.param(question, "min_length"), self.param(question, "max_length")
        within_length(question, text, least=least, most=most)
        pattern = self.param(question, "pattern")
        if pattern and not re.fullmatch(pattern, text):
            raise Wrong(self.param(question, "pattern_message"))

    def schema(self, question: Question) -> dict[str, Any]:
        bounds = {
            "minLength": self.param(question, "min_length"),
            "maxLength": self.param(question, "max_length"),
        }
        pattern = self.param(question, "pattern")
        return {"type": "string", **bounds, **({"pattern": f"^(?:{pattern})$"} if pattern else {})}

    def paper(self, question: Question) -> Paper:
        return Paper("line", self.param(question, "max_length"), self.param(question, "characters"))


KIND = Text()
