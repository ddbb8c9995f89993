"""「窓口の受付」 and the letters to post."""

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from yakuba.ground.access.gate import Denied, require
from yakuba.ground.access.request import actor_of
from yakuba.ground.access.rights import Right
from yakuba.ground.calendar import clock
from yakuba.ground.files.reply import attachment
from yakuba.rooms.cases import door as cases
from yakuba.rooms.counter.actions.posting import post
from yakuba.rooms.counter.reading import desk as reading
from yakuba.rooms.counter.reading.letters import letter

LONGEST_SEARCH = 100


def trail(*items: tuple[str, str]) -> list[tuple[str, str]]:
    """The way here from the counter's desk."""
    return [("窓口の受付", reverse("counter:desk")), *items]


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Find a procedure, go on with what is half-entered, post letters; a number leads to its correction."""
    actor = actor_of(request)
    require(actor, Right.CASE_INTAKE)
    text = _typed(request, "q")
    number = _typed(request, "number")
    asked = cases.asked(actor, number=number) if number else None
    if asked and asked.ask:
        return redirect("counter:correction", asked.case.id)
    context = {
        "desk": reading.desk(actor, text, clock.today()),
        "text": text,
        "number": number,
        "asked": asked,
    }
    return render(request, "counter/desk.html", context)


def _typed(request: HttpRequest, name: str) -> str:
    return request.GET.get(name, "").replace("\x00", "").strip()[:LONGEST_SEARCH]


@require_http_methods(["GET", "HEAD", "POST"])
def posting(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """A letter to print, and 「発送した」."""
    actor = actor_of(request)
    require(actor, Right.CASE_INTAKE)
    if request.method == "POST":
        _post(request, message_id)
        return redirect("counter:desk")
    found = letter(message_id, actor)
    context = {"letter": found, "today": clock.today(), "breadcrumbs": trail((found.subject, ""))}
    return render(request, "counter/letter.html", context)


def _post(request: HttpRequest, message_id: UUID) -> None:
    try:
        post(message_id, actor=actor_of(request))
        messages.success(request, "発送したことを記録しました。")
    except Denied:
        messages.info(request, "この手紙は、いま発送を待っていません。すでに発送ずみかもしれません。")


@require_safe
def enclosure(request: HttpRequest, message_id: UUID) -> FileResponse:
    """The paper to be printed and put into the envelope."""
    found = letter(message_id, actor_of(request))
    if found.enclosure is None:
        raise Http404
    return attachment(found.enclosure)
