"""How the one in front of a page reads: what pages differ in for readers, and what is done to their pages.

The hall says it once a request; rooms that keep finished pieces of pages keep them by `key`, and do to a
piece what would be done to the page (readings over kanji, Japanese marked as Japanese).
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse


@dataclass(frozen=True)
class Reader:
    """`speech` is all that changes texts (language, furigana), `key` all that changes a page's frame.

    `change` is done to HTML; piece by piece it gives what it gives for the whole. None: nothing is done.
    """

    speech: Hashable
    key: Hashable
    change: Callable[[str], str] | None = None

    def changed(self, piece: str) -> str:
        return self.change(piece) if self.change else piece


def introduce(request: HttpRequest, reader: Reader) -> None:
    """Say who reads the answer to this request."""
    request._yakuba_reader = reader  # type: ignore[attr-defined]


def reader_of(request: HttpRequest) -> Reader | None:
    """Who reads; None on pages whose readers choose nothing (staff's)."""
    found = getattr(request, "_yakuba_reader", None)
    return found if isinstance(found, Reader) else None


def mark_changed(response: HttpResponse) -> HttpResponse:
    """Say that what is done to this reader's pages has been done to this one."""
    response._yakuba_changed = True  # type: ignore[attr-defined]
    return response


def is_changed(response: HttpResponse) -> bool:
    return bool(getattr(response, "_yakuba_changed", False))
