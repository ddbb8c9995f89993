"""What a question page shows: put together from finished pieces where it can be, else by its template."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yakuba.ground.catalogue.asking import Problem, display
from yakuba.ground.catalogue.definition import Page, Question
from yakuba.rooms.answers.pages import compiled
from yakuba.rooms.answers.pages.frame import Frame
from yakuba.rooms.answers.pages.offered import Beside, given_lines
from yakuba.rooms.answers.pages.state import State, context_of, views_of
from yakuba.rooms.answers.pages.steps import CHECKING, steps_of
from yakuba.rooms.answers.reading.drafts import DraftView

NEW = "new"


@dataclass(frozen=True)
class Shown:
    """What a page shows beside the stored draft."""

    raw: Mapping[str, list[str]] | None = None
    problems: tuple[Problem, ...] = ()
    clash: tuple[Question, ...] = ()
    status: int = 200

    @property
    def plain(self) -> bool:
        """Whether nothing is complained of."""
        return not self.problems and not self.clash and self.status == 200


def show(request: HttpRequest, draft: DraftView, page: Page, frame: Frame, shown: Shown) -> HttpResponse:
    """The page; `shown` says what stands in it."""
    raw = None if shown.raw is None else draft.posted(page.key, shown.raw)
    beside = Beside(draft, page)
    state = State(
        seen=draft.mark(page),
        steps=steps_of(draft, page.key, frame),
        take_all=beside.take_all,
        came_up=NEW in request.GET,
        checking=CHECKING in request.GET,
    )
    if shown.plain and (finished := compiled.response(request, draft, page, frame, state, beside, raw)):
        return finished
    views = views_of(draft, page, raw, shown.problems)
    context = {
        **context_of(draft, page, frame, state),
        "items": [beside.item(view) for view in views.values()],
        "given": given_lines(draft, page, frame),
        "problems": shown.problems,
        "clash": [_stored(draft, question) for question in shown.clash],
        "here": frame.page_url(draft.id, page.key),
    }
    return render(request, compiled.TEMPLATE, context, status=shown.status)


def _stored(draft: DraftView, question: Question) -> dict[str, Any]:
    value = draft.answers.get(question.key)
    return {"label": question.label, "lines": [] if value is None else display(question, value)}
