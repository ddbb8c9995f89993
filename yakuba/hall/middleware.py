"""Default deny at the door: who may come to which route, and the headers of every answer."""

import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from yakuba.ground.access.gate import Denied
from yakuba.ground.access.request import actor_of
from yakuba.ground.access.sessions import user_of
from yakuba.ground.town import TownError
from yakuba.hall.audiences import AUDIENCES, Audience
from yakuba.hall.errors import not_found, town_fault, wrong_method

Answer = Callable[[HttpRequest], HttpResponse]
log = logging.getLogger("yakuba")

POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)


def headers(answer: Answer) -> Answer:
    """Content policy without inline script or style; pages with a person's matter are never cached."""

    def give(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return give


def signed_in(answer: Answer) -> Answer:
    """Puts the account that is signed in at `request.user`; the database is asked when somebody looks."""

    def give(request: HttpRequest) -> HttpResponse:
        request.user = SimpleLazyObject(lambda: user_of(request))  # type: ignore[assignment]
        return answer(request)

    return give


class Gatekeeper:
    """Refuses a route that is not in the list, and answers "not yours" like "not there"."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.answer(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not response.content:
            return wrong_method(request, response.headers.get("Allow", ""))
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        match = request.resolver_match
        audience = AUDIENCES.get(match.view_name) if match else None
        if audience is None:
            log.error("route without an audience: %s", match and match.view_name)
            return not_found(request)
        if audience is Audience.ANYONE or actor_of(request).kind == audience.value:
            return None
        if actor_of(request).kind == "guest" or audience is Audience.RESIDENT:
            page = "hall:staff_sign_in" if audience is Audience.STAFF else "hall:sign_in"
            return redirect(f"{reverse(page)}?{urlencode({'next': request.get_full_path()})}")
        return not_found(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, Denied | ObjectDoesNotExist | Http404):
            return not_found(request)
        if isinstance(error, TownError):
            return town_fault(request, error)
        return None
