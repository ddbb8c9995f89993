"""Checking a row with the questions of its procedure, as our own pages would."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from yakuba.ground.catalogue.asking import Problem, facts_for, prune, read_page, visible_pages, with_files
from yakuba.ground.catalogue.definition import Procedure, Question
from yakuba.ground.catalogue.kinds.file import KIND as FILE
from yakuba.rooms.portal.rules.cells import Told
from yakuba.rooms.portal.rules.sheet import Fault

CHANNEL = "portal"
_SIZE = 1
"""The size a file is judged with before it is looked at; its real size counts when it is taken in."""


@dataclass(frozen=True, slots=True)
class Judged:
    """The answers a row amounts to, what is wrong with it, and the labels of answers nobody asked for."""

    answers: Mapping[str, Any]
    faults: tuple[Fault, ...]
    dropped: tuple[str, ...] = ()


def judge(procedure: Procedure, row: Told, *, day: date, attached: Collection[str]) -> Judged:
    """Read the row page by page on the day it was sent. `attached` are the files that came with it."""
    answers: dict[str, Any] = {}
    absent = [
        Fault(_column(path), f"「{name}」というファイルが、いっしょに入っていません。")
        for path, names in row.files.items()
        for name in names
        if name not in attached
    ]
    for path, names in row.files.items():
        question = question_at(procedure, path)
        answers = with_files(
            answers, path, [_reference(question, name) for name in names if name in attached]
        )
    problems: list[Problem] = []
    for page in procedure.pages:
        facts = facts_for(procedure, answers, today=day, channel=CHANNEL)
        asked = page.key in {one.key for one in visible_pages(procedure, answers, facts)}
        reading = read_page(procedure, page.questions, row.posted, answers, facts)
        answers = reading.answers
        # Of a page that is not shown nothing is wanted; what stands there all the same is dropped below.
        problems += reading.problems if asked else ()
    facts = facts_for(procedure, answers, today=day, channel=CHANNEL)
    kept, dropped = prune(procedure, answers, facts)
    told = {fault.column for fault in (*row.faults, *absent)}
    wanted = [_fault(problem) for problem in problems if problem.key not in dropped]
    faults = [*row.faults, *absent, *(fault for fault in wanted if fault.column not in told)]
    # What was computed and not told is nobody's loss.
    lost = tuple(key for key in dropped if key.partition(".")[0] in _told_of(row))
    return Judged(kept, tuple(dict.fromkeys(faults)), lost)


def _told_of(row: Told) -> set[str]:
    """The questions the row says anything to."""
    names = [*(name.removeprefix("q-") for name in row.posted), *row.files]
    return {name.partition(".")[0] for name in names}


def question_at(procedure: Procedure, path: str) -> Question:
    """The question behind `papers` or `children.0.paper`. Raises KeyError."""
    head, _, rest = path.partition(".")
    question = procedure.question(head)
    if not rest:
        return question
    inner = rest.partition(".")[2]
    return next(one for one in question.questions if one.key == inner)


def _reference(question: Question, name: str) -> dict[str, Any]:
    accepted = FILE.media_types(question)
    guessed = next((media for ending, media in _BY_ENDING.items() if name.lower().endswith(ending)), "")
    media = guessed if guessed in accepted else sorted(accepted)[0]
    made = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{question.key}/{name}"))
    return {"file": made, "name": name, "size": _SIZE, "media_type": media}


_BY_ENDING = {".pdf": "application/pdf", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png"}


def _fault(problem: Problem) -> Fault:
    name = problem.name.removeprefix("q-")
    return Fault(_column(f"{name}.{problem.sub}" if problem.sub else name), problem.message)


def _column(path: str) -> str:
    """`children.0.birth` is column `children.1.birth`; days of a date have one column."""
    parts = path.split(".")
    if parts[-1] in ("year", "month", "day", "era", "from_year", "to_year"):
        ending = parts.pop()
        parts += [ending.removesuffix("_year")] if ending.endswith("_year") else []
    return ".".join(str(int(part) + 1) if part.isdigit() else part for part in parts)
