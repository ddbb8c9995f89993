"""Bringing a file in, looking at its rows, taking them in."""

import csv
from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.core.files.base import File
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from yakuba.ground.access.gate import require
from yakuba.ground.access.request import actor_of
from yakuba.ground.access.rights import Right
from yakuba.ground.calendar import clock
from yakuba.ground.catalogue import shelf
from yakuba.ground.files.problem import FileProblem
from yakuba.rooms.portal.actions import bringing, taking
from yakuba.rooms.portal.models import Upload
from yakuba.rooms.portal.reading.upload import Line, lines_of, parcel_of, upload_of, uploads_of
from yakuba.rooms.portal.rules import cells, sheet

NO_FILE = "ファイルを選んでから、「取り込む前に確かめる」を押してください。"
MOST_SHOWN = 100
TITLE = "ポータルの取込み"


@require_http_methods(["GET", "HEAD", "POST"])
def uploads(request: HttpRequest) -> HttpResponse:
    """The files brought in, and the form to bring one in."""
    actor = actor_of(request)
    require(actor, Right.CASE_INTAKE)
    problem = ""
    if request.method == "POST":
        given = request.FILES.get("file")
        try:
            if not isinstance(given, File):
                raise sheet.SheetError(NO_FILE)
            return redirect("portal:upload", bringing.bring(given, name=str(given.name), actor=actor))
        except (sheet.SheetError, FileProblem) as refused:
            problem = refused.message
    procedures = [ref.procedure for ref in shelf.all_in_force(clock.today()) if ref.procedure.portal]
    asking = [procedure for procedure in procedures if procedure.steps]
    context = {"uploads": uploads_of(actor), "problem": problem, "procedures": asking}
    return render(request, "portal/uploads.html", context, status=422 if problem else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """The rows of a file: what can be taken in, what is wrong, what became of them."""
    found = _upload(request, upload_id)
    if request.method == "POST":
        return _act(request, found)
    lines = _lines(found)
    context = {
        "upload": found,
        "lines": sorted(lines, key=_to_be_seen)[:MOST_SHOWN],
        "not_shown": max(0, len(lines) - MOST_SHOWN),
        "whole": sum(line.whole for line in lines),
        "faulty": sum(bool(line.faults) and line.case is None for line in lines),
        "as_they_are": sum(line.takeable and not line.whole for line in lines),
        "taken": sum(line.case is not None for line in lines) or found.arrived.count(),
        "breadcrumbs": [(TITLE, reverse("portal:uploads")), (found.name, "")],
    }
    return render(request, "portal/upload.html", context)


def _to_be_seen(line: Line) -> tuple[bool, int]:
    """What has to be mended first, then as it stands in the file."""
    return not line.faults or line.case is not None, line.row.line


def _upload(request: HttpRequest, upload_id: UUID) -> Upload:
    try:
        return upload_of(upload_id, actor_of(request))
    except Upload.DoesNotExist:
        raise Http404 from None


def _lines(found: Upload) -> list[Line]:
    if found.ended_at is not None:
        return []
    with parcel_of(found) as parcel:
        return lines_of(parcel)


def _act(request: HttpRequest, found: Upload) -> HttpResponse:
    act = request.POST.get("act")
    if act == "end":
        bringing.end(found.id, actor=actor_of(request))
        messages.success(request, "取込みを終えました。ファイルは消しました。")
        return redirect("portal:uploads")
    if found.ended_at is None:
        outcomes = taking.take(found, actor=actor_of(request), as_they_are=act == "as_they_are")
        _say(request, outcomes)
    return redirect("portal:upload", found.id)


def _say(request: HttpRequest, outcomes: Iterable[taking.Outcome]) -> None:
    listed = list(outcomes)
    taken = sum(outcome.case_id is not None for outcome in listed)
    messages.success(request, f"{taken}件を受け付けました。担当の係の受付待ちに入りました。")
    for outcome in listed:
        if outcome.message:
            messages.error(request, f"{outcome.line}行目 {outcome.number}: {outcome.message}")


@require_safe
def faults(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """The rows that were not taken in, with what is wrong, as CSV to mend and bring in again."""
    lines = [line for line in _lines(_upload(request, upload_id)) if line.faults and line.case is None]
    told = dict.fromkeys(name for line in lines for name in line.row.cells)
    names = [name for name in told if name != sheet.TO_MEND]
    rows = [[sheet.TO_MEND, *names]]
    for line in lines:
        said = " / ".join(f"{fault.column}: {fault.message}" for fault in line.faults)
        rows.append([said, *(line.row.cells.get(name, "") for name in names)])
    return _csv("直すところ.csv", rows)


@require_safe
def columns(request: HttpRequest, key: str) -> HttpResponse:
    """An empty file with the columns of one procedure, each explained in brackets."""
    require(actor_of(request), Right.CASE_INTAKE)
    try:
        procedure = shelf.in_force(key, clock.today()).procedure
    except shelf.NoEdition:
        raise Http404 from None
    if not procedure.portal or not procedure.steps:
        raise Http404
    own = [f"{column.name}（{column.words}）" for column in cells.columns(procedure)]
    heads = [sheet.NUMBER, sheet.PROCEDURE, sheet.SENT_AT, sheet.EMAIL, *own]
    return _csv(f"{procedure.title}.csv", [heads, ["", procedure.portal[0], "", ""]])


def _csv(name: str, rows: Iterable[Iterable[str]]) -> HttpResponse:
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    # A cell that a spreadsheet would run as a formula is shown as text.
    csv.writer(response).writerows([[_plain(cell) for cell in row] for row in rows])
    disposition = content_disposition_header(as_attachment=True, filename=name)
    response.headers["Content-Disposition"] = disposition or "attachment"
    return response


def _plain(cell: str) -> str:
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t") and not cell[1:2].isdigit() else cell
