"""What a face says of itself, so that the same pages stand in the citizen's and the clerk's frame."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

PageUrl = Callable[[UUID, str], str]
DraftUrl = Callable[[UUID], str]


@dataclass(frozen=True)
class Frame:
    """`layout` is the template extended; `token` opens a guest's draft; the rest makes addresses of pages.

    `done_url` is where a sent draft leads. `breadcrumbs` are (title, url) before the page's own. `heading`
    stands above the title of the page ("": the procedure's). `place_url` leads to where an answer given
    elsewhere can be changed.
    """

    layout: str
    page_url: PageUrl
    summary_url: DraftUrl
    later_url: DraftUrl
    done_url: DraftUrl
    token: str = ""
    breadcrumbs: tuple[tuple[str, str], ...] = ()
    heading: str = ""
    place_url: Callable[[str], str] | None = None
