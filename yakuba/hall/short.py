"""The short way for a guest who opens a question page: no session, no account, no message to ask for.

A browser without a session's cookie is a guest's; to look at a page it needs its language, its form's token
and the page. Whatever is not simply a page (gone, elsewhere, wrong in any way) goes the whole way once more,
which is where such things are told. Both ways give the same answer, to the letter (a test holds them side by
side).
"""

from collections.abc import Callable
from functools import cache
from http import HTTPStatus
from typing import cast

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest, HttpResponse
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.csrf import CsrfViewMiddleware
from django.middleware.security import SecurityMiddleware
from django.urls import resolve

from yakuba.hall.audiences import AUDIENCES, Audience
from yakuba.hall.languages import Languages
from yakuba.hall.middleware import headers

Answer = Callable[[HttpRequest], HttpResponse]
ROUTES = frozenset({"applications:page"})
BEGINS = "/drafts/"
PERSONAL = (settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name)
"""Cookies of a browser that is somebody's, or is to be told something."""


class Longer(Exception):
    """Not a page that may go the short way."""


class Short:
    """Tries the short way for guests, else the whole one."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self._short = Languages(cast(Answer, CsrfViewMiddleware(_page)))

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "GET" or not request.path_info.startswith(BEGINS) or is_personal(request):
            return self.answer(request)
        try:
            request.get_host()  # raises for a host that is not ours
            response = self._short(request)
        except Exception:  # the whole way tells what is wrong, and logs it
            return self.answer(request)
        if response.status_code != HTTPStatus.OK:
            return self.answer(request)
        response.headers["Content-Length"] = str(len(response.content))
        for name, value in _around(secure=request.is_secure()).items():
            response.headers.setdefault(name, value)
        return response


def is_personal(request: HttpRequest) -> bool:
    """Whether this may be somebody else than a guest with nothing to be told."""
    cookies = request.COOKIES
    return any(name in cookies for name in PERSONAL)


def _page(request: HttpRequest) -> HttpResponse:
    match = request.resolver_match = resolve(request.path_info)
    if match.view_name not in ROUTES or AUDIENCES[match.view_name] is not Audience.ANYONE:
        raise Longer
    response: HttpResponse = match.func(request, *match.args, **match.kwargs)
    return response


@cache
def _around(*, secure: bool) -> dict[str, str]:
    """The headers that every answer carries."""
    request = HttpRequest()
    request.is_secure = lambda: secure  # type: ignore[method-assign]
    plain = XFrameOptionsMiddleware(lambda _: HttpResponse())
    response = headers(cast(Answer, SecurityMiddleware(plain)))(request)
    return {name: value for name, value in response.headers.items() if name != "Content-Type"}
