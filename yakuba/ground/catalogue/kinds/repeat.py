"""A group of questions answered several times; each row is a map of answers."""

from typing import Any

from yakuba.ground.catalogue.definition import Facts, Json, Question
from yakuba.ground.catalogue.kinds import params
from yakuba.ground.catalogue.kinds.kind import Flaw, Kind, Paper, Raw, Terms, Wrong, kind_of
from yakuba.ground.languages import DEFAULT, marked, say, speaking


class Repeat(Kind):
    """Rows; `asking` reads and checks what stands in them, since conditions run row by row."""

    name = "repeat"
    title = "くり返し"
    logic_type = "list"
    takes_questions = True
    params = {
        "item": params.words(marked("件")),
        "min_rows": params.whole(1, most=200),
        "max_rows": params.whole(20, least=1, most=200),
        "title_from": params.words(),
    }

    def flaws(self, question: Question) -> list[Flaw]:
        found = []
        if not question.questions:
            found.append(
                Flaw(
                    "questions",
                    "くり返す質問がありません。",
                    "[[pages.questions.questions]] を書いてください。",
                )
            )
        if self.param(question, "min_rows") > self.param(question, "max_rows"):
            found.append(Flaw("min_rows", "max_rows より大きい数です。", "どちらかを直してください。"))
        title = self.param(question, "title_from")
        if title and title not in {inner.key for inner in question.questions}:
            found.append(
                Flaw(
                    "title_from",
                    f"「{title}」という質問が中にありません。",
                    "中の質問の key を書いてください。",
                )
            )
        return found

    def read(self, question: Question, raw: Raw) -> Json:
        raise TypeError("rows are read by asking.reading, question by question")

    def clean(self, question: Question, value: Json) -> Json:
        if not isinstance(value, list) or any(not isinstance(row, dict) for row in value):
            raise Wrong(say("「{label}」の形が違います。行を並べて入力してください。", label=question.label))
        rows = [row for row in value if any(answer is not None for answer in row.values())]
        self.count(question, len(rows))
        return rows or None

    def count(self, question: Question, rows: int) -> None:
        """Raise Wrong for too few (but not none) or too many rows."""
        least, most = self.param(question, "min_rows"), self.param(question, "max_rows")
        item = self.param(question, "item")
        if rows > most:
            raise Wrong(
                say(
                    "「{label}」の{item}は{most}つまでです。{rest}つ消してください。",
                    label=question.label,
                    item=item,
                    most=most,
                    rest=rows - most,
                )
            )
        if rows and rows < least:
            raise Wrong(
                say(
                    "「{label}」の{item}は{least}つ以上入力してください。いま{rows}つです。",
                    label=question.label,
                    item=item,
                    least=least,
                    rows=rows,
                )
            )

    def limits(self, question: Question, value: Json, facts: Facts) -> None:
        for row in value:
            for inner in question.questions:
                if row.get(inner.key) is not None:
                    kind_of(inner).limits(inner, row[inner.key], facts)

    def to_raw(self, question: Question, value: Json) -> dict[str, list[str]]:
        shown: dict[str, list[str]] = {}
        for index, row in enumerate(value):
            for inner in question.questions:
                if row.get(inner.key) is not None:
                    for sub, typed in kind_of(inner).to_raw(inner, row[inner.key]).items():
                        shown[f"{index}.{inner.key}.{sub}" if sub else f"{index}.{inner.key}"] = typed
        return shown

    def missing(self, question: Question) -> Wrong:
        return Wrong(say("「{label}」を1つ以上入力してください。", label=question.label))

    def display(self, question: Question, value: Json) -> list[str]:
        lines = []
        for place, row in enumerate(value, 1):
            shown = [
                f"{inner.label}: {say('、').join(kind_of(inner).display(inner, row[inner.key]))}"
                for inner in question.questions
                if row.get(inner.key) is not None
            ]
            lines.append(f"{place}. {say('、').join(shown)}")
        return lines

    def texts(self, question: Question, value: Json) -> dict[str, str]:
        with speaking(DEFAULT):
            lines = self.display(question, value)
        whole = lines[0].removeprefix("1. ") if len(lines) == 1 else "\n".join(lines)
        return {"": whole, "count": str(len(value))}

    def brief(self, question: Question, value: Json) -> str:
        """The first row by its title question (`title_from`, else its first answer), and how many more."""
        key = self.param(question, "title_from")
        first = [
            kind_of(inner).brief(inner, value[0][inner.key])
            for inner in sorted(question.questions, key=lambda inner: inner.key != key)
            if value[0].get(inner.key) is not None
        ]
        more = f" ほか{len(value) - 1}{self.param(question, 'item')}" if len(value) > 1 else ""
        return "".join(first[:1]) + more

    def logic(self, question: Question, value: Json) -> Any:
        return [
            {
                inner.key: kind_of(inner).logic(inner, row[inner.key])
                for inner in question.questions
                if row.get(inner.key) is not None
            }
            for row in value
        ]

    def schema(self, question: Question) -> dict[str, Any]:
        properties = {inner.key: kind_of(inner).schema(inner) for inner in question.questions}
        row = {"type": "object", "properties": properties, "additionalProperties": False}
        return {"type": "array", "items": row, "maxItems": self.param(question, "max_rows")}

    def text_parts(self, question: Question) -> tuple[str, ...]:
        return ("count",)

    def terms(self, question: Question) -> Terms:
        return Terms("list")

    def paper(self, question: Question) -> Paper:
        return Paper(
            "table", self.param(question, "max_rows"), labels=tuple(one.label for one in question.questions)
        )


KIND = Repeat()
