"""The one page of a case."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from yakuba.ground.access.request import actor_of
from yakuba.rooms.cases.actions import desk as acts
from yakuba.rooms.cases.forms import Typed
from yakuba.rooms.cases.models import Case
from yakuba.rooms.cases.reading.page import case_for, case_page, unseen
from yakuba.rooms.cases.views.panel import panel_of


@require_safe
def case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Everything about one case; the first look of somebody who may work on it is noted."""
    actor = actor_of(request)
    found = case_for(case_id, actor)
    if request.method == "GET" and unseen(found, actor):
        acts.first_look(case_id, actor=actor)
    return _shown(request, found, Typed(), 200)


def show_case(request: HttpRequest, case_id: UUID, typed: Typed, status: int) -> HttpResponse:
    """The case page as it stands now, with what was typed still in its form."""
    return _shown(request, case_for(case_id, actor_of(request)), typed, status)


def _shown(request: HttpRequest, found: Case, typed: Typed, status: int) -> HttpResponse:
    actor = actor_of(request)
    page = case_page(found, actor)
    context = {
        "page": page,
        "case": page.case,
        "panel": panel_of(page, actor, typed),
        "problems": typed.problems,
        "stale": status == 409,
        "breadcrumbs": [("わたしの机", reverse("cases:desk")), (page.case.number, "")],
    }
    return render(request, "cases/case.html", context, status=status)
