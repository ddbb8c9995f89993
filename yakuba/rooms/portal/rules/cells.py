"""From the cells of a row to what a browser would have posted, question by question.

Columns are named by the question: `claimant.family`, `birth`, `children.1.child_name.family` (rows of a
repeat count from 1). Choices may be written by label or key, several with `|` between; days as 2026-11-20 or
令和8年11月20日.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from yakuba.ground.catalogue.definition import Json, Procedure, Question
from yakuba.ground.catalogue.kinds.kind import Wrong, kind_of
from yakuba.rooms.portal.rules.sheet import Fault

BETWEEN = "|"
SHOWN_ROWS = 3
"""How many rows of a repeat the template offers; a file may hold more."""
_HELD = {
    "はい": True,
    "いいえ": False,
    "true": True,
    "false": False,
    "1": True,
    "0": False,
    "○": True,
    "×": False,
}
_BY_VALUE = ("date", "period", "choice", "choices", "yes_no", "declaration")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the template: its name and what it is, in words."""

    name: str
    words: str


@dataclass(slots=True)
class Told:
    """What a row says: controls as posted, names of files by question path (`papers`, `children.0.paper`)."""

    posted: dict[str, list[str]] = field(default_factory=dict)
    files: dict[str, tuple[str, ...]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def columns(procedure: Procedure) -> Iterator[Column]:
    """Every column a row of this procedure may have, in the order of its questions."""
    for question in procedure.all_questions():
        yield from _columns(question, question.key, question.label)


def _columns(question: Question, name: str, words: str) -> Iterator[Column]:
    kind = kind_of(question)
    if kind.takes_questions:
        most = min(SHOWN_ROWS, int(kind.param(question, "max_rows")))
        for at in range(1, most + 1):
            for inner in question.questions:
                yield from _columns(inner, f"{name}.{at}.{inner.key}", f"{words}{at} {inner.label}")
    elif kind.asked:
        parts = _parts(question)
        for part, label in parts.items():
            yield Column(f"{name}.{part}", f"{words} {label}")
        if not parts:
            yield Column(name, f"{words}{_choices(question)}")


def _choices(question: Question) -> str:
    labels = [option.label for option in question.options]
    return f": {BETWEEN.join(labels)}" if labels else ""


def _parts(question: Question) -> dict[str, str]:
    """The parts that have columns of their own."""
    if question.kind == "period":
        return {"from": "はじめ", "to": "おわり"}
    if question.kind in _BY_VALUE:
        return {}
    return {sub.sub: sub.label for sub in kind_of(question).subs(question) if sub.sub}


def told(procedure: Procedure, cells: Mapping[str, str]) -> Told:
    """What the row says to the questions of the procedure; a column of no question is a fault."""
    found, rest = Told(), dict(cells)
    for question in procedure.all_questions():
        _tell(question, question.key, f"q-{question.key}", question.key, rest, found)
    found.faults += [Fault(name, "この手続にはない列です。列の名前を確かめてください。") for name in rest]
    return found


def _tell(question: Question, column: str, name: str, path: str, rest: dict[str, str], found: Told) -> None:
    kind = kind_of(question)
    if kind.takes_questions:
        for at in sorted(_row_numbers(column, rest)):
            for inner in question.questions:
                inside = f"{name}.{at - 1}.{inner.key}"
                _tell(
                    inner, f"{column}.{at}.{inner.key}", inside, f"{path}.{at - 1}.{inner.key}", rest, found
                )
        return
    mine = {text: rest.pop(text) for text in list(rest) if text == column or _of(question, column, text)}
    if not mine:
        return
    if question.kind == "file":
        found.files[path] = tuple(one.strip() for one in mine[column].split(BETWEEN) if one.strip())
        return
    try:
        found.posted |= _posted(question, column, name, mine)
    except Wrong as wrong:
        found.faults += [Fault(column, message) for message in wrong.errors.values()]
        # What was written is not lost: it stands in the first control, as typed.
        first = next(iter(kind.subs(question)), None)
        found.posted[f"{name}.{first.sub}" if first else name] = list(mine.values())[:1]


def _of(question: Question, column: str, name: str) -> bool:
    return name.startswith(f"{column}.") and name.removeprefix(f"{column}.") in _parts(question)


def _row_numbers(column: str, cells: Mapping[str, str]) -> set[int]:
    start = f"{column}."
    heads = (name.removeprefix(start).partition(".")[0] for name in cells if name.startswith(start))
    return {int(head) for head in heads if head.isascii() and head.isdigit() and 1 <= int(head) <= 200}


def _posted(question: Question, column: str, name: str, mine: Mapping[str, str]) -> dict[str, list[str]]:
    """The controls with these texts. Raises Wrong for a value that has no control."""
    kind = kind_of(question)
    if question.kind in _BY_VALUE:
        value = kind.clean(question, _value(question, column, mine))
        raw = kind.to_raw(question, value) if value is not None else {}
    else:
        raw = {
            text.removeprefix(column).removeprefix("."): [_part(question, text, mine[text])] for text in mine
        }
    return {f"{name}.{sub}" if sub else name: texts for sub, texts in raw.items()}


def _value(question: Question, column: str, mine: Mapping[str, str]) -> Json:
    if question.kind == "period":
        return {part: mine.get(f"{column}.{part}", "").strip() for part in ("from", "to")}
    text = mine[column].strip()
    if question.kind == "choices":
        return [_key(question, one.strip()) for one in text.split(BETWEEN) if one.strip()]
    if question.kind == "choice":
        return _key(question, text)
    return _holds(question, text) if question.kind in ("yes_no", "declaration") else text


def _key(question: Question, text: str) -> str:
    keys = {name: option.key for option in question.options for name in (option.label, option.key)}
    if text not in keys:
        labels = "」「".join(option.label for option in question.options)
        raise Wrong(f"「{text}」は選べません。「{labels}」のどれかを入れてください。")
    return keys[text]


def _holds(question: Question, text: str) -> bool:
    own = {str(label): holds for label, holds in zip(_two(question), (True, False), strict=False)}
    known = {**_HELD, **own}
    if text not in known:
        raise Wrong(f"「{text}」は読めません。「はい」か「いいえ」を入れてください。")
    return known[text]


def _two(question: Question) -> tuple[str, ...]:
    return kind_of(question).paper(question).labels


def _part(question: Question, column: str, text: str) -> str:
    """A part that is chosen (普通 of an account) by its label too."""
    part = column.rpartition(".")[2]
    sub = next((sub for sub in kind_of(question).subs(question) if sub.sub == part), None)
    labels = {label: key for key, label in sub.options} if sub else {}
    return labels.get(text.strip(), text)
