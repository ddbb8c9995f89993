"""Public pages that are the same for all guests: made once, remembered finished, and given with an ETag.

What changes such a page is its key: the address, the language and reading aids, the display settings; and
everything remembered is forgotten as soon as an edition is published or a section arranged (by whichever
process: `revision` asks the database), the day changes in Japan, or the town's files are read
anew. A browser that carries a session or a message never meets this memory, neither to read nor to fill it;
a page that holds a form's token is never kept.
"""

import hashlib
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import ResolverMatch

from yakuba.ground import town
from yakuba.ground.calendar import clock
from yakuba.ground.catalogue.revision import Revision, revision
from yakuba.hall.display import chosen
from yakuba.hall.languages import of_browser
from yakuba.hall.short import is_personal

Answer = Callable[[HttpRequest], HttpResponse]
Key = tuple[object, ...]

ROUTES = frozenset(
    {"applications:home", "applications:category", "applications:procedure", "hall:accessibility"}
)
MOST_BYTES = 64 * 2**20
# The page may be kept by a browser, which asks at every look whether it still stands.
CACHING = "no-cache"
_TOKEN = b"csrfmiddlewaretoken"


@dataclass(frozen=True)
class Page:
    """A finished page with all its headers; `found` is the route that leads to it."""

    content: bytes
    headers: Mapping[str, str]
    found: ResolverMatch | None = None

    def for_(self, request: HttpRequest) -> HttpResponse:
        """The page, or 304 where the browser has it already."""
        request.resolver_match = self.found
        known = request.META.get("HTTP_IF_NONE_MATCH", "")
        if known and _names(known, self.headers["ETag"]):
            kept = {name: value for name, value in self.headers.items() if name not in _OF_CONTENT}
            return HttpResponse(status=HTTPStatus.NOT_MODIFIED, headers=kept)
        return HttpResponse(self.content, headers=dict(self.headers))


_OF_CONTENT = ("Content-Type", "Content-Length")


def _names(known: str, tag: str) -> bool:
    """Whether If-None-Match names this tag; a proxy that compressed the page has made it a weak one."""
    tags = (one.strip().removeprefix("W/") for one in known.split(","))
    return any(one in (tag, "*") for one in tags)


class Memory:
    """Finished pages of one revision; all of them are forgotten with it, and when there are too many."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pages: dict[Key, Page] = {}
        self._standing: Revision = ()
        self._bytes = 0

    def find(self, key: Key, standing: Revision) -> Page | None:
        return self._pages.get(key) if self._standing == standing else None

    def forget(self) -> None:
        with self._lock:
            self._pages, self._standing, self._bytes = {}, (), 0

    def keep(self, key: Key, standing: Revision, page: Page) -> None:
        """`standing` was asked before the page was made: a page older than it is never kept under it."""
        with self._lock:
            if self._standing != standing or self._bytes + len(page.content) > MOST_BYTES:
                self._pages, self._standing, self._bytes = {}, standing, 0
            self._pages[key] = page
            self._bytes += len(page.content)


memory = Memory()


class Finished:
    """Answers guests from the memory, before anything asks for a session."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _same_for_all(request):
            return self.answer(request)
        request.get_host()  # raises for a host that is not ours
        key, standing = _key(request), (clock.today(), *town.reading(), *revision())
        page = memory.find(key, standing)
        if page is None:
            response = self.answer(request)
            if not _may_be_kept(request, response):
                return response
            page = _page(request, response)
            memory.keep(key, standing, page)
        return page.for_(request)


def _same_for_all(request: HttpRequest) -> bool:
    return (
        request.method in ("GET", "HEAD")
        and not request.META.get("QUERY_STRING")
        and _is_public(request.path_info)
        and not is_personal(request)
    )


def _is_public(path: str) -> bool:
    """Quickly, before any address is resolved: whether it could be one of ROUTES."""
    return path == "/" or path.startswith(("/procedures/", "/categories/", "/accessibility/"))


def _key(request: HttpRequest) -> Key:
    shown = chosen(request)
    return (
        request.path, of_browser(request), *shown.values(), settings.YAKUBA_DEMO, request.is_secure()
    )  # fmt: skip


def _may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    match = request.resolver_match
    return (
        match is not None
        and match.view_name in ROUTES
        and response.status_code == HTTPStatus.OK
        and not response.cookies
        and _TOKEN not in response.content
    )


def _page(request: HttpRequest, response: HttpResponse) -> Page:
    tag = hashlib.sha256(response.content).hexdigest()[:32]
    headers = {**response.headers, "Cache-Control": CACHING, "ETag": f'"{tag}"'}
    return Page(response.content, headers, request.resolver_match)
