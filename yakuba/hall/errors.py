"""Pages for when something is wrong. None of them shows a stack trace; none tells whether a thing exists."""

import logging
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

log = logging.getLogger("yakuba")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return not_found(request)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=400)


def crashed(request: HttpRequest) -> HttpResponse:
    """The reference number lets the town find the line in its log; the log has no answers in it."""
    reference = uuid4().hex[:8]
    log.error("crash %s at %s", reference, request.resolver_match and request.resolver_match.view_name)
    return HttpResponse(render_to_string("500.html", {"reference": reference}), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "400_csrf.html", status=403)
