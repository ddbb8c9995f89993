"""Finding a procedure: the first page, search, categories, the guide, and whether it is for me."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from yakuba.ground.calendar import clock
from yakuba.ground.catalogue import asking, eligibility
from yakuba.ground.languages import say
from yakuba.rooms.applications import reading
from yakuba.rooms.applications.views.form_reading import came_up, switched, typed

LONGEST_SEARCH = 100


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "applications/home.html", {"front": reading.front(clock.today())})


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_SEARCH]
    answer = reading.found(text, clock.today()) if text else None
    found = answer is not None and answer.found
    context = {
        "text": text,
        "answer": answer,
        "categories": [] if found else reading.categories_on(clock.today()),
        "breadcrumbs": trail((say("さがす"), "")),
    }
    return render(request, "applications/search.html", context)


@require_safe
def category(request: HttpRequest, key: str) -> HttpResponse:
    topic = reading.category(key)
    if topic is None:
        raise Http404
    cards = reading.cards_under(key, clock.today())
    context = {"topic": topic, "cards": cards, "breadcrumbs": trail((topic.title, ""))}
    return render(request, "applications/topic.html", context)


def trail(*items: tuple[str, str]) -> list[tuple[str, str]]:
    """The way here from the first page."""
    return [(say("手続"), reverse("applications:home")), *items]


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


@require_http_methods(["GET", "POST"])
def eligible(request: HttpRequest, key: str) -> HttpResponse:
    """「対象になるか確かめる」: the answers are read and judged, and nothing of them is kept."""
    guide = guide_or_404(key)
    if guide.procedure.eligibility is None:
        raise Http404
    asked, posted = eligibility.asked_of(guide.procedure), typed(request)
    facts = asking.facts_for(asked, {}, today=clock.today(), channel="online")
    read = eligibility.read(guide.procedure, posted, facts)
    fresh = request.method != "POST" or came_up(request, read.problems, asked.all_questions())
    problems = () if fresh or switched(request) else read.problems
    raw = posted if request.method == "POST" else None
    about = reverse("applications:procedure", args=[key])
    context = {
        "guide": guide,
        "fields": asking.fields(
            asked, asked.all_questions(), read.answers, facts, raw=raw, problems=problems
        ),
        "problems": problems,
        "came_up": fresh and request.method == "POST",
        "outcome": None if read.problems else eligibility.judge(guide.procedure, read.answers, facts),
        "breadcrumbs": trail((guide.procedure.title, about), (say("対象か確かめる"), "")),
    }
    return render(request, "applications/eligibility.html", context, status=422 if problems else 200)
