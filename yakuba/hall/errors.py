"""Pages for when something is wrong. None of them shows a stack trace; none tells whether a thing exists."""

import logging
import sys
import traceback
from uuid import uuid4

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from yakuba.ground.town import TownError

log = logging.getLogger("yakuba")

_TOO_BIG = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return not_found(request)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What cannot be read: a wrong host, a broken form, or more than is taken (413)."""
    if isinstance(exception, _TOO_BIG):
        return render(request, "413.html", status=413)
    # Without the request: its host may be what is wrong, and nobody is known yet.
    return HttpResponse(render_to_string("400.html"), status=400)


def wrong_method(request: HttpRequest, allowed: str) -> HttpResponse:
    response = render(request, "405.html", status=405)
    response.headers["Allow"] = allowed
    return response


def crashed(request: HttpRequest) -> HttpResponse:
    """The reference number lets the town find the line in its log; the log has no answers in it."""
    return _trouble(request, _places())


def town_fault(request: HttpRequest, fault: TownError) -> HttpResponse:
    """A fact of the town is missing or wrong: the log says which and how to mend it, the page does not."""
    return _trouble(request, f"town data: {fault}")


def _trouble(request: HttpRequest, what: str) -> HttpResponse:
    # Under `yakuba serve` the number that also stands in the request's own line.
    reference = request.META.get("yakuba.id") or uuid4().hex[:8]
    match = request.resolver_match
    log.error("crash %s at %s: %s", reference, match and match.view_name, what)
    return HttpResponse(render_to_string("500.html", {"reference": reference}), status=500)


def _places() -> str:
    """Which kind of error, and where. Never its text: that may quote what somebody answered."""
    kind, _, trace = sys.exc_info()
    return f"{kind.__name__ if kind else 'unknown'} {places(traceback.extract_tb(trace))}"


def places(frames: traceback.StackSummary) -> str:
    return " < ".join(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in reversed(frames))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "400_csrf.html", status=403)
