"""A question page put together from what was compiled of its edition: byte for byte what the template makes.

Compiled once for each edition, page and way to read: the frame (skeletons.py) and every question
(fragments.py). At a request only values are put in. What has no compiled form is drawn by the template, one
question at a time; pages that complain of something, bundles and the clerk's frame are left to it whole.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.html import escape

from yakuba.ground import town
from yakuba.ground.access.request import actor_of
from yakuba.ground.catalogue.asking import FieldView, Posted, shown_typed
from yakuba.ground.catalogue.definition import Page, Question
from yakuba.ground.catalogue.kinds.kind import Raw
from yakuba.ground.catalogue.scene import is_of_kind
from yakuba.ground.catalogue.speech import Same
from yakuba.ground.maps import connector
from yakuba.ground.reader import Reader, mark_changed, reader_of
from yakuba.rooms.answers.pages import fragments
from yakuba.rooms.answers.pages.frame import Frame
from yakuba.rooms.answers.pages.offered import Beside
from yakuba.rooms.answers.pages.skeletons import Marks, Skeleton, Skeletons
from yakuba.rooms.answers.pages.state import State, context_of, views_of
from yakuba.rooms.answers.pages.token import form_token
from yakuba.rooms.answers.reading.drafts import DraftView

TEMPLATE = "answers/page.html"
LAYOUT = "ui/citizen.html"
"""The only layout whose frame is the same for everybody of a kind (guests, residents)."""
_KINDS = ("guest", "resident")
Pieces = dict[str, fragments.Fragment | None]
"""Fragments by question; None where there is none."""
_skeletons = Skeletons()


def response(
    request: HttpRequest, draft: DraftView, page: Page, frame: Frame, state: State, beside: Beside,
    raw: Posted | None,
) -> HttpResponse | None:  # fmt: skip
    """The page with nothing to complain of; None when only the template can make it."""
    reader, actor = reader_of(request), actor_of(request)
    if reader is None or draft.given or frame.layout != LAYOUT or actor.kind not in _KINDS:
        return None
    if len(get_messages(request)):
        return None
    reading = town.reading()
    pieces = _pieces(Same(draft.shown), reader.speech, reading, connector.available())
    items = _items(draft, page, beside, raw, reader, pieces)
    shape = (reading, reader.key, actor.kind, *_shape(draft, page, frame, state))
    skeleton = _skeletons.get(shape, lambda: _skeleton(request, draft, page, frame, state, reader))
    urls = {f"url{at}": escape(step["url"]).encode() for at, step in enumerate(state.steps) if step["url"]}
    values = {
        "token": form_token(request).encode(),
        "path": quote(request.get_full_path(), safe="").encode(),
        "seen": state.seen.encode(),
        "items": items,
    }
    return mark_changed(HttpResponse(skeleton.filled(values | urls)))


def _shape(draft: DraftView, page: Page, frame: Frame, state: State) -> tuple[object, ...]:
    """Everything of this draft and request that changes the frame of the page."""
    steps = tuple((step["title"], step["state"], bool(step["url"])) for step in state.steps)
    return (
        draft.edition_id, page.key, draft.is_correction, frame.heading, frame.breadcrumbs, steps,
        state.take_all, state.came_up, state.checking,
    )  # fmt: skip


class _Asked:
    """Stands for the request in a skeleton: its address is a hole."""

    def __init__(self, path: str) -> None:
        self.get_full_path = path


def _skeleton(
    request: HttpRequest, draft: DraftView, page: Page, frame: Frame, state: State, reader: Reader
) -> Skeleton:
    marks = Marks()
    steps = [{**step, "url": marks[f"url{at}"] if step["url"] else ""} for at, step in enumerate(state.steps)]
    context: dict[str, Any] = {
        **context_of(draft, page, frame, state),
        "seen": marks["seen"],
        "steps": steps,
        "items": [{"template": "answers/hole.html", "hole": marks["items"]}],
        "csrf_token": marks["token"],
        "request": _Asked(marks["path"]),
    }
    return marks.split(reader.changed(render_to_string(TEMPLATE, context, request)))


def _items(
    draft: DraftView, page: Page, beside: Beside, raw: Posted | None, reader: Reader, pieces: Pieces
) -> bytes:
    """The questions of the page, one after the other."""
    posted = _by_question(raw) if raw is not None else None
    drawn: dict[str, FieldView] = {}
    found = []
    for question in page.questions:
        piece = None
        if beside.is_bare(question.key):
            piece = _filled(pieces, question, draft, posted, reader)
        if piece is None:
            drawn = drawn or views_of(draft, page, raw)
            piece = fragments.drawn(beside.item(drawn[question.key]), reader.changed)
        found.append(piece)
    return b"".join(found)


def _filled(
    pieces: Pieces,
    question: Question,
    draft: DraftView,
    posted: Mapping[str, Raw] | None,
    reader: Reader,
) -> bytes | None:
    """The question from its fragment; None when the template must draw it."""
    if question.key not in pieces:
        pieces[question.key] = fragments.compiled(question, reader.changed)
    fragment = pieces[question.key]
    if fragment is None:
        return None
    value = draft.answers.get(question.key)
    if value is not None and (question.kind == "file" or not is_of_kind(question, value)):
        return None
    return fragment.filled(
        shown_typed(question, value, None if posted is None else posted.get(question.key, {}))
    )


@lru_cache(maxsize=512)
def _pieces(procedure: Same, speech: object, reading: object, maps: object) -> Pieces:
    """The fragments of a procedure as one reader is told it, by question; filled as they are asked for."""
    return {}


def _by_question(raw: Posted) -> dict[str, dict[str, Sequence[str]]]:
    """What was posted, by the question's key and the control's sub-name."""
    found: dict[str, dict[str, Sequence[str]]] = {}
    for name, values in raw.items():
        key, _, sub = name.removeprefix("q-").partition(".")
        found.setdefault(key, {})[sub] = values
    return found
