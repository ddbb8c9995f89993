"""A life event: a few questions, and the personal list that comes of them.

Answers are posted and kept with the list; they never stand in an address.
"""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_http_methods

from yakuba.ground import languages
from yakuba.ground.access.request import actor_of
from yakuba.ground.calendar import clock
from yakuba.ground.catalogue import asking, life_events, topics
from yakuba.ground.catalogue.asking import Posted, Problem
from yakuba.ground.catalogue.life_events import LifeEvent
from yakuba.ground.languages import say
from yakuba.rooms.applications.actions import planning
from yakuba.rooms.applications.reading import bundles, plans
from yakuba.rooms.applications.views.finding import trail
from yakuba.rooms.applications.views.form_reading import came_up, switched, typed


@dataclass(frozen=True)
class _Form:
    """The questions as answered so far."""

    answers: dict[str, Any]
    problems: tuple[Problem, ...]
    raw: Posted | None = None


def _event(key: str) -> LifeEvent:
    event = topics.life_event(key)
    if event is None:
        raise Http404
    return event


def _read(request: HttpRequest, event: LifeEvent) -> _Form:
    posted, facts = typed(request), plans.facts_of(event, {}, clock.today())
    told = life_events.in_language(event, languages.current()).asking
    read = asking.read_page(told, told.all_questions(), posted, {}, facts)
    return _Form(read.answers, read.problems, posted)


def _questions(request: HttpRequest, event: LifeEvent, form: _Form, *, back: str = "") -> HttpResponse:
    """The page of questions; one that has only just come up is no fault yet."""
    told = life_events.in_language(event, languages.current())
    fresh = came_up(request, form.problems, event.questions)
    problems = () if fresh or switched(request) else form.problems
    facts = plans.facts_of(event, {}, clock.today())
    context = {
        "event": told,
        "fields": asking.fields(
            told.asking, told.questions, form.answers, facts, raw=form.raw, problems=problems
        ),
        "problems": problems,
        "came_up": fresh,
        "back": back,
        "breadcrumbs": trail((told.title, "")),
    }
    return render(request, "applications/life_event.html", context, status=422 if problems else 200)


@require_http_methods(["GET", "POST"])
def life_event(request: HttpRequest, key: str) -> HttpResponse:
    """The questions of a life event; answered, they lead to a list of one's own."""
    event = _event(key)
    if request.method != "POST":
        return _questions(request, event, _Form({}, ()))
    form = _read(request, event)
    if form.problems or switched(request):
        return _questions(request, event, form)
    token = planning.draw_up(event.key, form.answers, owner=actor_of(request))
    return redirect("applications:plan", token)


@require_http_methods(["GET", "POST"])
def plan_answers(request: HttpRequest, token: str) -> HttpResponse:
    """The same questions, to change what was answered."""
    row = plans.plan_row(token, actor_of(request))
    event, back = _event(row.life_event), reverse("applications:plan", args=[token])
    if request.method != "POST":
        return _questions(request, event, _Form(row.answers, ()), back=back)
    form = _read(request, event)
    if form.problems or switched(request):
        return _questions(request, event, form, back=back)
    planning.change_answers(token, form.answers, actor=actor_of(request))
    return redirect("applications:plan", token)


@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, token: str) -> HttpResponse:
    """The list, with its days and places. Posting ticks one thing off, or takes the tick away."""
    row = plans.plan_row(token, actor_of(request))
    if request.method == "POST":
        item = request.POST.get("item", "")
        if item in {one.key for one in _event(row.life_event).items}:
            planning.tick(token, item, done=request.POST.get("act") == "done", actor=actor_of(request))
        return redirect(f"{reverse('applications:plan', args=[token])}#item-{item[:40]}")
    shown = plans.view(row, clock.today(), bundles.done_for(token))
    event_url = reverse("applications:life_event", args=[shown.event.key])
    context = {
        "plan": shown,
        "answers": plans.answer_rows(shown, clock.today()),
        "bundles_url": _bundles_url(),
        "breadcrumbs": trail((shown.event.title, event_url), (say("あなたの一覧"), "")),
    }
    return render(request, "applications/plan.html", context)


def _bundles_url() -> str:
    try:
        return reverse("applications:bundles")
    except NoReverseMatch:
        return ""
