"""The summary with 「受け付ける」, and the receipt to hand over."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from yakuba.ground.access.actor import Actor
from yakuba.ground.access.request import actor_of
from yakuba.ground.access.rights import Right
from yakuba.rooms.answers import door as answers
from yakuba.rooms.cases import door as cases
from yakuba.rooms.counter.actions import filing
from yakuba.rooms.counter.actions.starting import CounterRefused
from yakuba.rooms.counter.reading import slip as paper
from yakuba.rooms.counter.reading.intakes import IntakeView, said_back
from yakuba.rooms.counter.reading.intakes import intake as intake_of
from yakuba.rooms.counter.views.desk import trail
from yakuba.rooms.counter.views.entering import frame_of


@require_http_methods(["GET", "HEAD", "POST"])
def summary(request: HttpRequest, intake_id: UUID) -> HttpResponse:
    """Everything once more; taken in whole, or as it is with its faults."""
    view = intake_of(intake_id, actor_of(request))
    if view.filed or view.stopped:
        return redirect("counter:entry", intake_id)
    if request.method == "POST":
        return _file(request, view)
    return _summary(request, view)


def _file(request: HttpRequest, view: IntakeView) -> HttpResponse:
    checked = request.POST.get("checked") == "yes"
    as_it_is = request.POST.get("act") == "as_it_is"
    try:
        filing.file(view.id, actor=actor_of(request), checked=checked, as_it_is=as_it_is)
    except answers.NotReady as reason:
        return _summary(request, view, unchecked=not reason.declared, status=422)
    except (cases.CaseRefused, CounterRefused) as refused:
        messages.error(request, refused.message)
        return _summary(request, view, status=409)
    return redirect("counter:receipt", view.id)


def _summary(
    request: HttpRequest, view: IntakeView, *, unchecked: bool = False, status: int = 200
) -> HttpResponse:
    shown = answers.summary(view.draft_id, answers.Key(actor_of(request)))
    context = {
        **answers.summary_context(shown, frame_of(view)),
        "intake": view,
        "said_back": said_back(view, shown),
        "unchecked": unchecked,
        "breadcrumbs": trail((view.procedure.title, reverse("counter:entry", args=[view.id])), ("確認", "")),
    }
    return render(request, "counter/summary.html", context, status=status)


@require_safe
def receipt(request: HttpRequest, intake_id: UUID) -> HttpResponse:
    """What was taken in: its numbers, and the slip to hand over. A second click shows the same."""
    actor = actor_of(request)
    view = intake_of(intake_id, actor)
    case = _case(view)
    context = {
        "intake": view,
        "case": case,
        "rows": [{"label": label, "value": value} for label, value in paper.slip_rows(view, case)],
        "status_url": paper.status_url(case),
        "may_see_case": _may_see(actor, case),
        "breadcrumbs": trail((f"受け付けました {case.number}", "")),
    }
    return render(request, "counter/receipt.html", context)


def _case(view: IntakeView) -> cases.CaseBrief:
    """Raises Http404 for an intake that is not filed."""
    if not view.filed or view.case_id is None:
        raise Http404
    return cases.briefs([view.case_id])[view.case_id]


def _may_see(actor: Actor, case: cases.CaseBrief) -> bool:
    return actor.may(Right.CASE_READ, section=case.section)


@require_safe
def slip(request: HttpRequest, intake_id: UUID) -> HttpResponse:
    """受付票 as PDF."""
    view = intake_of(intake_id, actor_of(request))
    case = _case(view)
    response = HttpResponse(paper.receipt_slip(view, case), content_type="application/pdf")
    disposition = content_disposition_header(as_attachment=False, filename=f"受付票-{case.number}.pdf")
    response.headers["Content-Disposition"] = disposition or "inline"
    return response
