"""The way through the pages of a draft."""

from yakuba.ground.languages import say
from yakuba.rooms.answers.pages.frame import Frame
from yakuba.rooms.answers.reading.drafts import DraftView

CHECKING = "check"
"""In the address of a page that was opened from the summary."""


def steps_of(draft: DraftView, current: str, frame: Frame) -> list[dict[str, str]]:
    """The way through the pages, the summary last; visited pages are links."""
    steps = []
    for page in draft.pages:
        done = page.key in draft.visited and page.key not in draft.raw
        state = "current" if page.key == current else "done" if done else "todo"
        url = frame.page_url(draft.id, page.key) if done and state != "current" else ""
        steps.append({"title": page.title, "state": state, "url": url})
    state = "current" if current == "" else "todo"
    return [*steps, {"title": say("確認して送る"), "state": state, "url": ""}]
