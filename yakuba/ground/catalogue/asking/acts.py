"""The buttons inside a page: look up a postcode, pin a place, add or remove a row. Nothing typed is lost."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from yakuba.ground.catalogue.asking.names import Posted, Problem, anchor, of_question, rows_posted, rows_shown
from yakuba.ground.catalogue.asking.reading import read_page
from yakuba.ground.catalogue.definition import Answers, Facts, Procedure, Question
from yakuba.ground.catalogue.kinds.kind import Wrong, kind_of
from yakuba.ground.catalogue.kinds.place import BUTTONS as MAP_BUTTONS
from yakuba.ground.languages import say

BUTTONS = frozenset({"lookup", "add", "remove", *MAP_BUTTONS})
"""The verbs `press` knows: buttons inside a page. All others belong to whoever shows the page."""


@dataclass(frozen=True, slots=True)
class Act:
    """The button pressed: `verb` ("next", "back", "later", "lookup", "add", …), the question's path, the
    rest.
    """

    verb: str
    key: str = ""
    extra: str = ""


@dataclass(frozen=True, slots=True)
class Pressed:
    """What the page shows after a button: what is typed now, the answers kept, and what the button
    complains of.
    """

    raw: dict[str, list[str]]
    answers: dict[str, Any]
    problems: tuple[Problem, ...]


_SHAPE = re.compile(r"[a-z]{2,20}(:[a-z0-9_.]{1,120})?(:[A-Za-z0-9-]{1,60})?")


def read_act(posted: Posted) -> Act:
    """The button of a post; a click on a map is `pin`; no button (Enter in a field) is `next`.

    `speak` is a switch of language: the page shows what was typed again.
    """
    if "lang" in posted or "furigana" in posted:
        return Act("speak")
    for name in posted:
        if name.endswith(".map.x"):
            return Act("pin", name.removesuffix(".map.x").split("-", 1)[-1])
    text = str((posted.get("act") or ["next"])[0])
    if not _SHAPE.fullmatch(text):
        return Act("next")
    verb, key, extra = [*text.split(":", 2), "", ""][:3]
    return Act(verb, key, extra)


def press(
    procedure: Procedure, questions: Sequence[Question], posted: Posted, answers: Answers, facts: Facts,
    act: Act, *, staff: Answers | None = None, prefix: str = "q",
) -> Pressed:  # fmt: skip
    """Do a button's work on what was typed. The answers are those that can be read already; nothing is
    refused yet.
    """
    raw = {name: list(values) for name, values in posted.items()}
    problems: tuple[Problem, ...] = ()
    question = find_question(questions, act.key)
    name = f"{prefix}-{act.key}"
    kept: Answers = staff if staff is not None else answers
    if question is None:
        return Pressed(raw, dict(kept), ())
    if question.questions and act.verb in ("add", "remove"):
        raw, kept, problems = _change_rows(question, name, act, raw, kept)
    else:
        try:
            changed = kind_of(question).press(question, of_question(raw, name), act.verb)
            raw.update({f"{name}.{sub}" if sub else name: values for sub, values in changed.items()})
        except Wrong as wrong:
            problems = tuple(
                Problem(anchor(question, name, sub), act.key.split(".")[0], message, name, sub)
                for sub, message in wrong.errors.items()
            )
    own = kept if staff is not None else None
    base = answers if staff is not None else kept
    reading = read_page(procedure, questions, raw, base, facts, staff=own, prefix=prefix)
    return Pressed(raw, reading.answers, problems)


def find_question(questions: Sequence[Question], path: str) -> Question | None:
    """The question at a path such as "area" or "signs.0.place" (also "signs" itself)."""
    keys = [part for part in path.split(".") if not part.isdigit()]
    found: Question | None = None
    for key in keys:
        found = next((question for question in questions if question.key == key), None)
        if found is None:
            return None
        questions = found.questions
    return found


def _change_rows(
    question: Question, name: str, act: Act, raw: dict[str, list[str]], kept: Answers
) -> tuple[dict[str, list[str]], dict[str, Any], tuple[Problem, ...]]:
    most = kind_of(question).param(question, "max_rows")
    stored = kept.get(question.key)
    count = rows_shown(question, rows_posted(raw, name), len(stored) if isinstance(stored, list) else 0)
    if act.verb == "add" and count >= most:
        item = kind_of(question).param(question, "item")
        message = say("「{label}」の{item}は{most}つまでです。", label=question.label, item=item, most=most)
        return raw, dict(kept), (Problem(anchor(question, name, ""), act.key, message, name),)
    if act.verb == "add":
        # The first question of the new row is marked as posted, so that the row is drawn.
        return {**raw, f"{name}.{count}.{_first_control(question)}": [""]}, dict(kept), ()
    return _without_row(name, act, raw, kept)


def _first_control(question: Question) -> str:
    first = question.questions[0]
    subs = kind_of(first).subs(first)
    return f"{first.key}.{subs[0].sub}" if subs else first.key


def _without_row(
    name: str, act: Act, raw: dict[str, list[str]], kept: Answers
) -> tuple[dict[str, list[str]], dict[str, Any], tuple[Problem, ...]]:
    if not act.extra.isdigit():
        return raw, dict(kept), ()
    gone = int(act.extra)
    moved: dict[str, list[str]] = {}
    pattern = re.compile(re.escape(name) + r"\.([0-9]{1,4})\.(.+)")
    for full, values in raw.items():
        found = pattern.fullmatch(full)
        index = int(found.group(1)) if found else -1
        if found and index != gone:
            moved[f"{name}.{index - (index > gone)}.{found.group(2)}"] = values
        elif not found:
            moved[full] = values
    rows = kept.get(act.key)
    if isinstance(rows, list):
        kept = {**kept, act.key: [row for place, row in enumerate(rows) if place != gone]}
    return moved, dict(kept), ()


def with_files(answers: Answers, path: str, refs: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The answers with file references added at a path ("drawing" or "signs.0.drawing"); rows are made as
    needed.
    """
    return _at_files(answers, path, lambda before: [*before, *map(dict, refs)])


def without_file(answers: Answers, path: str, file_id: str) -> dict[str, Any]:
    """The answers without one file at a path."""
    return _at_files(answers, path, lambda before: [ref for ref in before if ref.get("file") != file_id])


def _at_files(answers: Answers, path: str, change: Any) -> dict[str, Any]:
    key, _, rest = path.partition(".")
    if not rest:
        after = change(list(answers.get(key) or []))
        others = {name: value for name, value in answers.items() if name != key}
        return {**others, key: after} if after else others
    index, _, inner = rest.partition(".")
    place = int(index) if index.isdigit() and len(index) < 4 else 0
    rows = [dict(row) for row in answers.get(key) or []]
    rows += [{} for _ in range(place + 1 - len(rows))]
    rows[place] = _at_files(rows[place], inner, change)
    return {**answers, key: rows}
