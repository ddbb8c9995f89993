"""「案件をさがす」: every case one may see, by words and what they can be narrowed by."""

from dataclasses import replace
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from yakuba.ground.access.gate import require
from yakuba.ground.access.request import actor_of
from yakuba.ground.access.rights import Right
from yakuba.ground.calendar.fiscal import fiscal_year_label
from yakuba.rooms.cases.forms import sought
from yakuba.rooms.cases.models.case import CHANNELS
from yakuba.rooms.cases.reading import search as reading
from yakuba.rooms.cases.reading.search import COUNT_CAP, Choices, Found, Sought


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What was found; a receipt number leads straight to its case."""
    actor = actor_of(request)
    require(actor, Right.CASE_READ)
    asked = sought(request)
    known = reading.by_number(actor, asked.text) if asked.text.strip() and not asked.narrowed else None
    if known:
        return redirect("cases:case", known)
    found = reading.search(actor, asked)
    choices = reading.choices(actor)
    context = {
        "found": found,
        "asked": bool(asked.text.strip()) or asked.narrowed,
        "text": asked.text,
        "narrowed": asked.narrowed,
        "filters": _filters(asked, choices),
        "pager": _pager(found, asked),
        "clear_url": _url(Sought(text=asked.text)),
    }
    return render(request, "cases/search.html", context)


def _url(asked: Sought) -> str:
    pairs = {
        "q": asked.text,
        "state": asked.state,
        "section": asked.section,
        "procedure": asked.procedure,
        "channel": asked.channel,
        "year": str(asked.year or ""),
        "page": str(asked.page) if asked.page > 1 else "",
    }
    query = urlencode({name: value for name, value in pairs.items() if value})
    return reverse("cases:search") + (f"?{query}" if query else "")


def _filters(asked: Sought, choices: Choices) -> list[dict[str, object]]:
    def field(name: str, label: str, value: str, pairs: list[tuple[str, str]]) -> dict[str, object]:
        options = [{"key": key, "label": text} for key, text in [("", "すべて"), *pairs]]
        return {"name": name, "label": label, "value": value, "options": options}

    years = [(str(year), fiscal_year_label(year)) for year in choices.years]
    return [
        field("state", "段階", asked.state, list(choices.states)),
        field("section", "担当の課・係", asked.section, list(choices.sections)),
        field("procedure", "手続", asked.procedure, list(choices.procedures)),
        field("year", "届いた年度", str(asked.year or ""), years),
        field("channel", "受付の方法", asked.channel, list(CHANNELS)),
    ]


def _pager(found: Found, asked: Sought) -> dict[str, object]:
    count = f"{COUNT_CAP:,}件以上" if found.capped else f"{found.total:,}件"
    return {
        "has_prev": found.page > 1,
        "prev_url": _url(replace(asked, page=found.page - 1)),
        "has_next": found.page < found.pages,
        "next_url": _url(replace(asked, page=found.page + 1)),
        "count_text": f"{count} {found.page} / {found.pages} ページ",
    }
