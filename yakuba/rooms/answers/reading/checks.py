"""A draft before sending: what it says, what it costs, what is missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from yakuba.ground.calendar.era import ERAS
from yakuba.ground.catalogue.asking import DisplaySection, Problem, check_all, display_rows, prune
from yakuba.ground.catalogue.fees import Assessment, FeeError, assess
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
    for page in view.pages:
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
    typed = kept["posted"] if kept else {}
    names = {era.key: era.name for era in ERAS}
    texts = [
        names.get(text, text).strip()
        for name, values in typed.items()
        if name.removeprefix("q-").partition(".")[0] == key
        for text in values
    ]
    return " ".join(text for text in texts if text)


def _before(view: DraftView) -> Mapping[str, Any] | None:
    if view.supersedes is None:
        return None
    answers: Mapping[str, Any] = Submission.objects.values_list("answers", flat=True).get(id=view.supersedes)
    return answers
