"""Questions as the templates of `ui/kinds/` take them (docs/ui.md §4)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from yakuba.ground.catalogue.asking.names import (
    Posted,
    Problem,
    anchor,
    html_id,
    of_question,
    rows_posted,
    rows_shown,
)
from yakuba.ground.catalogue.asking.reading import MOST_ROWS, before_page
from yakuba.ground.catalogue.definition import Answers, Facts, Json, Procedure, Question
from yakuba.ground.catalogue.kinds.file import size_text
from yakuba.ground.catalogue.kinds.kind import Raw, kind_of, one
from yakuba.ground.catalogue.kinds.place import KIND as PLACE
from yakuba.ground.catalogue.kinds.place import pin_text
from yakuba.ground.catalogue.scene import Scene, settle, visit
from yakuba.ground.catalogue.trace import explain
from yakuba.ground.catalogue.wording import wording_of
from yakuba.ground.languages import say
from yakuba.ground.mercator import Window


@dataclass(frozen=True, slots=True)
class OptionView:
    """One thing to choose."""

    key: str
    label: str
    help: str = ""
    checked: bool = False


@dataclass(frozen=True, slots=True)
class PartView:
    """One control of a question that has several."""

    sub: str
    id: str
    name: str
    label: str
    raw: str
    error: str = ""
    autocomplete: str = ""
    inputmode: str = ""
    hint: str = ""
    width: str = ""
    options: tuple[OptionView, ...] = ()


@dataclass(frozen=True, slots=True)
class FileView:
    """One file sent already."""

    id: str
    name: str
    size_text: str


@dataclass(frozen=True, slots=True)
class RowView:
    """One row of a repeat; `remove_name` is the value of its button."""

    index: int
    fields: list["FieldView"]
    title: str = ""
    remove_name: str = ""


@dataclass(frozen=True, slots=True)
class FieldView:
    """One question on a page. `raw` maps sub-names to what its controls show ("" is the only control)."""

    id: str
    name: str
    key: str
    kind: str
    template: str
    label: str
    help: str
    required: bool
    error: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)
    raw: Mapping[str, Any] = field(default_factory=dict)
    options: tuple[OptionView, ...] = ()
    params: Mapping[str, Any] = field(default_factory=dict)
    parts: tuple[PartView, ...] = ()
    files: tuple[FileView, ...] = ()
    rows: tuple[RowView, ...] = ()
    map: Window | None = None
    map_url: str = ""
    pin_text: str = ""
    hide_label: bool = False


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What one page is drawn from."""

    procedure: Procedure
    raw: Posted | None
    problems: Mapping[str, dict[str, str]]


def fields(
    procedure: Procedure, questions: Sequence[Question], answers: Answers, facts: Facts,
    *, staff: Answers | None = None, raw: Posted | None = None, problems: Iterable[Problem] = (),
    prefix: str = "q",
) -> list[FieldView]:  # fmt: skip
    """The visible questions of a page; with `raw` they show what was typed, else what is stored."""
    scene = before_page(procedure, questions, answers, facts, staff)
    by_name: dict[str, dict[str, str]] = {}
    for problem in problems:
        by_name.setdefault(problem.name, {}).setdefault(problem.sub, problem.message)
    sheet = _Sheet(procedure, raw, by_name)
    given = staff if staff is not None else answers
    found = []
    for question, value in visit(questions, given, scene, settle):
        stored = given.get(question.key) if question.questions else value
        found.append(_field(sheet, question, f"{prefix}-{question.key}", stored, scene))
    return found


def blank_view(question: Question, typed: Raw, *, prefix: str = "q") -> FieldView:
    """A question by itself, showing what is typed: without faults, files and rows. For those that are asked
    and have no rows.
    """
    view = _drawn(question, f"{prefix}-{question.key}", typed, {})
    if question.kind == "place":
        return replace(view, map=PLACE.window(question, typed))
    return view


def _field(sheet: _Sheet, question: Question, name: str, value: Json, scene: Scene) -> FieldView:
    kind = kind_of(question)
    typed = _typed(sheet, question, name, value)
    view = _drawn(question, name, typed, sheet.problems.get(name, {}))
    if question.kind == "file":
        return replace(view, files=tuple(_file(ref) for ref in value or ()))
    if question.kind == "place":
        pin = pin_text({sub: one(typed, sub) for sub in ("lat", "lon")}) if one(typed, "lat") else ""
        return replace(view, pin_text=pin, map=PLACE.window(question, typed))
    if kind.takes_questions:
        return replace(view, rows=tuple(_rows(sheet, question, name, value, scene)))
    if not kind.asked:
        rule = question.params.get("value")
        reasons = explain(rule, scene.data, wording_of(sheet.procedure)).sentences
        return replace(view, params={**view.params, "reasons": list(reasons)})
    return view


def _drawn(question: Question, name: str, typed: Raw, errors: Mapping[str, str]) -> FieldView:
    kind = kind_of(question)
    chosen = typed.get("", ())
    return FieldView(
        id=html_id(name), name=name, key=question.key, kind=question.kind, template=kind.template,
        label=question.label, help=question.help, required=question.required and kind.asked,
        error=errors.get("", ""), errors={sub: text for sub, text in errors.items() if sub},
        raw={sub: values[0] if len(values) == 1 else list(values) for sub, values in typed.items() if values},
        options=tuple(OptionView(one.key, one.label, one.help, one.key in chosen) for one in
        kind.choices(question)),
        params=kind.view_params(question), parts=_parts(question, name, typed, errors),
    )  # fmt: skip


def _typed(sheet: _Sheet, question: Question, name: str, value: Json) -> Raw:
    posted = of_question(sheet.raw, name) if sheet.raw is not None and kind_of(question).asked else None
    return shown_typed(question, value, posted)


def shown_typed(question: Question, value: Json, posted: Raw | None) -> Raw:
    """What the controls of a question show: what was posted for it (None: there was no post), else what is
    stored.
    """
    kind = kind_of(question)
    # An unticked box posts nothing; any other control that posted nothing was not on the page.
    if posted is not None and kind.asked and (posted or question.kind in ("choices", "declaration")):
        return posted
    return kind.to_raw(question, value) if value is not None and not kind.takes_questions else {}


def _parts(question: Question, name: str, typed: Raw, errors: Mapping[str, str]) -> tuple[PartView, ...]:
    found = []
    for sub in kind_of(question).subs(question):
        shown = one(typed, sub.sub)
        options = tuple(OptionView(key, say(label), checked=key == shown) for key, label in sub.options)
        found.append(
            PartView(
                sub.sub, anchor(question, name, sub.sub), f"{name}.{sub.sub}", say(sub.label), shown,
                errors.get(sub.sub, ""), sub.autocomplete, sub.inputmode, sub.hint, sub.width, options,
            )
        )  # fmt: skip
    return tuple(found)


def _file(ref: Mapping[str, Any]) -> FileView:
    return FileView(str(ref["file"]), str(ref["name"]), size_text(int(ref["size"])))


def _rows(sheet: _Sheet, question: Question, name: str, value: Json, scene: Scene) -> list[RowView]:
    stored = [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []
    posted = rows_posted(sheet.raw, name) if sheet.raw is not None else 0
    count = min(rows_shown(question, posted, len(stored)), MOST_ROWS)
    title = question.params.get("title_from", "")
    found = []
    for index in range(count):
        row = stored[index] if index < len(stored) else {}
        inner = scene.row()
        shown = [
            _field(sheet, sub, f"{name}.{index}.{sub.key}", kept, inner)
            for sub, kept in visit(question.questions, row, inner, settle)
        ]
        found.append(RowView(index, shown, _title(question, title, row), f"remove:{_key(name)}:{index}"))
    return found


def _title(question: Question, key: str, row: Mapping[str, Json]) -> str:
    inner = next((sub for sub in question.questions if sub.key == key), None)
    value = row.get(key)
    return "" if inner is None or value is None else say("、").join(kind_of(inner).display(inner, value))


def _key(name: str) -> str:
    return name.split("-", 1)[-1]
