"""取下げ, memos, and who has the case."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from yakuba.ground.access.gate import require
from yakuba.ground.access.request import actor_of
from yakuba.ground.access.rights import Right
from yakuba.rooms.cases import forms
from yakuba.rooms.cases.actions import desk as acts
from yakuba.rooms.cases.actions.closing import withdraw_for
from yakuba.rooms.cases.forms import Typed
from yakuba.rooms.cases.reading.assignees import candidates
from yakuba.rooms.cases.reading.page import case_for
from yakuba.rooms.cases.views.case import show_case
from yakuba.rooms.cases.views.run import perform


def withdrawal(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """取下げを受け付ける."""
    if request.method != "POST":
        return _form(request, case_id, "取下げを受け付ける", "cases/withdrawal.html", Typed(), 200)
    return perform(
        request,
        case_id,
        lambda: withdraw_for(
            case_id,
            actor=actor_of(request),
            seen=forms.seen(request),
            reason=request.POST.get("reason", ""),
        ),
        said="取下げを記録し、申請した人に知らせました。",
        again=partial(_form, request, case_id, "取下げを受け付ける", "cases/withdrawal.html"),
    )


@require_POST
def note(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """メモと書類を加える."""
    return perform(
        request,
        case_id,
        lambda: acts.add_note(
            case_id,
            actor=actor_of(request),
            seen=forms.seen(request),
            text=request.POST.get("text", ""),
            papers=forms.papers(request, "files", "document"),
        ),
        said="メモ・書類を加えました。",
        again=partial(show_case, request, case_id),
    )


def assignment(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """担当を決める."""
    actor = actor_of(request)
    if request.method != "POST":
        return _form(request, case_id, "担当を決める", "cases/assignment.html", Typed(), 200)
    return perform(
        request,
        case_id,
        lambda: acts.assign(
            case_id,
            actor=actor,
            seen=forms.seen(request),
            to=actor.id if request.POST.get("act") == "take" else forms.uuid_or_none(request, "assignee"),
        ),
        said="担当を決めました。",
        again=partial(_form, request, case_id, "担当を決める", "cases/assignment.html"),
    )


def _form(
    request: HttpRequest, case_id: UUID, title: str, template: str, typed: Typed, status: int
) -> HttpResponse:
    actor = actor_of(request)
    case = case_for(case_id, actor)
    require(actor, Right.CASE_WORK, section=case.work_section)
    context = {
        "case": case,
        "typed": typed.posted,
        "problems": typed.problems,
        "candidates": candidates(case) if "assignment" in template else (),
        "breadcrumbs": [
            ("わたしの机", reverse("cases:desk")),
            (case.number, reverse("cases:case", args=[case.id])),
            (title, ""),
        ],
    }
    return render(request, template, context, status=status)
