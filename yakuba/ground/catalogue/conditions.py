"""Conditions: what authors write (`{ q = "class", is = "sign" }`) compiled to stored JSON Logic, and checked.

`evaluate` and `explain` work on the stored form. An unanswered or hidden answer makes every comparison false
(`is_not` and `not_in` true), so that a condition never guesses.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from yakuba.ground.catalogue.definition import Json, Rule
from yakuba.ground.catalogue.operators import OPERATORS, evaluate
from yakuba.ground.catalogue.trace import Trace, Wording, explain
from yakuba.ground.catalogue.vocabulary import Term, Vocabulary

__all__ = [
    "ConditionErrors",
    "ConditionFault",
    "Trace",
    "Wording",
    "compile_authoring",
    "evaluate",
    "explain",
    "variables",
]

SIDES = ("q", "staff", "fact")
FORBIDDEN = {
    "==": "=== を使ってください。",
    "!=": "!== を使ってください。",
    "%": "使えません。table で書いてください。",
}
_SCOPED = ("map", "filter", "all", "some", "none", "reduce")
_DEEPEST = 40
_NUMERIC = {"at_least": ">=", "at_most": "<=", "more_than": ">", "less_than": "<"}
_DATED = ("before", "after", "on_or_before", "on_or_after")
_BY_TYPE: dict[str, tuple[str, ...]] = {
    "text": ("is", "is_not", "in", "not_in"),
    "choice": ("is", "is_not", "in", "not_in"),
    "bool": ("is", "is_not"),
    "number": ("is", "is_not", "in", "not_in", *_NUMERIC),
    "date": ("is", "is_not", *_DATED),
    "list": ("includes",),
    "none": (),
}
TESTS = ("is", "is_not", "in", "not_in", *_NUMERIC, *_DATED, "includes", "answered")


@dataclass(frozen=True, slots=True)
class ConditionFault:
    """One fault of a condition: where inside it, what is wrong, how to mend it."""

    place: str
    message: str
    mend: str


class ConditionErrors(ValueError):
    """All faults of one condition."""

    def __init__(self, faults: list[ConditionFault]) -> None:
        super().__init__(" ".join(f"{fault.message}{fault.mend}" for fault in faults))
        self.faults = faults


def compile_authoring(authoring: Json, vocabulary: Vocabulary | None = None) -> Rule:
    """The stored rule of an authored condition; with a vocabulary every name and value is checked against it.

    Raises ConditionErrors holding all faults.
    """
    work = _Compiler(vocabulary)
    rule: Json = work.node(authoring, "", 0)
    if work.faults:
        raise ConditionErrors(work.faults)
    compiled: Rule = rule
    return compiled


def variables(rule: Json) -> Iterator[str]:
    """The paths a stored rule reads from its root ("q.class"), without those inside map, filter and the
    like.
    """
    if isinstance(rule, list):
        for inner in rule:
            yield from variables(inner)
    elif isinstance(rule, Mapping):
        for name, values in rule.items():
            if name == "var":
                path = values[0] if isinstance(values, list) and values else values
                yield path if isinstance(path, str) else ""
            elif name in _SCOPED:
                yield from variables(values[0] if isinstance(values, list) and values else None)
            else:
                yield from variables(values)


def plain(value: Json) -> Json:
    """A TOML value as plain JSON: days as text, decimals as numbers."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    return value


@dataclass(slots=True)
class _Compiler:
    vocabulary: Vocabulary | None
    faults: list[ConditionFault] = field(default_factory=list)

    def fault(self, place: str, message: str, mend: str) -> Json:
        self.faults.append(ConditionFault(place, message, mend))
        return False

    def node(self, node: Json, place: str, depth: int) -> Json:
        if isinstance(node, bool):
            return node
        if not isinstance(node, Mapping) or not node:
            return self.fault(
                place, "条件の形が違います。", '{ q = "質問のkey", is = "値" } の形で書いてください。'
            )
        if depth > _DEEPEST:
            return self.fault(place, "条件の入れ子が深すぎます。", f"{_DEEPEST}段までにしてください。")
        for name, build in (("all", self._together), ("any", self._together)):
            if name in node:
                return build(node, name, place, depth)
        if "not" in node or "logic" in node:
            return self._single(node, place, depth)
        return self._test(node, place)

    def _together(self, node: Mapping[str, Json], name: str, place: str, depth: int) -> Json:
        parts = node[name]
        if len(node) > 1 or not isinstance(parts, list) or not parts:
            mend = f"{name} = [ 条件, 条件 ] だけを書いてください。"
            return self.fault(f"{place}.{name}", f"{name} の書き方が違います。", mend)
        found = [self.node(part, f"{place}.{name}[{index}]", depth + 1) for index, part in enumerate(parts)]
        return {"and" if name == "all" else "or": found}

    def _single(self, node: Mapping[str, Json], place: str, depth: int) -> Json:
        if len(node) > 1:
            return self.fault(
                place, "not や logic と一緒に別の語は書けません。", "all = [ … ] で並べてください。"
            )
        if "not" in node:
            return {"!": [self.node(node["not"], f"{place}.not", depth + 1)]}
        rule = plain(node["logic"])
        self._raw(rule, f"{place}.logic", 0, scoped=False)
        return rule

    def _raw(self, rule: Json, place: str, depth: int, *, scoped: bool) -> None:
        if depth > _DEEPEST:
            self.fault(place, "logic の入れ子が深すぎます。", f"{_DEEPEST}段までにしてください。")
        elif isinstance(rule, list):
            for index, inner in enumerate(rule):
                self._raw(inner, f"{place}[{index}]", depth + 1, scoped=scoped)
        elif isinstance(rule, Mapping):
            self._raw_call(rule, place, depth, scoped=scoped)

    def _raw_call(self, rule: Mapping[str, Json], place: str, depth: int, *, scoped: bool) -> None:
        name = next(iter(rule), "")
        if len(rule) != 1 or name not in OPERATORS:
            self.fault(
                place,
                f"「{'・'.join(rule)}」という計算はありません。",
                "DEFINITION の一覧から選んでください。",
            )
            return
        if name in FORBIDDEN:
            self.fault(place, f"{name} は使えません。", FORBIDDEN[name])
        values = rule[name]
        if name == "var":
            path = values[0] if isinstance(values, list) and values else values
            if not scoped and self._known(str(path), place) is None:
                return
        elif name in _SCOPED and isinstance(values, list) and values:
            self._raw(values[0], f"{place}.{name}[0]", depth + 1, scoped=scoped)
            self._raw(list(values[1:]), f"{place}.{name}", depth + 1, scoped=True)
        else:
            self._raw(values, f"{place}.{name}", depth + 1, scoped=scoped)

    def _test(self, node: Mapping[str, Json], place: str) -> Json:
        sides = [side for side in SIDES if side in node]
        tests = [test for test in node if test not in SIDES]
        if len(sides) != 1 or len(tests) != 1 or tests[0] not in TESTS:
            odd = "・".join(test for test in tests if test not in TESTS)
            said = f"「{odd}」という比べ方はありません。" if odd else "条件は、左側1つと比べ方1つで書きます。"
            return self.fault(place, said, f"比べ方は {'、'.join(TESTS)} のどれかです。")
        path = f"{sides[0]}.{node[sides[0]]}"
        term = self._known(path, f"{place}.{sides[0]}")
        if term is None:
            return False
        test = tests[0]
        if self.vocabulary is not None and test != "answered" and test not in _BY_TYPE[term.type]:
            able = "、".join((*_BY_TYPE[term.type], "answered"))
            message = f"「{term.label}」は「{test}」で比べられません。"
            return self.fault(f"{place}.{test}", message, f"使えるのは {able} です。")
        return self._compare(_variable(path), test, node[test], term, f"{place}.{test}")

    def _known(self, path: str, place: str) -> Term | None:
        if self.vocabulary is None:
            return Term("none", path)
        term = self.vocabulary.term(path)
        if term is None:
            self.fault(place, *self.vocabulary.unknown(path))
        return term

    def _compare(self, left: Json, test: str, right: Json, term: Term, place: str) -> Json:
        if test == "answered":
            if not isinstance(right, bool):
                return self.fault(
                    place, "answered は true か false です。", "answered = true と書いてください。"
                )
            rule = {"answered": [left]}
            return rule if right else {"!": [rule]}
        if test in ("in", "not_in"):
            if not isinstance(right, list) or not right:
                return self.fault(place, f"{test} は [ ] に値を並べます。", '例: in = ["a", "b"]')
            values = [self._value(value, term, f"{place}[{index}]") for index, value in enumerate(right)]
            rule = {"in": [left, values]}
            return rule if test == "in" else {"!": [rule]}
        value = self._value(right, term, place)
        if test == "includes":
            return {"in": [value, left]}
        if test in _NUMERIC:
            given = [{"answered": [side]} for side in (left, value) if isinstance(side, dict)]
            return {"and": [*given, {_NUMERIC[test]: [left, value]}]}
        return {{"is": "===", "is_not": "!=="}.get(test, test): [left, value]}

    def _value(self, value: Json, term: Term, place: str) -> Json:
        if isinstance(value, Mapping):
            sides = [side for side in SIDES if side in value]
            if len(value) != 1 or not sides:
                return self.fault(
                    place, "右側の形が違います。", '値か { q = "質問のkey" } を書いてください。'
                )
            other = self._known(f"{sides[0]}.{value[sides[0]]}", place)
            if other is not None and self.vocabulary is not None and other.type != term.type:
                return self.fault(
                    place,
                    f"「{term.label}」と「{other.label}」は種類が違います。",
                    "同じ種類の質問を選んでください。",
                )
            return _variable(f"{sides[0]}.{value[sides[0]]}")
        found = plain(value)
        if self.vocabulary is not None:
            misfit = _MISFITS.get(term.type)
            mend = misfit(found, term) if misfit else ""
            if mend:
                return self.fault(place, f"「{term.label}」と比べる値「{found}」が合いません。", mend)
        return found


def _variable(path: str) -> Json:
    # "q.signs.count" is the number of rows; "q.count" is a question of that name.
    if path.endswith(".count") and path.count(".") > 1:
        return {"count": [{"var": path.removesuffix(".count")}]}
    return {"var": path}


def _not_choice(value: Json, term: Term) -> str:
    return "" if value in term.choices else f"{'、'.join(term.choices)} のどれかにしてください。"


def _not_number(value: Json, term: Term) -> str:
    return "" if isinstance(value, int | float) and not isinstance(value, bool) else "数を書いてください。"


def _not_day(value: Json, term: Term) -> str:
    try:
        date.fromisoformat(str(value))
    except ValueError:
        return "2026-04-01 のように日付を書いてください。"
    return ""


_MISFITS: dict[str, Callable[[Json, Term], str]] = {
    "choice": _not_choice,
    "list": _not_choice,
    "number": _not_number,
    "date": _not_day,
    "bool": lambda value, term: "" if isinstance(value, bool) else "true か false にしてください。",
    "text": lambda value, term: "" if isinstance(value, str) else '"…" で囲んで文字にしてください。',
}
