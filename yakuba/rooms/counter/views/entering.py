"""Entering what came: how it came, the question pages, setting right, giving up."""

from collections.abc import Sequence
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from yakuba.ground.access.request import actor_of
from yakuba.ground.calendar import clock
from yakuba.ground.catalogue.asking import read_act
from yakuba.ground.files.reply import attachment
from yakuba.rooms.answers import door as answers
from yakuba.rooms.counter import forms, rules
from yakuba.rooms.counter.actions import starting
from yakuba.rooms.counter.actions.starting import CounterRefused
from yakuba.rooms.counter.forms import DetailsForm, Problem
from yakuba.rooms.counter.reading.intakes import IntakeView
from yakuba.rooms.counter.reading.intakes import intake as intake_of
from yakuba.rooms.counter.views.desk import trail


def frame_of(view: IntakeView) -> answers.Frame:
    """The staff's frame around question pages."""
    return answers.Frame(
        layout="ui/staff.html",
        page_url=lambda _draft, page: reverse("counter:page", args=[view.id, page]),
        summary_url=lambda _draft: reverse("counter:summary", args=[view.id]),
        later_url=lambda _draft: reverse("counter:desk"),
        done_url=lambda _draft: reverse("counter:receipt", args=[view.id]),
        breadcrumbs=tuple(trail()),
    )


@require_safe
def entry(request: HttpRequest, intake_id: UUID) -> HttpResponse:
    """Where this intake goes on."""
    view = intake_of(intake_id, actor_of(request))
    if view.filed:
        return redirect("counter:receipt", intake_id)
    if view.stopped:
        return redirect("counter:desk")
    place = answers.draft(view.draft_id, answers.Key(actor_of(request))).next_place
    return redirect("counter:page", intake_id, place) if place else redirect("counter:summary", intake_id)


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, intake_id: UUID, page_key: str) -> HttpResponse:
    """A question page, as townspeople see it, in the staff's frame."""
    view = intake_of(intake_id, actor_of(request))
    if view.stopped:
        raise Http404
    return answers.handle_page(request, view.draft_id, page_key, frame=frame_of(view))


@require_http_methods(["GET", "HEAD", "POST"])
def details(request: HttpRequest, intake_id: UUID) -> HttpResponse:
    """Set right how and when it came; add or take away scans."""
    actor = actor_of(request)
    view = intake_of(intake_id, actor)
    if view.filed or view.stopped:
        return redirect("counter:entry", intake_id)
    if request.method != "POST":
        return _details_page(request, view, forms.filled(view.details))
    form = forms.read(request.POST, title=view.procedure.title, offered=_offered(view), now=clock.now())
    try:
        refused = _take_scans(request, view)
    except CounterRefused:
        return redirect("counter:entry", intake_id)
    if read_act(dict(request.POST.lists())).verb in ("upload", "dropfile"):
        return _details_page(request, intake_of(intake_id, actor), DetailsForm(form.typed), refused)
    if form.details and not refused:
        try:
            starting.change(intake_id, details=form.details, actor=actor)
            return redirect("counter:entry", intake_id)
        except CounterRefused as problem:
            form = form.refused(problem.field, problem.message)
    return _details_page(request, intake_of(intake_id, actor), form, refused, status=422)


def _offered(view: IntakeView) -> tuple[str, ...]:
    """The way it came stays; whether a correction may come that way is not asked."""
    return (view.details.channel,)


def _take_scans(request: HttpRequest, view: IntakeView) -> list[str]:
    """Keep the files sent, whatever button sent them; drop the one that was pressed. Messages of refusal."""
    actor = actor_of(request)
    act = read_act(dict(request.POST.lists()))
    if act.verb == "dropfile":
        starting.drop_scan(view.id, act.extra, actor=actor)
    taken, refused = forms.examined(request, len(view.scans))
    if taken:
        starting.add_scans(view.id, scans=taken, actor=actor)
    return refused


def _details_page(
    request: HttpRequest,
    view: IntakeView,
    form: DetailsForm,
    refused: Sequence[str] = (),
    *,
    status: int = 200,
) -> HttpResponse:
    channels = rules.channels_of(_offered(view))
    context = {
        "intake": view,
        "title": f"受付のようすを直す: {view.procedure.title}",
        "groups": forms.groups(form, channels, forms.scans_field(view.scan_lines, refused)),
        "problems": [*form.problems, *(Problem("scans", message) for message in refused)],
        "button": "保存して続ける",
        "breadcrumbs": _trail(view, "受付のようす"),
    }
    return render(request, "counter/details.html", context, status=status)


def _trail(view: IntakeView, here: str) -> list[tuple[str, str]]:
    return trail((view.procedure.title, reverse("counter:entry", args=[view.id])), (here, ""))


@require_safe
def file(request: HttpRequest, intake_id: UUID, file_id: UUID) -> FileResponse:
    """A scan of the paper, or a file among the answers, to look at again."""
    view = intake_of(intake_id, actor_of(request))
    mine = {scan["file"] for scan in view.scans}
    if not view.filed and not view.stopped:
        draft = answers.draft(view.draft_id, answers.Key(actor_of(request)))
        mine |= {one["file"] for one in draft.files}
    if str(file_id) not in mine:
        raise Http404
    return attachment(file_id, show_picture=True)


@require_http_methods(["GET", "HEAD", "POST"])
def abandonment(request: HttpRequest, intake_id: UUID) -> HttpResponse:
    """入力をやめる, with the reason."""
    actor = actor_of(request)
    view = intake_of(intake_id, actor)
    reason, problem = request.POST.get("reason", ""), None
    if request.method == "POST" and not view.stopped:
        try:
            starting.stop(intake_id, reason=reason, actor=actor)
        except CounterRefused as refused:
            problem = Problem(refused.field, refused.message)
    if view.stopped or view.filed or (request.method == "POST" and problem is None):
        return redirect("counter:receipt", intake_id) if view.filed else redirect("counter:desk")
    context = {
        "intake": view,
        "field": forms.reason_field(reason, problem.message if problem else ""),
        "problems": [problem] if problem else [],
        "breadcrumbs": _trail(view, "やめる"),
    }
    return render(request, "counter/abandonment.html", context, status=422 if problem else 200)
