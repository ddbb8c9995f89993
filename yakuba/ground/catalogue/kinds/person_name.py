"""A person's name with its reading; the characters of the name stay exactly as typed."""

import re
import unicodedata
from typing import Any

from yakuba.ground.catalogue import characters
from yakuba.ground.catalogue.definition import Json, Question
from yakuba.ground.catalogue.kinds.kind import Kind, Paper, Raw, Sub, Terms, Wrong, as_parts, one
from yakuba.ground.languages import marked, say

PARTS = {
    "family": marked("姓"),
    "given": marked("名"),
    "family_kana": marked("姓のよみがな"),
    "given_kana": marked("名のよみがな"),
}
_KANA = re.compile(r"[ァ-ヺー・ 　]+")
_LONGEST = 50


def _name(label: str, typed: str) -> str:
    text = characters.tidy_line(typed)
    if not text:
        raise ValueError(say("「{label}」を入力してください。", label=label))
    problem = characters.trouble(text)
    if problem:
        raise ValueError(problem)
    odd = next((one for one in text if unicodedata.category(one) in ("So", "Nd", "Sm", "Sc")), "")
    if odd:
        raise ValueError(
            say("「{label}」に「{odd}」は使えません。「{odd}」を消してください。", label=label, odd=odd)
        )
    if characters.length(text) > _LONGEST:
        raise ValueError(
            say("「{label}」は{longest}字までで入力してください。", label=label, longest=_LONGEST)
        )
    return text


def _kana(label: str, typed: str) -> str:
    text = characters.katakana(characters.tidy_line(typed))
    if not text:
        raise ValueError(say("「{label}」をカタカナで入力してください。", label=label))
    if not _KANA.fullmatch(text):
        raise ValueError(say("「{label}」はカタカナかひらがなで入力してください。例: シャリ", label=label))
    if characters.length(text) > _LONGEST:
        raise ValueError(
            say("「{label}」は{longest}字までで入力してください。", label=label, longest=_LONGEST)
        )
    return text


class PersonName(Kind):
    """Family and given name and their kana; hiragana becomes katakana."""

    name = "person_name"
    title = "氏名"
    logic_type = "none"

    def subs(self, question: Question) -> tuple[Sub, ...]:
        own = question.role == "applicant.name"
        complete = ("family-name", "given-name") if own else ("", "")
        return (
            Sub("family", PARTS["family"], autocomplete=complete[0], width="12"),
            Sub("given", PARTS["given"], autocomplete=complete[1], width="12"),
            Sub("family_kana", PARTS["family_kana"], hint=say("カタカナ"), width="12"),
            Sub("given_kana", PARTS["given_kana"], hint=say("カタカナ"), width="12"),
        )

    def read(self, question: Question, raw: Raw) -> Json:
        typed = {part: one(raw, part) for part in PARTS}
        return self.clean(question, typed) if any(text.strip() for text in typed.values()) else None

    def clean(self, question: Question, value: Json) -> Json:
        typed = as_parts(question, value, list(PARTS))
        errors: dict[str, str] = {}
        cleaned: dict[str, str] = {}
        for part, label in PARTS.items():
            try:
                cleaned[part] = (_kana if part.endswith("_kana") else _name)(say(label), typed[part])
            except ValueError as error:
                errors[part] = str(error)
        if errors:
            raise Wrong(errors=errors)
        return cleaned

    def to_raw(self, question: Question, value: Json) -> dict[str, list[str]]:
        return {part: [value[part]] for part in PARTS}

    def missing(self, question: Question) -> Wrong:
        return Wrong(say("「{label}」を入力してください。", label=question.label), sub="family")

    def display(self, question: Question, value: Json) -> list[str]:
        texts = self.texts(question, value)
        return [texts[""], texts["kana"]]

    def texts(self, question: Question, value: Json) -> dict[str, str]:
        whole = f"{value['family']} {value['given']}"
        return {
            "": whole,
            "kana": f"{value['family_kana']} {value['given_kana']}",
            **{part: value[part] for part in PARTS},
        }

    def text_parts(self, question: Question) -> tuple[str, ...]:
        return ("kana", *PARTS)

    def terms(self, question: Question) -> Terms:
        return Terms("none", dict.fromkeys(PARTS, "text"))

    def schema(self, question: Question) -> dict[str, Any]:
        properties = {part: {"type": "string", "maxLength": _LONGEST} for part in PARTS}
        return {
            "type": "object",
            "properties": properties,
            "required": list(PARTS),
            "additionalProperties": False,
        }

    def paper(self, question: Question) -> Paper:
        return Paper("boxes", 30, labels=("フリガナ", "氏名"))

    def search_text(self, question: Question, value: Json) -> str:
        joined = f"{value['family']}{value['given']} {value['family_kana']}{value['given_kana']}"
        return f"{' '.join(self.display(question, value))} {joined}"


KIND = PersonName()
