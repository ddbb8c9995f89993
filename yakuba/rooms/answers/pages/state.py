"""What both ways of making a question page begin with: the template, and the pieces compiled from it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from yakuba.ground.catalogue.asking import FieldView, Posted, Problem, fields
from yakuba.ground.catalogue.definition import Page
from yakuba.rooms.answers import rules
from yakuba.rooms.answers.pages.frame import Frame
from yakuba.rooms.answers.pages.maps import with_map
from yakuba.rooms.answers.reading.drafts import DraftView


@dataclass(frozen=True)
class State:
    """A page's state in this request. `seen` is the mark of what is stored, `steps` the way (steps.py),
    `take_all` the value of the button that takes everything offered ("": no such button).
    """

    seen: str
    steps: Sequence[Mapping[str, str]]
    take_all: str
    came_up: bool
    checking: bool


def context_of(draft: DraftView, page: Page, frame: Frame, state: State) -> dict[str, Any]:
    """What the template takes beside the questions themselves."""
    return {
        "frame": frame,
        "draft": draft,
        "page": page,
        "seen": state.seen,
        "steps": state.steps,
        "take_all": state.take_all,
        "came_up": state.came_up,
        "checking": state.checking,
        "has_previous": rules.previous_page(draft.pages, page.key) is not None,
        "breadcrumbs": [*frame.breadcrumbs, (page.title, "")],
    }


def views_of(
    draft: DraftView, page: Page, raw: Posted | None, problems: Iterable[Problem] = ()
) -> dict[str, FieldView]:
    """The open questions of a page as its template draws them, by key."""
    whole = draft.whole_page(page.key).questions
    views = fields(draft.shown, whole, draft.answers, draft.asked_by, raw=raw, problems=problems)
    return {view.key: with_map(view) for view in views if draft.open(view.key)}
