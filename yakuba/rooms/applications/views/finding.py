"""Finding a procedure: the first page, search, topics, the guide."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from yakuba.ground.calendar import clock
from yakuba.rooms.applications import reading

LONGEST_SEARCH = 100


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "applications/home.html", {"front": reading.front(clock.today())})


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_SEARCH]
    cards = reading.found(text, clock.today()) if text else []
    everything = [] if cards else reading.front(clock.today()).everything
    context = {"text": text, "cards": cards, "everything": everything, "breadcrumbs": trail(("さがす", ""))}
    return render(request, "applications/search.html", context)


@require_safe
def category(request: HttpRequest, key: str) -> HttpResponse:
    return _topic(request, "category", key)


@require_safe
def life_event(request: HttpRequest, key: str) -> HttpResponse:
    return _topic(request, "life_event", key)


def _topic(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    topic = reading.topic(kind, key)
    if topic is None:
        raise Http404
    cards = reading.cards_under(kind, key, clock.today())
    context = {"topic": topic, "cards": cards, "breadcrumbs": trail((topic.title, ""))}
    return render(request, "applications/topic.html", context)


def trail(*items: tuple[str, str]) -> list[tuple[str, str]]:
    """The way here from the first page."""
    return [("手続", reverse("applications:home")), *items]


@require_safe
def procedure(request: HttpRequest, key: str) -> HttpResponse:
    guide = guide_or_404(key)
    topic = guide.category
    above = [(topic.title, reverse("applications:category", args=[topic.key]))] if topic else []
    context = {"guide": guide, "breadcrumbs": trail(*above, (guide.procedure.title, ""))}
    return render(request, "applications/procedure.html", context)


def guide_or_404(key: str) -> reading.Guide:
    try:
        return reading.guide(key, clock.today())
    except reading.NoEdition:
        raise Http404 from None
