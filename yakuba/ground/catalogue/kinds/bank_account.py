"""A bank account in Japan, as transfers need it."""

import re
from typing import Any

from yakuba.ground.catalogue import characters
from yakuba.ground.catalogue.definition import Json, Question
from yakuba.ground.catalogue.kinds.kind import Kind, Paper, Raw, Sub, Terms, Wrong, as_parts, one
from yakuba.ground.languages import marked, say

PARTS = {
    "bank": marked("金融機関名"),
    "branch": marked("支店名"),
    "type": marked("預金の種類"),
    "number": marked("口座番号"),
    "holder_kana": marked("口座名義(カナ)"),
}
TYPES = {"ordinary": marked("普通"), "current": marked("当座"), "savings": marked("貯蓄")}
_HOLDER = re.compile(r"[ァ-ヺーA-Z0-9 ().,/「」・-]+")


class BankAccount(Kind):
    """The number has seven digits, zeros in front; the holder is written as in the bank book, in kana."""

    name = "bank_account"
    title = "口座"
    logic_type = "none"

    def subs(self, question: Question) -> tuple[Sub, ...]:
        return (
            Sub("bank", PARTS["bank"], hint=say("例: 網走信用金庫"), width="20"),
            Sub("branch", PARTS["branch"], hint=say("例: 斜里"), width="20"),
            Sub("type", PARTS["type"], width="8", options=tuple(TYPES.items())),
            Sub("number", PARTS["number"], inputmode="numeric", hint=say("7桁"), width="8"),
            Sub("holder_kana", PARTS["holder_kana"], hint=say("通帳のとおりに"), width="20"),
        )

    def read(self, question: Question, raw: Raw) -> Json:
        typed = {part: one(raw, part) for part in PARTS}
        return self.clean(question, typed) if any(text.strip() for text in typed.values()) else None

    def clean(self, question: Question, value: Json) -> Json:
        typed = as_parts(question, value, list(PARTS))
        cleaned = {part: characters.tidy_line(text) for part, text in typed.items()}
        cleaned["number"] = characters.narrow(typed["number"]).replace("-", "").replace(" ", "")
        cleaned["holder_kana"] = _holder(cleaned["holder_kana"])
        errors = {
            part: say("「{label}」を選んでください。", label=say(label))
            if part == "type"
            else say("「{label}」を入力してください。", label=say(label))
            for part, label in PARTS.items()
            if not cleaned[part]
        }
        errors = {**_unfit(cleaned), **errors}
        if errors:
            raise Wrong(errors=errors)
        return {**cleaned, "number": cleaned["number"].zfill(7)}

    def to_raw(self, question: Question, value: Json) -> dict[str, list[str]]:
        return {part: [value[part]] for part in PARTS}

    def missing(self, question: Question) -> Wrong:
        return Wrong(say("「{label}」を入力してください。", label=question.label), sub="bank")

    def display(self, question: Question, value: Json) -> list[str]:
        place = f"{value['bank']} {value['branch']}"
        return [place, f"{TYPES[value['type']]} {value['number']}", value["holder_kana"]]

    def terms(self, question: Question) -> Terms:
        return Terms("none", {"bank": "text", "type": "text"})

    def schema(self, question: Question) -> dict[str, Any]:
        properties: dict[str, Any] = {part: {"type": "string"} for part in PARTS}
        properties["type"] = {"enum": list(TYPES)}
        return {
            "type": "object",
            "properties": properties,
            "required": list(PARTS),
            "additionalProperties": False,
        }

    def paper(self, question: Question) -> Paper:
        return Paper("table", 5, labels=tuple(PARTS.values()))

    def search_text(self, question: Question, value: Json) -> str:
        return ""


def _holder(text: str) -> str:
    # Codes of the bank book are half width there; here the kana are wide and letters, digits and signs
    # narrow.
    return "".join(
        one if "ァ" <= one <= "ヺ" or one in "ー「」・" else characters.narrow(one) or " "
        for one in characters.katakana(text)
    ).upper()


def _unfit(cleaned: dict[str, str]) -> dict[str, str]:
    errors = {}
    for part in ("bank", "branch"):
        problem = characters.trouble(cleaned[part])
        if problem or characters.length(cleaned[part]) > 50:
            errors[part] = problem or say("「{what}」は50字までで入力してください。", what=say(PARTS[part]))
    if cleaned["type"] not in TYPES:
        errors["type"] = say("「{label}」を選んでください。", label=say(PARTS["type"]))
    if not re.fullmatch(r"[0-9]{1,7}", cleaned["number"]):
        errors["number"] = say("「口座番号」は7桁までの数字で入力してください。")
    if not _HOLDER.fullmatch(cleaned["holder_kana"]) or len(cleaned["holder_kana"]) > 50:
        errors["holder_kana"] = say(
            "「口座名義(カナ)」は通帳のとおりにカタカナで、50字までで入力してください。"
        )
    return errors


KIND = BankAccount()
