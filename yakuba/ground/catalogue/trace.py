"""Evaluating with reasons: the value of a rule and the Japanese sentences that led to it.

Only what decided is told: of an `and` that fails, the part that failed; of an `or` that holds, the part
that held.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from yakuba.ground.catalogue.definition import Json
from yakuba.ground.catalogue.logic import look_up, truthy
from yakuba.ground.catalogue.operators import evaluate, is_answered
from yakuba.ground.languages import marked, say


@dataclass(frozen=True, slots=True)
class Trace:
    """A value and why: sentences such as 「占用物件の種類が「看板」なので」."""

    value: Any
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """How paths are called and their values said; without entries the path itself is shown."""

    labels: Mapping[str, str] = field(default_factory=dict)
    sayings: Mapping[str, Callable[[Any], str]] = field(default_factory=dict)

    def label(self, path: str) -> str:
        """The Japanese name of a path such as "q.class"."""
        return self.labels.get(path, path)

    def say(self, path: str, value: Any) -> str:
        """A value of that path in Japanese."""
        if value is None:
            return say("(答えなし)")
        speak = self.sayings.get(path)
        return speak(value) if speak is not None else plain_words(value)


PLAIN = Wording()


def plain_words(value: Any) -> str:
    """A value said without knowing what it is."""
    if isinstance(value, bool):
        return say("「はい」") if value else say("「いいえ」")
    if isinstance(value, int | Decimal):
        return f"{value:,}"
    return say("「{value}」", value=value)


# How a comparison is said when it holds and when it does not.
_COMPARED = {
    ">=": (
        marked("{label}が{shown}で、{other}以上なので"),
        marked("{label}が{shown}で、{other}以上ではないので"),
    ),
    "<=": (
        marked("{label}が{shown}で、{other}以下なので"),
        marked("{label}が{shown}で、{other}以下ではないので"),
    ),
    ">": (
        marked("{label}が{shown}で、{other}より大きいなので"),
        marked("{label}が{shown}で、{other}より大きいではないので"),
    ),
    "<": (
        marked("{label}が{shown}で、{other}より小さいなので"),
        marked("{label}が{shown}で、{other}より小さいではないので"),
    ),
    "before": (
        marked("{label}が{shown}で、{other}より前なので"),
        marked("{label}が{shown}で、{other}より前ではないので"),
    ),
    "after": (
        marked("{label}が{shown}で、{other}より後なので"),
        marked("{label}が{shown}で、{other}より後ではないので"),
    ),
    "on_or_before": (
        marked("{label}が{shown}で、{other}以前なので"),
        marked("{label}が{shown}で、{other}以前ではないので"),
    ),
    "on_or_after": (
        marked("{label}が{shown}で、{other}以後なので"),
        marked("{label}が{shown}で、{other}以後ではないので"),
    ),
}
_NAMES = {
    "age_on": marked("年齢"), "days_between": marked("日数"), "months_between": marked("月数"),
    "whole_months": marked("満月数"), "fiscal_year": marked("年度"), "count": marked("数"),
    "yen": marked("金額"), "+": marked("合計"), "-": marked("差"), "*": marked("積"), "/": marked("商"),
}  # fmt: skip


def explain(rule: Json, data: Json, wording: Wording = PLAIN) -> Trace:
    """The value of a stored rule over `data` and the sentences that say why. Raises LogicError for a
    broken rule.
    """
    said: list[str] = []
    value = _tell(rule, data, wording, said)
    return Trace(value, tuple(dict.fromkeys(said)))


def _tell(rule: Json, data: Json, wording: Wording, said: list[str]) -> Any:
    if not isinstance(rule, dict) or len(rule) != 1:
        return evaluate(rule, data)
    name, values = next(iter(rule.items()))
    if name in ("and", "or") and isinstance(values, list):
        return _tell_joined(name, values, data, wording, said)
    if name == "!" and isinstance(values, list) and values:
        return not truthy(_tell(values[0], data, wording, said))
    if name in ("table", "if", "?:") and isinstance(values, list):
        return _tell_cases(name, values, data, wording, said)
    value = evaluate(rule, data)
    sentence = _sentence(name, values, data, wording, holds=truthy(value))
    if sentence:
        said.append(sentence)
    return value


def _tell_joined(name: str, parts: list[Json], data: Json, wording: Wording, said: list[str]) -> Any:
    value: Any = None
    heard: list[str] = []
    for part in parts:
        own: list[str] = []
        value = _tell(part, data, wording, own)
        if truthy(value) is (name == "or"):
            said.extend(own)
            return value
        # A guard that holds ("is answered") says nothing that the comparison after it does not say better.
        if not (name == "and" and isinstance(part, dict) and "answered" in part and len(parts) > 1):
            heard.extend(own)
    said.extend(heard)
    return value


def _tell_cases(name: str, values: list[Json], data: Json, wording: Wording, said: list[str]) -> Any:
    rows = values if name == "table" else [values[at : at + 2] for at in range(0, len(values) - 1, 2)]
    for row in rows:
        if not isinstance(row, list) or len(row) != 2:
            continue
        own: list[str] = []
        if truthy(_tell(row[0], data, wording, own)):
            said.extend(own)
            return evaluate(row[1], data)
    return evaluate(values[-1], data) if name != "table" and len(values) % 2 else None


def _side(side: Json, data: Json, wording: Wording) -> tuple[str, str, Callable[[Any], str]]:
    """What one side of a comparison is called, its value said, and how values beside it are said."""
    if isinstance(side, dict) and len(side) == 1:
        name, values = next(iter(side.items()))
        path = _path(side)
        if path:

            def said(value: Any) -> str:
                return wording.say(path, value)

            return wording.label(path), said(look_up(path, data)), said
        inner = next((_path(one) for one in values if _path(one)), "") if isinstance(values, list) else ""
        what = say(_NAMES.get(name, marked("計算した値")))
        label = say("{label}の{what}", label=wording.label(inner), what=what) if inner else what
        return label, plain_words(evaluate(side, data)), plain_words
    return "", "", plain_words


def _path(side: Json) -> str:
    if isinstance(side, dict) and set(side) == {"var"}:
        values = side["var"]
        path = values[0] if isinstance(values, list) and values else values
        return path if isinstance(path, str) else ""
    return ""


def _sentence(name: str, values: Json, data: Json, wording: Wording, *, holds: bool) -> str:
    parts = values if isinstance(values, list) else [values]
    if name == "answered":
        label = _side(parts[0], data, wording)[0]
        if not label:
            return ""
        return (
            say("「{label}」が答えられているので", label=label)
            if holds
            else say("「{label}」が答えられていないので", label=label)
        )
    if len(parts) != 2 or name not in ("===", "!==", "in", *_COMPARED):
        return ""
    left, right = parts
    if name == "in" and isinstance(right, dict):
        label, _, said = _side(right, data, wording)
        return _contained(label, said(left), holds=holds) if label else ""
    label, shown, said = _side(left, data, wording)
    if not label:
        return ""
    if isinstance(left, dict) and not is_answered(evaluate(left, data)):
        return say("「{label}」が答えられていないので", label=label)
    return _compared(name, label, shown, _beside(right, data, wording, said), holds=holds)


def _contained(label: str, value: str, *, holds: bool) -> str:
    if holds:
        return say("{label}に{value}が含まれるので", label=label, value=value)
    return say("{label}に{value}が含まれないので", label=label, value=value)


def _beside(right: Json, data: Json, wording: Wording, said: Callable[[Any], str]) -> list[str]:
    if isinstance(right, dict):
        label, shown, _ = _side(right, data, wording)
        return [f"{label}({shown})"]
    return [said(one) for one in right] if isinstance(right, list) else [said(right)]


def _compared(name: str, label: str, shown: str, against: list[str], *, holds: bool) -> str:
    # A label that is itself a question is set off: 「…ですか」が「はい」なので.
    label = f"「{label}」" if label.endswith(("か", "?", "？")) else label
    if name in _COMPARED:
        return say(_COMPARED[name][0 if holds else 1], label=label, shown=shown, other=against[0])
    same = holds if name != "!==" else not holds
    if same:
        return say("{label}が{shown}なので", label=label, shown=shown)
    others = "・".join(against)
    if len(against) > 1:
        return say("{label}が{shown}で、{others}のどれでもないので", label=label, shown=shown, others=others)
    return say("{label}が{shown}で、{others}ではないので", label=label, shown=shown, others=others)
