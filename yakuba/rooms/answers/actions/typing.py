"""A whole draft typed at once, page by page, as a browser would: a file from the national portal, a seed."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.core.files.base import File

from yakuba.ground.catalogue.asking import Act
from yakuba.ground.catalogue.definition import Page, Question
from yakuba.rooms.answers.actions.files import Place, add_files
from yakuba.rooms.answers.actions.writing import keep_page
from yakuba.rooms.answers.reading.drafts import DraftView, Key, draft

NEXT = Act("next")


def type_all(
    draft_id: UUID,
    key: Key,
    *,
    typed: Mapping[str, Sequence[str]],
    files: Mapping[str, Iterable[File[Any]]] | None = None,
) -> list[str]:
    """Type every page that shows and attach its files (by "papers" or "children.0.paper").

    What could not be read stays on the draft as it was typed. Returns a message for each file refused.

    Raises Draft.DoesNotExist.
    """
    refused: list[str] = []
    view = draft(draft_id, key)
    done: set[str] = set()
    while page := next((page for page in view.pages if page.key not in done), None):
        done.add(page.key)
        # Questions that another answer of the page brings up are typed with it.
        page = view.whole_page(page.key)
        for path, uploads in (files or {}).items():
            if question := _asked(page, path):
                refused += add_files(draft_id, key, Place(page.key, path, question), uploads)
        view = _typed(view, key, page, typed)
    return refused


def _typed(view: DraftView, key: Key, page: Page, typed: Mapping[str, Sequence[str]]) -> DraftView:
    mine = {name: list(texts) for name, texts in typed.items() if _on(page, name)}
    for _ in range(len(page.questions) + 1):
        view = draft(view.id, key)
        shown = view.page(page.key)
        if shown is None:
            return view
        kept = keep_page(view.id, key, page_key=page.key, typed=mine, act=NEXT, seen=view.mark(shown))
        view = kept.draft
        if not kept.new:
            # Nothing came up that the answers just typed brought with them.
            return view
    return view


def _on(page: Page, name: str) -> bool:
    own = name.removeprefix("q-").partition(".")[0]
    return name.startswith("q-") and any(question.key == own for question in page.questions)


def _asked(page: Page, path: str) -> Question | None:
    head, _, rest = path.partition(".")
    question = next((one for one in page.questions if one.key == head), None)
    if question is None or not rest:
        return question
    inner = rest.partition(".")[2]
    return next((one for one in question.questions if one.key == inner), None)
