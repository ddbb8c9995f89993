"""A paper's code was read: it leads a clerk to the intake or the case, and anyone else to the guide."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from yakuba.ground.access.actor import Actor
from yakuba.ground.access.request import actor_of
from yakuba.ground.access.rights import Right
from yakuba.ground.catalogue import shelf
from yakuba.ground.paper import CASE, DRAFT, FORM
from yakuba.rooms.answers import door as answers


@require_safe
def returned(request: HttpRequest, what: str, id: UUID) -> HttpResponse:
    """Where the paper belongs. Who may not open it gets the same answer as for a paper that is not ours."""
    actor = actor_of(request)
    clerk = actor.kind == "staff" and actor.may(Right.CASE_INTAKE)
    if what == FORM:
        return redirect(_form(id, clerk=clerk))
    if what == DRAFT:
        return redirect(_draft(id, actor) if clerk else reverse("applications:draft", args=[id]))
    if what == CASE and actor.kind == "staff":
        return redirect("cases:case", id)
    raise Http404


def _form(edition_id: UUID, *, clerk: bool) -> str:
    try:
        key = shelf.edition(edition_id).key
    except shelf.NoEdition:
        raise Http404 from None
    return reverse("counter:intake" if clerk else "applications:procedure", args=[key])


def _draft(draft_id: UUID, actor: Actor) -> str:
    try:
        paper = answers.handed_in(draft_id, clerk=actor)
    except answers.NoSuchDraft:
        raise Http404 from None
    return f"{reverse('counter:intake', args=[paper.procedure_key])}?paper={paper.id}"
