"""「わたしの机」 and the way to the next case."""

from dataclasses import replace
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from yakuba.ground.access.gate import require
from yakuba.ground.access.request import actor_of
from yakuba.ground.access.rights import Right
from yakuba.rooms.cases.forms import wanted
from yakuba.rooms.cases.reading import desk as reading
from yakuba.rooms.cases.reading.desk import COUNT_CAP, Desk, Tally, Wanted
from yakuba.rooms.cases.reading.page import case_for


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for me: today, late, without anybody, with others."""
    actor = actor_of(request)
    require(actor, Right.CASE_READ)
    asked = wanted(request)
    if asked.tab == "closed" and any((asked.state, asked.procedure, asked.channel, asked.text)):
        return redirect(f"{reverse('cases:search')}?{_as_search(asked)}")
    found = reading.desk(actor, asked)
    asked = replace(asked, tab=found.tab, page=found.page)
    context = {
        "desk": found,
        "wanted": asked,
        "tabs": _tabs(found, asked),
        "due": _links(found.due, asked, "due"),
        "states": _links(found.states, asked, "state"),
        "filters": _filters(found, asked),
        "pager": _pager(found, asked),
        "filtered": any((asked.state, asked.procedure, asked.channel, asked.due, asked.text)),
        "clear_url": _url(Wanted(tab=asked.tab)),
    }
    return render(request, "cases/desk.html", context)


@require_safe
def next_case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The next case in the queue after this one; the desk when there is none."""
    actor = actor_of(request)
    ahead = reading.next_in_queue(actor, case_for(case_id, actor))
    if ahead is None:
        messages.info(request, "この先に待っている案件はありません。")
        return redirect("cases:desk")
    return redirect("cases:case", ahead)


def _as_search(asked: Wanted) -> str:
    """Ended cases are looked for in the whole archive, by the search."""
    pairs = {
        "q": asked.text,
        "state": asked.state or "ended",
        "procedure": asked.procedure,
        "channel": asked.channel,
    }
    return urlencode({name: value for name, value in pairs.items() if value})


def _url(asked: Wanted) -> str:
    pairs = {
        "tab": asked.tab,
        "state": asked.state,
        "procedure": asked.procedure,
        "channel": asked.channel,
        "due": asked.due,
        "q": asked.text,
        "page": str(asked.page) if asked.page > 1 else "",
    }
    query = urlencode({name: value for name, value in pairs.items() if value})
    return reverse("cases:desk") + (f"?{query}" if query else "")


def _tabs(found: Desk, asked: Wanted) -> list[dict[str, object]]:
    return [
        {
            "title": tab.label,
            "url": _url(Wanted(tab=tab.key)),
            "current": tab.key == found.tab,
            "count": tab.count if tab.key != "closed" else "",
        }
        for tab in found.tabs
    ]


def _links(tallies: tuple[Tally, ...], asked: Wanted, name: str) -> list[dict[str, object]]:
    """Each number as a link that filters by it, or takes the filter off again."""
    links: list[dict[str, object]] = []
    for tally in tallies:
        current = getattr(asked, name) == tally.key
        tab = asked.tab if name == "due" else "section"
        target = replace(asked, **{name: "" if current else tally.key}, tab=tab, page=1)
        links.append(
            {
                "key": tally.key,
                "label": tally.label,
                "count": tally.count,
                "url": _url(target),
                "current": current,
            }
        )
    return links


def _filters(found: Desk, asked: Wanted) -> list[dict[str, object]]:
    def options(tallies: tuple[Tally, ...]) -> list[dict[str, str]]:
        return [{"key": "", "label": "すべて"}] + [{"key": one.key, "label": one.label} for one in tallies]

    channels = [{"key": "", "label": "すべて"}] + [
        {"key": key, "label": label} for key, label in found.channels
    ]
    return [
        {"name": "q", "label": "番号・氏名・内容", "value": asked.text},
        {
            "name": "procedure",
            "label": "手続",
            "value": asked.procedure,
            "options": options(found.procedures),
        },
        {"name": "state", "label": "段階", "value": asked.state, "options": options(found.states)},
        {"name": "channel", "label": "受付の方法", "value": asked.channel, "options": channels},
        {"name": "tab", "label": "一覧", "value": found.tab, "options": options(found.tabs)[1:]},
    ]


def _pager(found: Desk, asked: Wanted) -> dict[str, object]:
    more = "件以上" if found.capped else "件"
    return {
        "has_prev": found.page > 1,
        "prev_url": _url(replace(asked, page=found.page - 1)),
        "has_next": found.page < found.pages,
        "next_url": _url(replace(asked, page=found.page + 1)),
        "count_text": f"{min(found.total, COUNT_CAP)}{more} {found.page} / {found.pages} ページ",
    }
