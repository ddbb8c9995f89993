"""A Japanese address in parts; the postcode fills prefecture, city and town."""

from typing import Any

from yakuba.ground.catalogue import characters, postcode
from yakuba.ground.catalogue.definition import Json, Question
from yakuba.ground.catalogue.kinds import params
from yakuba.ground.catalogue.kinds.kind import Kind, Paper, Raw, Sub, Terms, Wrong, as_parts, one
from yakuba.ground.languages import marked, say

PARTS = {
    "postcode": marked("郵便番号"), "prefecture": marked("都道府県"), "city": marked("市区町村"),
    "town": marked("町名・字"), "street": marked("番地"), "building": marked("建物名・部屋番号"),
}  # fmt: skip
_LONGEST = 100


class Address(Kind):
    """Parts as written by the person; only the postcode is normalised."""

    name = "address"
    title = "住所"
    logic_type = "none"
    params = {"building": params.flag(default=True)}

    def subs(self, question: Question) -> tuple[Sub, ...]:
        complete = {"postcode": "postal-code", "prefecture": "address-level1", "city": "address-level2"}
        if question.role != "applicant.address":
            complete = {}
        places = tuple((name, name) for name in postcode.PREFECTURES)
        found = (
            Sub(
                "postcode",
                PARTS["postcode"],
                complete.get("postcode", ""),
                "numeric",
                say("例: 099-4113"),
                "8",
            ),
            Sub("prefecture", PARTS["prefecture"], complete.get("prefecture", ""), width="8", options=places),
            Sub("city", PARTS["city"], complete.get("city", ""), hint=say("例: 斜里郡斜里町"), width="20"),
            Sub("town", PARTS["town"], hint=say("例: 本町、字以久科北"), width="20"),
            Sub("street", PARTS["street"], hint=say("例: 12番地"), width="20"),
            Sub("building", marked("建物名・部屋番号(ある場合)")),
        )
        return found if self.param(question, "building") else found[:-1]

    def read(self, question: Question, raw: Raw) -> Json:
        typed = {part: one(raw, part) for part in PARTS}
        return self.clean(question, typed) if any(text.strip() for text in typed.values()) else None

    def clean(self, question: Question, value: Json) -> Json:
        typed = as_parts(question, value, list(PARTS))
        errors: dict[str, str] = {}
        cleaned = {part: characters.tidy_line(text) for part, text in typed.items()}
        for part, text in cleaned.items():
            problem = characters.trouble(text)
            if problem or characters.length(text) > _LONGEST:
                errors[part] = problem or say(
                    "「{what}」は{longest}字までで入力してください。", what=say(PARTS[part]), longest=_LONGEST
                )
        errors = {**self._absent(cleaned), **errors}
        code = postcode.seven_digits(typed["postcode"])
        if code is None and cleaned["postcode"]:
            errors["postcode"] = say("郵便番号は7桁の数字で入力してください。例: 099-4113")
        if errors:
            raise Wrong(errors=errors)
        return {**cleaned, "postcode": code or ""}

    def _absent(self, cleaned: dict[str, str]) -> dict[str, str]:
        errors = {}
        if cleaned["prefecture"] not in postcode.PREFECTURES:
            errors["prefecture"] = say("「都道府県」を選んでください。")
        if not cleaned["city"]:
            errors["city"] = say("「市区町村」を入力してください。例: 斜里郡斜里町")
        if not cleaned["town"] and not cleaned["street"]:
            errors["street"] = say("「町名・字」か「番地」を入力してください。")
        return errors

    def press(self, question: Question, raw: Raw, verb: str) -> dict[str, list[str]]:
        if verb != "lookup":
            return super().press(question, raw, verb)
        found = postcode.look_up(one(raw, "postcode"))
        if isinstance(found, str):
            raise Wrong(found, sub="postcode")
        filled = {part: [one(raw, part)] for part in PARTS}
        town = one(raw, "town")
        filled |= {"prefecture": [found.prefecture], "city": [found.city], "postcode": [found.postcode]}
        filled["town"] = [town if postcode.same_town(town, found.town) else found.town]
        if found.street and not one(raw, "street").strip():
            filled["street"] = [found.street]
        return filled

    def to_raw(self, question: Question, value: Json) -> dict[str, list[str]]:
        return {part: [value.get(part, "")] for part in PARTS}

    def missing(self, question: Question) -> Wrong:
        return Wrong(say("「{label}」を入力してください。", label=question.label), sub="postcode")

    def display(self, question: Question, value: Json) -> list[str]:
        code = f"〒{value['postcode']}" if value["postcode"] else ""
        place = "".join(value[part] for part in ("prefecture", "city", "town", "street"))
        return [line for line in (code, place, value["building"]) if line]

    def texts(self, question: Question, value: Json) -> dict[str, str]:
        lines = [line for line in self.display(question, value) if not line.startswith("〒")]
        return {"": " ".join(lines), **{part: value[part] for part in PARTS}}

    def terms(self, question: Question) -> Terms:
        return Terms("none", dict.fromkeys(PARTS, "text"))

    def schema(self, question: Question) -> dict[str, Any]:
        properties = {part: {"type": "string", "maxLength": _LONGEST} for part in PARTS}
        required = ["prefecture", "city"]
        return {
            "type": "object",
            "properties": properties,
            "required": required,
            "additionalProperties": False,
        }

    def paper(self, question: Question) -> Paper:
        return Paper("lines", 60, labels=("〒", "住所"))


KIND = Address()
