"""簿冊一覧, one 簿冊, one record with its papers, the registers of numbers."""

from collections.abc import Callable
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yakuba.ground.access.actor import Actor
from yakuba.ground.access.gate import require
from yakuba.ground.access.request import actor_of
from yakuba.ground.access.rights import Right
from yakuba.ground.calendar.fiscal import fiscal_year_label
from yakuba.ground.files import reply
from yakuba.rooms.records import actions, reading
from yakuba.rooms.records.forms import read_day, read_filter, read_page
from yakuba.rooms.records.reading import Page
from yakuba.rooms.records.rules.numbers import RecordProblem


def _reader(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    require(actor, Right.RECORD_READ)
    return actor


@require_safe
def volumes(request: HttpRequest) -> HttpResponse:
    """簿冊一覧, by fiscal year and section."""
    actor = _reader(request)
    wanted = read_filter(request.GET)
    found = reading.volumes(actor, wanted, page=read_page(request.GET))
    names = reading.section_names()
    seen = sorted(names) if actor.sections_with(Right.RECORD_READ) is None else sorted(actor.sections)
    context = {
        "found": found,
        "tabs": _tabs("volumes"),
        "pagination": _pagination(request, found),
        "filters": [
            {"name": "q", "label": "簿冊の名前", "value": wanted.text},
            {"name": "year", "label": "年度", "value": str(wanted.year or ""), "options": _years(actor)},
            {"name": "section", "label": "課・係", "value": wanted.section, "options": _options(seen, names)},
        ],
    }
    return render(request, "records/volumes.html", context)


def _years(actor: Actor) -> list[dict[str, str]]:
    shown = [{"key": str(year), "label": fiscal_year_label(year)} for year in reading.years(actor)]
    return [{"key": "", "label": "すべて"}, *shown]


def _options(keys: list[str], names: dict[str, str]) -> list[dict[str, str]]:
    return [{"key": "", "label": "すべて"}, *({"key": key, "label": names.get(key, key)} for key in keys)]


def _tabs(current: str) -> list[dict[str, object]]:
    pages = (("volumes", "簿冊"), ("arrivals", "収受簿"), ("numbers", "文書番号簿"))
    return [
        {"title": title, "url": reverse(f"records:{key}"), "current": key == current} for key, title in pages
    ]


def _pagination(request: HttpRequest, page: Page) -> dict[str, object]:
    def address(number: int) -> str:
        asked = {key: request.GET.get(key, "") for key in ("q", "year", "section") if request.GET.get(key)}
        return f"?{urlencode({**asked, 'page': number})}"

    return {
        "has_prev": page.number > 1,
        "prev_url": address(page.number - 1),
        "has_next": page.has_next,
        "next_url": address(page.number + 1),
        "count_text": f"{page.count_text}（{page.number}ページ目）",
    }


@require_safe
def volume(request: HttpRequest, volume_id: UUID) -> HttpResponse:
    """One 簿冊 and what is kept in it."""
    head, found = reading.volume(volume_id, _reader(request), page=read_page(request.GET))
    trail = [("簿冊", reverse("records:volumes")), (head.title, "")]
    context = {
        "volume": head,
        "found": found,
        "pagination": _pagination(request, found),
        "breadcrumbs": trail,
    }
    return render(request, "records/volume.html", context)


@require_safe
def record(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """One record: where it lies, how long it is kept, its papers."""
    return _record_page(request, record_id)


def _record_page(
    request: HttpRequest, record_id: UUID, *, problem: str = "", status: int = 200
) -> HttpResponse:
    actor = _reader(request)
    view = reading.record(record_id, actor)
    context = {
        "record": view,
        "may_file": actor.may(Right.RECORD_FILE, section=view.section),
        "problem": problem,
        "reason": request.POST.get("reason", ""),
        "breadcrumbs": [
            ("簿冊", reverse("records:volumes")),
            (view.file_title, reverse("records:volume", args=[view.volume_id])),
            (f"{view.place}", ""),
        ],
    }
    return render(request, "records/record.html", context, status=status)


@require_POST
def hold(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """保留 placed or released."""
    act = actions.release if request.POST.get("act") == "release" else actions.hold
    reason = request.POST.get("reason", "")
    return _write(
        request, record_id, lambda actor: act(record_id, reason=reason, by=actor), "保留を記録しました。"
    )


@require_POST
def event(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """The day a period waits for."""

    def note(actor: Actor) -> None:
        actions.note_event(record_id, event_on=read_day(request.POST), by=actor)

    return _write(request, record_id, note, "出来事の日を記録しました。")


def _write(request: HttpRequest, record_id: UUID, act: Callable[[Actor], None], done: str) -> HttpResponse:
    try:
        act(_reader(request))
    except RecordProblem as problem:
        return _record_page(request, record_id, problem=problem.message, status=422)
    messages.success(request, done)
    return redirect("records:record", record_id=record_id)


@require_safe
def content(request: HttpRequest, record_id: UUID, file_id: UUID) -> HttpResponseBase:
    """A paper of a record, for those who may read the record."""
    view = reading.record(record_id, _reader(request))
    if file_id not in [item.file_id for item in view.contents]:
        raise Http404
    return reply.attachment(file_id)


@require_safe
def arrivals(request: HttpRequest) -> HttpResponse:
    """収受簿."""
    found = reading.arrivals(_reader(request), page=read_page(request.GET))
    context = {"found": found, "tabs": _tabs("arrivals"), "pagination": _pagination(request, found)}
    return render(request, "records/arrivals.html", context)


@require_safe
def numbers(request: HttpRequest) -> HttpResponse:
    """文書番号簿 with 欠番."""
    found = reading.numbers(_reader(request), page=read_page(request.GET))
    context = {"found": found, "tabs": _tabs("numbers"), "pagination": _pagination(request, found)}
    return render(request, "records/numbers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def number(request: HttpRequest, number_id: UUID) -> HttpResponse:
    """One number, and 欠番 with its reason."""
    actor = _reader(request)
    problem = ""
    if request.method == "POST":
        try:
            actions.void_number(number_id, reason=request.POST.get("reason", ""), by=actor)
            messages.success(request, "欠番にしました。")
            return redirect("records:numbers")
        except RecordProblem as refused:
            problem = refused.message
    row = reading.number(number_id, actor)
    context = {
        "number": row,
        "problem": problem,
        "reason": request.POST.get("reason", ""),
        "may_void": row.void_at is None and actor.may(Right.RECORD_NUMBER, section=row.section),
        "breadcrumbs": [("文書番号簿", reverse("records:numbers")), (row.text, "")],
    }
    return render(request, "records/number.html", context, status=422 if problem else 200)
