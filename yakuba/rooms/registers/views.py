"""The registers of a section, one register, one entry with its history, and its end."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from yakuba.ground.access.gate import require
from yakuba.ground.access.request import actor_of
from yakuba.ground.access.rights import Right
from yakuba.ground.calendar import clock
from yakuba.ground.calendar.era import format_era
from yakuba.ground.people import read as people
from yakuba.rooms.registers import door, forms, reading
from yakuba.rooms.registers.forms import EndForm, Problem
from yakuba.rooms.registers.reading import FILTERS, EntryView, Found
from yakuba.rooms.registers.rules import RegisterRefused, State


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """台帳一覧."""
    actor = actor_of(request)
    require(actor, Right.REGISTER_READ)
    return render(request, "registers/index.html", {"registers": reading.registers(actor)})


@require_safe
def register(request: HttpRequest, register: str) -> HttpResponse:
    """One register: search and filter. A register without entries the actor may see is not there."""
    actor = actor_of(request)
    require(actor, Right.REGISTER_READ)
    title = reading.title_of(register, actor)
    state = request.GET.get("state", "current")
    state = state if state in FILTERS else "current"
    text = request.GET.get("q", "")
    found = reading.search(register, actor, text=text, state=state, page=_page(request))
    context = {
        "title": title,
        "here": reverse("registers:register", args=[register]),
        "found": found,
        "filters": _filters(text, state),
        "pagination": _pagination(request, found),
        "breadcrumbs": [("台帳", reverse("registers:index")), (title, "")],
    }
    return render(request, "registers/register.html", context)


@require_safe
def entry(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    require(actor, Right.REGISTER_READ)
    view = reading.entry(entry_id, actor)
    context = {
        "view": view,
        "section": people.section_name(view.section),
        "history": _history(reading.chain(view, actor)),
        "may_end": view.end is None and actor.may(Right.REGISTER_WRITE, section=view.section),
        "breadcrumbs": _crumbs(view, view.number),
    }
    return render(request, "registers/entry.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def ending(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """End an entry, with the day and the reason."""
    actor = actor_of(request)
    view = reading.entry(entry_id, actor)
    require(actor, Right.REGISTER_WRITE, section=view.section)
    form = EndForm("", clock.today().isoformat(), clock.today())
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        form = forms.read_end(request.POST)
        problems = form.problems
        if form.on is not None:
            try:
                door.end(view.id, reason=form.reason, on=form.on, subject="", by=actor)
                return redirect("registers:entry", entry_id=view.id)
            except RegisterRefused as refused:
                problems = (Problem("on" if form.reason.strip() else "reason", str(refused)),)
    fields = forms.end_fields(form, problems)
    context = {"view": view, "fields": fields, "problems": problems, "breadcrumbs": _crumbs(view, "終了")}
    return render(request, "registers/ending.html", context, status=422 if problems else 200)


def _history(views: list[EntryView]) -> list[dict[str, str]]:
    """What happened to the entry and to those before and after it, newest first, as `timeline` takes it."""
    items: list[tuple[date, dict[str, str]]] = []
    for view in views:
        written = "更新して登録" if view.follows else "登録"
        items.append(_item(view.written_on, f"{view.number} {written}", "", view.written_by_name))
        if view.end:
            items.append(_item(view.end.on, f"{view.number} 終了", view.end.reason, view.end.by_name))
        elif view.state == State.EXPIRED and view.valid_to:
            items.append(_item(view.valid_to, f"{view.number} 期間満了", "", ""))
    return [item for _, item in sorted(items, key=lambda dated: dated[0], reverse=True)]


def _item(day: date, title: str, text: str, who: str) -> tuple[date, dict[str, str]]:
    return day, {"when": format_era(day), "title": title, "text": text, "who": who}


def _crumbs(view: EntryView, last: str) -> list[tuple[str, str]]:
    back = reverse("registers:register", args=[view.register])
    return [("台帳", reverse("registers:index")), (view.register_title, back), (last, "")]


def _filters(text: str, state: str) -> list[dict[str, object]]:
    options = [{"key": key, "label": label} for key, label in FILTERS.items()]
    return [
        {"name": "q", "label": "番号・氏名・内容", "value": text},
        {"name": "state", "label": "状態", "value": state, "options": options},
    ]


def _page(request: HttpRequest) -> int:
    text = request.GET.get("page", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def _pagination(request: HttpRequest, found: Found) -> dict[str, object]:
    def address(page: int) -> str:
        query = request.GET.copy()
        query["page"] = str(page)
        return f"?{query.urlencode()}"

    return {
        "has_prev": found.page > 1,
        "prev_url": address(found.page - 1),
        "has_next": found.has_next,
        "next_url": address(found.page + 1),
        "count_text": found.count_text,
    }
