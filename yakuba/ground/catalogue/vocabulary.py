"""What a condition may speak of at its place: the questions above it and the named facts."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field

from yakuba.ground.catalogue.definition import CHANNELS, Question
from yakuba.ground.catalogue.kinds.kind import known_kind


@dataclass(frozen=True, slots=True)
class Term:
    """One name: its type (text, number, date, bool, choice, list, none), label and choices."""

    type: str
    label: str
    choices: tuple[str, ...] = ()


FACTS: dict[str, Term] = {
    "today": Term("date", "申請の日"),
    "channel": Term("choice", "受付の方法", tuple(CHANNELS)),
    "applicant_age": Term("number", "申請者の年齢"),
    "fiscal_year": Term("number", "申請の年度"),
    "fee_total": Term("number", "料金の合計"),
}


@dataclass(slots=True)
class Vocabulary:
    """The names known so far; grows as the loader walks down a definition."""

    terms: dict[str, Term] = field(default_factory=dict)
    below: frozenset[str] = frozenset()
    """Paths of all questions of the definition, to tell "below" from "nowhere"."""

    @classmethod
    def start(cls, *, fees: bool, below: Iterable[str] = ()) -> "Vocabulary":
        """Only the facts; `fee_total` only where fees are known already."""
        facts = {f"fact.{name}": term for name, term in FACTS.items() if fees or name != "fee_total"}
        return cls(facts, frozenset(below))

    def add(self, question: Question, side: str = "q") -> None:
        """Make a question known under `q.` or `staff.`."""
        kind = known_kind(question.kind)
        if kind is None:
            return
        terms = kind.terms(question)
        path = f"{side}.{question.key}"
        self.terms[path] = Term(terms.type, question.label, terms.choices)
        for part, type_ in terms.parts.items():
            self.terms[f"{path}.{part}"] = Term(type_, f"{question.label}({part})")
        if terms.type == "list":
            self.terms[f"{path}.count"] = Term("number", f"{question.label}の数")

    def copy(self) -> "Vocabulary":
        """A copy that grows on its own (a repeat's rows)."""
        return Vocabulary(dict(self.terms), self.below)

    def term(self, path: str) -> Term | None:
        """The term at a path, or None; `row.x` is the same as `q.x`."""
        if path.startswith("row."):
            path = f"q.{path.removeprefix('row.')}"
        return self.terms.get(path)

    def unknown(self, path: str) -> tuple[str, str]:
        """What is wrong with a path that has no term, and how to mend it."""
        base = ".".join(path.split(".")[:2])
        name = path.partition(".")[2]
        if base in self.below:
            if base in self.terms:
                parts = [
                    known.removeprefix(f"{base}.") for known in self.terms if known.startswith(f"{base}.")
                ]
                return (
                    f"「{name}」という部分はありません。",
                    f"使えるのは {'、'.join(parts) or '(なし)'} です。",
                )
            return f"「{name}」はここより下の質問です。", "条件に使う質問を上に移してください。"
        near = difflib.get_close_matches(path, self.terms, n=1)
        hint = (
            f"「{near[0].partition('.')[2]}」ではありませんか。"
            if near
            else "上にある質問の key を書いてください。"
        )
        return f"「{name}」という質問や事実はありません。", hint
