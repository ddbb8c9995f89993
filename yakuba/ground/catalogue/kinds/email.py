"""An e-mail address; the domain in lower case."""

import re
from typing import Any

from yakuba.ground.catalogue import characters
from yakuba.ground.catalogue.definition import Json, Question
from yakuba.ground.catalogue.kinds.kind import Kind, Paper, Wrong, as_text
from yakuba.ground.languages import say

_LOCAL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}")
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,61}")
_EXAMPLE = "例: hanako@example.jp"


class Email(Kind):
    """One address that mail can be sent to."""

    name = "email"
    title = "メールアドレス"

    def clean(self, question: Question, value: Json) -> Json:
        typed = as_text(question, value).strip()
        plain = characters.narrow(typed).replace(" ", "")
        local, at, domain = plain.rpartition("@")
        domain = domain.lower()
        if not at:
            raise Wrong(
                say("「{label}」に @ がありません。{example}", label=question.label, example=_EXAMPLE)
            )
        if "@" in local or "," in plain or ";" in plain:
            raise Wrong(
                say("「{label}」は1つだけ入力してください。{example}", label=question.label, example=_EXAMPLE)
            )
        if not _LOCAL.fullmatch(local):
            raise Wrong(
                say(
                    "「{label}」の @ の前を確かめてください。英数字で入力します。{example}",
                    label=question.label,
                    example=_EXAMPLE,
                )
            )
        if not _DOMAIN.fullmatch(domain) or len(plain) > 254:
            raise Wrong(
                say(
                    "「{label}」の @ の後ろを確かめてください。{example}",
                    label=question.label,
                    example=_EXAMPLE,
                )
            )
        return f"{local}@{domain}"

    def schema(self, question: Question) -> dict[str, Any]:
        return {"type": "string", "format": "email", "maxLength": 254}

    def paper(self, question: Question) -> Paper:
        return Paper("line", 60, "ascii")


KIND = Email()
