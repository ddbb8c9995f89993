"""A telephone number: half-width digits, hyphens kept as typed."""

import re
from typing import Any

from yakuba.ground.catalogue import characters
from yakuba.ground.catalogue.definition import Json, Question
from yakuba.ground.catalogue.kinds.kind import Kind, Paper, Wrong, as_text
from yakuba.ground.languages import say


class Phone(Kind):
    """Domestic numbers of 10 or 11 digits that start with 0; +81 is read as 0."""

    name = "phone"
    title = "電話番号"

    def clean(self, question: Question, value: Json) -> Json:
        typed = characters.narrow(as_text(question, value))
        if re.search(r"[A-Za-z]|内線", typed):
            raise Wrong(
                say(
                    "「{label}」は番号だけを数字で入力してください。内線は入れないでください。",
                    label=question.label,
                )
            )
        plain = re.sub(r"^\+81[ -]?\(?0?\)?[ -]?", "0", typed)
        plain = re.sub(r"-+", "-", re.sub(r"[() .]+", "-", plain)).strip("-")
        digits = plain.replace("-", "")
        if not re.fullmatch(r"[0-9-]+", plain):
            raise Wrong(
                say("「{label}」は数字とハイフンで入力してください。例: 0152-23-3131", label=question.label)
            )
        if not digits.startswith("0"):
            raise Wrong(
                say(
                    "「{label}」は市外局番(0から始まる番号)から入力してください。例: 0152-23-3131",
                    label=question.label,
                )
            )
        if len(digits) not in (10, 11):
            raise Wrong(
                say(
                    "「{label}」は10桁か11桁です。いま{count}桁です。番号を確かめてください。",
                    label=question.label,
                    count=len(digits),
                )
            )
        return plain

    def schema(self, question: Question) -> dict[str, Any]:
        return {"type": "string", "pattern": "^0[0-9-]{9,13}$"}

    def paper(self, question: Question) -> Paper:
        return Paper("boxes", 13, "digits")

    def search_text(self, question: Question, value: Json) -> str:
        return f"{value} {str(value).replace('-', '')}"


KIND = Phone()
