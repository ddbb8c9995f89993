"""On paper: the blank form, a draft printed to be brought or posted, a copy of what was sent."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from yakuba.ground import paper
from yakuba.ground.calendar import clock
from yakuba.ground.calendar.era import format_era
from yakuba.ground.catalogue import shelf
from yakuba.rooms.answers import door as answers
from yakuba.rooms.applications.views.applying import key_of
from yakuba.rooms.cases import door as cases


@require_safe
def form(request: HttpRequest, key: str) -> HttpResponse:
    """The blank form of the edition in force."""
    try:
        edition = shelf.in_force(key, clock.today())
        return _pdf(edition.procedure.title, paper.blank_form(edition))
    except (shelf.NoEdition, ValueError):
        raise Http404 from None


@require_http_methods(["GET", "HEAD", "POST"])
def draft_paper(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """How to hand the draft in on paper; pressing the button lets the counter open it by the paper's code."""
    key = key_of(request)
    if request.method == "POST":
        answers.put_on_paper(draft_id, key)
        return redirect("applications:draft_paper", draft_id)
    found = answers.draft(draft_id, key)
    if found.submission_id is not None:
        return redirect("applications:receipt", draft_id)
    return render(request, "applications/draft_paper.html", {"draft": found})


@require_safe
def draft_form(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """The filled form of a draft that its writer puts on paper."""
    found = answers.draft(draft_id, key_of(request))
    if not found.on_paper or found.submission_id is not None:
        return redirect("applications:draft_paper", draft_id)
    edition = shelf.edition(found.edition_id)
    pdf = paper.filled_form(edition, found.answers, found.facts, what=paper.DRAFT, id=found.id)
    return _pdf(edition.procedure.title, pdf)


@require_safe
def status_form(request: HttpRequest, token: str) -> HttpResponse:
    """The form as it was sent (控え), for the holder of the status link."""
    case = cases.status(token=token)
    sent = answers.submission(case.submission_id)
    edition = shelf.edition(sent.edition_id)
    day = format_era(clock.local(case.applied_at).date())
    pdf = paper.filled_form(
        edition, sent.answers, sent.facts, what=paper.CASE, id=case.case_id, number=case.number, day=day
    )
    return _pdf(f"{edition.procedure.title}-{case.number}", pdf)


def _pdf(name: str, content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    disposition = content_disposition_header(as_attachment=False, filename=f"{name}.pdf")
    response.headers["Content-Disposition"] = disposition or "inline"
    return response
