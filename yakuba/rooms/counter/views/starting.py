"""Beginning: how, when and by whom it was brought, with the scans of its paper."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from yakuba.ground.access.gate import Denied, require
from yakuba.ground.access.request import actor_of
from yakuba.ground.access.rights import Right
from yakuba.ground.calendar import clock
from yakuba.ground.catalogue import shelf
from yakuba.ground.catalogue.asking import read_act
from yakuba.ground.files.intake import Examined
from yakuba.ground.identifiers import new_id
from yakuba.rooms.answers import door as answers
from yakuba.rooms.cases import door as cases
from yakuba.rooms.counter import forms, rules
from yakuba.rooms.counter.actions import starting
from yakuba.rooms.counter.actions.starting import Brought, CounterRefused
from yakuba.rooms.counter.forms import DetailsForm, Problem
from yakuba.rooms.counter.views.desk import trail


@dataclass(frozen=True)
class Begun:
    """What is to be begun: its title, the ways it may come, the act, and a correction's request."""

    title: str
    heading: str
    offered: tuple[str, ...]
    start: Callable[[UUID, Brought], UUID]
    asked: cases.CaseAsk | None = None
    paper: answers.HandedIn | None = None


@require_http_methods(["GET", "HEAD", "POST"])
def intake(request: HttpRequest, key: str) -> HttpResponse:
    """A new application that came on paper, by telephone, by post or at the counter."""
    actor = actor_of(request)
    require(actor, Right.CASE_INTAKE)
    try:
        procedure = shelf.in_force(key, clock.today()).procedure
    except shelf.NoEdition:
        raise Http404 from None
    if procedure.external or procedure.is_guide_only:
        raise Http404
    paper = _paper(request, key)

    def start(intake_id: UUID, brought: Brought) -> UUID:
        return starting.start(intake_id, procedure_key=key, brought=brought, actor=actor, paper=paper)

    return _form(request, Begun(procedure.title, procedure.title, procedure.channels, start, paper=paper))


def _paper(request: HttpRequest, key: str) -> answers.HandedIn | None:
    """The printed draft whose code was read (`paper` in the address). Raises Http404 where there is none."""
    given = request.GET.get("paper")
    if not given:
        return None
    try:
        found = answers.handed_in(UUID(given), clerk=actor_of(request))
    except (ValueError, answers.NoSuchDraft):
        raise Http404 from None
    if found.procedure_key != key:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def correction(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """What somebody brought in answer to a request for correction; it may come in any way."""
    actor = actor_of(request)
    require(actor, Right.CASE_INTAKE)
    asked = cases.asked(actor, case_id=case_id)
    if asked is None:
        raise Denied("case")

    def start(intake_id: UUID, brought: Brought) -> UUID:
        return starting.start_correction(intake_id, case_id=case_id, brought=brought, actor=actor)

    offered = tuple(channel.key for channel in rules.CHANNELS)
    return _form(request, Begun(asked.case.title, f"{asked.case.title}の補正", offered, start, asked))


def _form(request: HttpRequest, begun: Begun) -> HttpResponse:
    if request.method != "POST":
        form = forms.blank(clock.now(), rules.channels_of(begun.offered))
        return _page(request, begun, form, new_id())
    intake_id = forms.intake_id(request)
    scans, refused = _scans(request)
    form = forms.read(request.POST, title=begun.title, offered=begun.offered, now=clock.now())
    if read_act(dict(request.POST.lists())).verb in ("upload", "dropfile"):
        return _page(request, begun, DetailsForm(form.typed), intake_id, scans, refused)
    if form.details and not refused:
        try:
            return redirect("counter:entry", begun.start(intake_id, Brought(form.details, scans)))
        except CounterRefused as problem:
            form = form.refused(problem.field, problem.message)
    return _page(request, begun, form, intake_id, scans, refused, status=422)


def _scans(request: HttpRequest) -> tuple[list[Examined], list[str]]:
    """The files of this form and of those before it, without the one taken away."""
    waiting = forms.waiting_scans(request, actor_of(request))
    taken, refused = forms.examined(request, len(waiting))
    act = read_act(dict(request.POST.lists()))
    gone = act.extra if act.verb == "dropfile" else ""
    scans = {scan.digest: scan for scan in (*waiting, *taken) if forms.scan_mark(scan) != gone}
    return list(scans.values()), refused


def _page(
    request: HttpRequest,
    begun: Begun,
    form: DetailsForm,
    intake_id: UUID,
    scans: Sequence[Examined] = (),
    refused: Sequence[str] = (),
    *,
    status: int = 200,
) -> HttpResponse:
    context = {
        **_shown(begun, form, scans, refused),
        "intake_id": intake_id,
        "waiting": [forms.waiting_text(scan, actor_of(request)) for scan in scans],
    }
    return render(request, "counter/details.html", context, status=status)


def _shown(
    begun: Begun, form: DetailsForm, scans: Sequence[Examined], refused: Sequence[str]
) -> dict[str, Any]:
    channels = rules.channels_of(begun.offered)
    files = [forms.scan_line(scan) for scan in scans]
    return {
        "title": f"{begun.heading}を受け付ける",
        "asked": begun.asked,
        "paper": begun.paper,
        "groups": forms.groups(form, channels, forms.scans_field(files, refused)),
        "problems": [*form.problems, *(Problem("scans", message) for message in refused)],
        "button": "質問に進む",
        "breadcrumbs": trail((begun.heading, "")),
    }
