"""The order of pages, what a correction may touch, and whether a screen still shows what is stored. Pure."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any

from yakuba.ground.catalogue.asking import plan_of
from yakuba.ground.catalogue.definition import Page, Procedure, Question
from yakuba.ground.catalogue.kinds.kind import kind_of

KEPT_DAYS = 90
"""A draft is deleted this many days after it was last touched."""


@dataclass(frozen=True)
class Origin:
    """A value that was not typed here: what it says, the title of where it was told, and the day in Japan
    ("YYYY-MM-DD"). `place` tells the face where it can be changed ("" where it cannot).
    """

    value: Any
    source: str
    at: str
    place: str = ""

    @property
    def json(self) -> dict[str, Any]:
        return asdict(self)


def pages_to_show(
    procedure: Procedure,
    answers: Mapping[str, Any],
    facts: Mapping[str, Any],
    allowed: frozenset[str] | None,
    given: frozenset[str] = frozenset(),
) -> tuple[Page, ...]:
    """The pages to walk, each with the questions it shows; `allowed` limits a correction.

    Questions `given` elsewhere are closed; a page on which they leave nothing to answer is skipped.
    """
    asked = plan_of(procedure).shown(answers, facts)
    if allowed is None and not given:
        return asked
    return tuple(page for page in (_open_in(page, allowed, given) for page in asked) if page)


def _open_in(page: Page, allowed: frozenset[str] | None, given: frozenset[str]) -> Page | None:
    """The page with its open questions; None when nothing is left to answer."""
    mine = [question for question in page.questions if allowed is None or question.key in allowed]
    left = tuple(question for question in mine if question.key not in given)
    closed = len(left) < len(mine)
    if not left or (closed and all(not kind_of(question).asked for question in left)):
        return None
    return replace(page, questions=left)


def correctable(
    procedure: Procedure, asked: Iterable[str], before: Mapping[str, Any], facts: Mapping[str, Any]
) -> frozenset[str]:
    """What a correction may change: what was asked, and what was hidden before."""
    shown = plan_of(procedure).shown(before, facts)
    seen = {question.key for page in shown for question in page.questions}
    hidden = {question.key for question in procedure.all_questions()} - seen
    return frozenset(asked) | frozenset(hidden)


def next_page(pages: Sequence[Page], key: str) -> str | None:
    """The page after `key`; None after the last one, and when the page has gone."""
    keys = [page.key for page in pages]
    return keys[keys.index(key) + 1] if key in keys[:-1] else None


def previous_page(pages: Sequence[Page], key: str) -> str | None:
    keys = [page.key for page in pages]
    return keys[keys.index(key) - 1] if key in keys[1:] else None


def page_mark(keys: Iterable[str], answers: Mapping[str, Any], raw: Mapping[str, Any] | None) -> str:
    """A short mark of what is stored for one page; it changes when, and only when, that changes.

    Files do not count: they are added and taken away one by one, never overwritten by a page.
    """
    stored = without_files({key: answers[key] for key in keys if key in answers})
    text = json.dumps([stored, (raw or {}).get("posted")], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def without_files(value: Any) -> Any:
    """The answer with every file in it left out; None when there was nothing else."""
    if isinstance(value, Mapping):
        if is_file(value):
            return None
        parts = {key: kept for key, inner in value.items() if (kept := without_files(inner)) is not None}
        return parts or None
    if isinstance(value, list):
        return [kept for inner in value if (kept := without_files(inner)) is not None] or None
    return value


def is_file(value: Mapping[str, Any]) -> bool:
    return "file" in value and "media_type" in value


def files_in(answers: Any) -> list[dict[str, Any]]:
    """Every file value anywhere in the answers, rows of repeats included."""
    if isinstance(answers, Mapping):
        if is_file(answers):
            return [dict(answers)]
        return [found for value in answers.values() for found in files_in(value)]
    if isinstance(answers, list):
        return [found for value in answers for found in files_in(value)]
    return []


def differing(
    questions: Iterable[Question], mine: Mapping[str, Any], stored: Mapping[str, Any]
) -> list[Question]:
    """The questions for which what was typed is not what is stored."""
    return [
        question
        for question in questions
        if without_files(mine.get(question.key)) != without_files(stored.get(question.key))
    ]


def expires_on(last_touched: date) -> date:
    """The last day on which a draft is kept."""
    return last_touched + timedelta(days=KEPT_DAYS)


def value_at(answers: Mapping[str, Any], path: str) -> Any:
    """The answer at "key" or "repeat.0.key"; None where there is none."""
    at: Any = answers
    for part in path.split("."):
        if isinstance(at, Mapping):
            at = at.get(part)
        elif isinstance(at, list) and part.isdecimal() and int(part) < len(at):
            at = at[int(part)]
        else:
            return None
    return at


def origins_kept(
    questions: Iterable[Question],
    answers: Mapping[str, Any],
    given: Mapping[str, Origin],
    taken: Mapping[str, Sequence[Origin]],
) -> dict[str, dict[str, str]]:
    """Where the answers came from that are sent as they were offered: path -> {"source", "given_at"}.

    The path is the question's key, or "repeat.0" for a row. What was changed after taking has no origin.
    """
    found: dict[str, Origin] = {}
    for question in questions:
        value = answers.get(question.key)
        offered = (*taken.get(question.key, ()), *([given[question.key]] if question.key in given else []))
        for origin in offered if value is not None else ():
            if origin.value == value:
                found[question.key] = origin
            elif question.questions and isinstance(origin.value, Mapping):
                found |= {f"{question.key}.{place}": origin for place in _rows_like(origin.value, value)}
    return {path: {"source": origin.source, "given_at": origin.at} for path, origin in found.items()}


def _rows_like(wanted: Mapping[str, Any], rows: Any) -> list[int]:
    """The places of the rows that still say all that was offered."""
    return [
        place
        for place, row in enumerate(rows)
        if wanted and all(row.get(key) == value for key, value in wanted.items())
    ]


def origins_again(
    answers: Mapping[str, Any], sealed: Mapping[str, Mapping[str, str]]
) -> dict[str, list[Origin]]:
    """The origins of a sealed submission, for the draft that corrects it."""
    found: dict[str, list[Origin]] = {}
    for path, said in sealed.items():
        value = value_at(answers, path)
        if value is not None:
            found.setdefault(path.partition(".")[0], []).append(
                Origin(value, said["source"], said["given_at"])
            )
    return found
