"""A draft before sending: what it says, what it costs, what is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from yakuba.ground.calendar.era import ERAS
from yakuba.ground.catalogue.asking import DisplaySection, Problem, check_all, display_rows, prune
from yakuba.ground.catalogue.definition import Question
from yakuba.ground.catalogue.fees import Assessment, FeeError, assess
from yakuba.ground.catalogue.kinds.kind import kind_of
from yakuba.rooms.answers.models import Submission
from yakuba.rooms.answers.reading.drafts import DraftView, Key, draft


@dataclass(frozen=True)
class Missing:
    """A question that stops the sending: where it stands and what to do."""

    page: str
    page_title: str
    problem: Problem


@dataclass(frozen=True)
class Summary:
    """Everything before sending: the answers, the fee with its reasons, what is left out or missing."""

    draft: DraftView
    sections: tuple[DisplaySection, ...]
    fee: Assessment | None
    dropped: tuple[str, ...]
    missing: tuple[Missing, ...]
    # Why the fee cannot be computed though nothing is missing: the town must mend its definition.
    fee_problem: str = ""
    # Correction: the answers as they were sent before.
    before: Mapping[str, Any] | None = None

    def changed(self, key: str) -> bool:
        return self.before is not None and self.before.get(key) != self.draft.answers.get(key)


def summary(draft_id: UUID, key: Key) -> Summary:
    """What is shown before sending; the same checks as `seal`. Raises Draft.DoesNotExist."""
    return summary_of(draft(draft_id, key))


def summary_of(view: DraftView) -> Summary:
    answers, dropped = prune(view.procedure, view.answers, view.facts)
    missing = missing_in(view)
    fee, problem = (None, "") if missing else _fee(view, answers)
    return Summary(
        draft=view,
        sections=tuple(display_rows(view.shown, answers, view.facts)),
        fee=fee,
        dropped=tuple(dropped),
        missing=missing,
        fee_problem=problem,
        before=_before(view),
    )


def _fee(view: DraftView, answers: Mapping[str, Any]) -> tuple[Assessment | None, str]:
    try:
        return assess(view.shown, answers, view.facts), ""
    except FeeError as error:
        return None, error.message


def needs_email(view: DraftView) -> bool:
    """Whether a guest's e-mail address must be confirmed first: the procedure asks for the mail or more."""
    if view.channel != "online" or view.entered_by or view.is_correction or view.procedure.identity == "none":
        return False
    return view.owner_ref.startswith("guest:") and not view.email_confirmed


def missing_in(view: DraftView) -> tuple[Missing, ...]:
    """What stops the sending: answers missing or wrong, and what was typed but could not be read."""
    found: dict[str, Missing] = {}
    for page in view.pages if view.raw else ():
        kept = view.raw.get(page.key)
        if kept:
            for problem in view.read(page.key, kept["posted"]).problems:
                found.setdefault(problem.key, Missing(page.key, page.title, problem))
    for problem in check_all(view.shown, view.answers, view.facts):
        page = view.shown.page_of(problem.key)
        found.setdefault(problem.key, Missing(page.key, page.title, problem))
    return tuple(found.values())


def written(view: DraftView, page: str, key: str) -> str:
    """What was typed for a question and could not be read as an answer, in one line; "" when nothing was."""
    kept = view.raw.get(page)
    posted: Mapping[str, list[str]] = kept["posted"] if kept else {}
    paths = {tuple(name.removeprefix("q-").split(".")): values for name, values in posted.items()}
    typed = {path: values for path, values in paths.items() if path[0] == key}
    names = {era.key: era.name for era in ERAS}
    question = view.procedure.question(key)
    texts = [
        names.get(text, text).strip()
        for path in sorted(typed, key=lambda path: _drawn(question, path[1:]))
        for text in typed[path]
    ]
    return " ".join(text for text in texts if text)


def _drawn(question: Question, path: Sequence[str]) -> tuple[int, ...]:
    """Where on the page the control of this name stands: a database keeps a JSON object in its own order."""
    if not path:
        return ()
    if question.questions and path[0].isdecimal() and len(path) > 1:
        at = _at([inner.key for inner in question.questions], path[1])
        inner = question.questions[min(at, len(question.questions) - 1)]
        return (int(path[0]), at, *_drawn(inner, path[2:]))
    return (_at([control.sub for control in kind_of(question).subs(question)], ".".join(path)),)


def _at(names: Sequence[str], name: str) -> int:
    return names.index(name) if name in names else len(names)


def _before(view: DraftView) -> Mapping[str, Any] | None:
    if view.supersedes is None:
        return None
    answers: Mapping[str, Any] = Submission.objects.values_list("answers", flat=True).get(id=view.supersedes)
    return answers
