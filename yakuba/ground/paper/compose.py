"""From a definition (and answers) to the fields of a paper form."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from yakuba.ground.catalogue.asking import wording
from yakuba.ground.catalogue.definition import Answers, Facts, Json, Page, Procedure, Question
from yakuba.ground.catalogue.kinds.kind import Paper, kind_of
from yakuba.ground.catalogue.scene import set_scene, walk
from yakuba.ground.catalogue.trace import Wording
from yakuba.ground.letters import FormField, FormMark, FormPart, FormSection, PaperForm
from yakuba.ground.paper.requirement import QUESTION, requirement

MOST_ROWS = 3
"""Blocks of a repeat on a blank form; more go on a second copy."""
_CHARACTERS_A_LINE = 34
_MOST_LINES = 5
_MOST_BOXES = 22
MORE_ROWS = "書ききれないときは、同じ用紙をもう1枚使ってください。"
SENT_BACK = (
    "右上の四角い印(QRコード)は、この用紙を受け付けた記録につなぐためのものです。"
    "折ったり汚したりしないでください。"
)


@dataclass(frozen=True)
class FormHead:
    """What stands around the questions. `qr` is the address behind the code; `number` a 受付番号 with its
    label, "" for none; `day` the day of filing in words, "" to be written by hand.
    """

    receiver: str
    sender_title: str
    made_on: date
    edition: str
    qr: str
    qr_label: str
    number: str = ""
    number_label: str = ""
    day: str = ""
    lead: str = ""


def blank(procedure: Procedure, head: FormHead) -> PaperForm:
    """The form to write on, with every question and in words when each is to be answered.

    Raises ValueError for a procedure that asks nothing.
    """
    words = _by_number(procedure)
    sections = [
        FormSection(page.title, page.intro, requirement(page.show_when, words), tuple(fields))
        for page, fields in _numbered(procedure, words)
    ]
    notes = ("えらぶものは□に印を付けてください。▷ のある欄は、書いてあるときだけ書きます。", SENT_BACK)
    return _form(procedure, head, sections, notes)


def filled(procedure: Procedure, answers: Answers, facts: Facts, head: FormHead) -> PaperForm:
    """The form with what was answered; questions that do not apply are left out.

    Raises ValueError for a procedure that asks nothing.
    """
    sections = [
        FormSection(page.title, "", "", tuple(_written(question, value) for question, value in asked))
        for page, asked in walk(procedure, answers, set_scene(facts, procedure, None))
    ]
    return _form(procedure, head, sections, (SENT_BACK,))


def _form(
    procedure: Procedure, head: FormHead, sections: list[FormSection], notes: tuple[str, ...]
) -> PaperForm:
    if not sections:
        raise ValueError(f"{procedure.key} asks nothing")
    return PaperForm(
        title=procedure.title,
        receiver=head.receiver,
        sender_title=head.sender_title,
        made_on=head.made_on,
        sections=tuple(sections),
        edition=head.edition,
        qr=head.qr,
        qr_label=head.qr_label,
        number=head.number,
        number_label=head.number_label,
        day=head.day,
        lead=head.lead,
        declaration="上のとおり、まちがいありません。",
        prepare=tuple(_prepared(item.label, item.help) for item in procedure.prepare),
        notes=notes,
    )


def _prepared(label: str, explained: str) -> str:
    return f"{label}: {explained}" if explained else label


def _numbers(procedure: Procedure) -> dict[str, str]:
    """問1, 問2, … of the asked questions, through the whole form."""
    asked = [question.key for question in procedure.all_questions() if kind_of(question).asked]
    return {key: f"{QUESTION}{at}" for at, key in enumerate(asked, start=1)}


def _by_number(procedure: Procedure) -> Wording:
    """Conditions name questions by their number, as paper forms do."""
    words = wording(procedure)
    numbers = {f"q.{key}": number for key, number in _numbers(procedure).items()}
    parts = {
        path: f"{numbers[of]}の{label.removeprefix(words.labels[of]).removeprefix('の')}"
        for path, label in words.labels.items()
        if (of := path.rpartition(".")[0]) in numbers
    }
    return Wording({**words.labels, **parts, **numbers}, words.sayings)


def _numbered(procedure: Procedure, words: Wording) -> Iterator[tuple[Page, list[FormField]]]:
    """The asked questions of each page, numbered through the form."""
    numbers = _numbers(procedure)
    for page in procedure.pages:
        fields = [_empty(one, words, numbers[one.key]) for one in page.questions if one.key in numbers]
        if fields:
            yield page, fields


def _empty(question: Question, words: Wording, number: str = "") -> FormField:
    kind = kind_of(question)
    field = FormField(
        number=number,
        label=question.label,
        required=question.required,
        when=requirement(question.show_when, words),
        help=question.help,
        text=str(question.params.get("text", "")) if question.kind == "declaration" else "",
    )
    if kind.takes_questions:
        row = tuple(_empty(inner, words) for inner in question.questions if kind_of(inner).asked)
        most = int(kind.param(question, "max_rows"))
        item = str(kind.param(question, "item"))
        helped = " ".join(part for part in (field.help, MORE_ROWS if most > MOST_ROWS else "") if part)
        return replace(field, rows=(row,) * min(most, MOST_ROWS), row_title=item, help=helped)
    asked = kind.paper(question)
    if asked.shape == "circle":
        return replace(field, marks=tuple(FormMark(label) for label in asked.labels))
    return replace(field, parts=tuple(_room(question, asked)))


def _room(question: Question, asked: Paper) -> Iterator[FormPart]:
    """Room to write in: as many boxes or lines as the answer may take."""
    if asked.shape == "boxes" and asked.characters == "digits" and not _dated(question):
        unit = asked.labels[0] if asked.labels else ""
        yield FormPart(unit, boxes=min(asked.length, _MOST_BOXES))
    elif _dated(question):
        for label in asked.labels if question.kind == "period" else ("",):
            yield FormPart(label, value="□令和 □平成 □昭和　　　　　年　　　　月　　　　日")
    elif asked.shape in ("boxes", "table") or len(asked.labels) > 1:
        yield from (FormPart(label) for label in asked.labels)
    else:
        length = asked.length if asked.shape == "lines" else _CHARACTERS_A_LINE
        lines = max(1, min(_MOST_LINES, -(-length // _CHARACTERS_A_LINE)))
        unit = str(question.params.get("unit", ""))
        yield FormPart(f"({unit})" if unit else "", lines=lines)


def _dated(question: Question) -> bool:
    return question.kind in ("date", "period")


def _written(question: Question, value: Json) -> FormField:
    kind = kind_of(question)
    field = FormField(
        number="",
        label=question.label,
        required=True,
        text=str(question.params.get("text", "")) if question.kind == "declaration" else "",
    )
    if kind.takes_questions and isinstance(value, list):
        rows = tuple(tuple(_row(question, row)) for row in value)
        return replace(field, rows=rows, row_title=str(kind.param(question, "item")))
    marks = _marks(question, value)
    if marks:
        return replace(field, marks=marks)
    shown = "\n".join(kind.display(question, value)) if value is not None else "(書いていません)"
    return replace(field, parts=(FormPart(value=shown),))


def _row(question: Question, row: Mapping[str, Any]) -> Iterator[FormField]:
    for inner in question.questions:
        if row.get(inner.key) is not None:
            yield _written(inner, row[inner.key])


def _marks(question: Question, value: Json) -> tuple[FormMark, ...]:
    """All there was to choose from with what was chosen, so that the paper reads like the blank one."""
    chosen = value if isinstance(value, list) else [value]
    if question.kind in ("choice", "choices"):
        return tuple(FormMark(option.label, option.key in chosen) for option in question.options)
    if question.kind == "yes_no":
        labels = kind_of(question).paper(question).labels
        both = zip(labels, (True, False), strict=True)
        return tuple(FormMark(label, value is holds) for label, holds in both)
    return ()
