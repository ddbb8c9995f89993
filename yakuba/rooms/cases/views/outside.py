"""補正, 合議, 照会, 現地調査, and waiting."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from yakuba.ground.access.gate import require
from yakuba.ground.access.request import actor_of
from yakuba.ground.access.rights import Right
from yakuba.ground.calendar import clock
from yakuba.rooms.answers import door as answers
from yakuba.rooms.cases import forms
from yakuba.rooms.cases.actions import correction as corrections
from yakuba.rooms.cases.actions import outside as acts
from yakuba.rooms.cases.actions.findings import Findings
from yakuba.rooms.cases.forms import Typed
from yakuba.rooms.cases.reading.docket import docket
from yakuba.rooms.cases.reading.page import case_for, questions_to_correct
from yakuba.rooms.cases.rules.wording import faults_in_words
from yakuba.rooms.cases.views.case import show_case
from yakuba.rooms.cases.views.found import with_findings
from yakuba.rooms.cases.views.run import perform


def correction(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """補正を求める: which answers, in what words, by when."""
    if request.method != "POST":
        return _correction_form(request, case_id, Typed(), 200)
    return perform(
        request,
        case_id,
        lambda: corrections.ask_correction(
            case_id,
            actor=actor_of(request),
            seen=forms.seen(request),
            question_keys=request.POST.getlist("question_keys"),
            text=request.POST.get("text", ""),
            due_on=forms.day(request, "due_on", "補正の期限", required=False),
        ),
        said="補正を求め、申請した人に知らせました。処理期間の時計は止まっています。",
        again=partial(_correction_form, request, case_id),
    )


def _correction_form(request: HttpRequest, case_id: UUID, typed: Typed, status: int) -> HttpResponse:
    actor = actor_of(request)
    case = case_for(case_id, actor)
    require(actor, Right.CASE_WORK, section=case.work_section)
    around = docket(case)
    picked, shown = _asked_for(request, around.submission.problems, typed)
    context = {
        "case": case,
        "sections": questions_to_correct(around, picked),
        "typed": shown,
        "problems": typed.problems,
        "breadcrumbs": [
            ("わたしの机", reverse("cases:desk")),
            (case.number, reverse("cases:case", args=[case.id])),
            ("補正を求める", ""),
        ],
    }
    return render(request, "cases/correction.html", context, status=status)


def _asked_for(
    request: HttpRequest, faults: Sequence[answers.Fault], typed: Typed
) -> tuple[list[str], Mapping[str, Any]]:
    """The questions ticked and the text: what was typed, else the faults of a paper taken in with them."""
    if typed.problems and isinstance(typed.posted, QueryDict):
        return typed.posted.getlist("question_keys"), typed.posted
    return request.GET.getlist("q") or [fault.key for fault in faults], {
        "text": faults_in_words((fault.label, fault.message, fault.written) for fault in faults)
    }


@require_POST
def cancellation(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """補正の求めを取り消す."""
    return perform(
        request,
        case_id,
        lambda: corrections.cancel_correction(case_id, actor=actor_of(request), seen=forms.seen(request)),
        said="補正の求めを取り消し、申請した人に知らせました。",
        again=partial(show_case, request, case_id),
    )


@require_POST
def opinion(request: HttpRequest, case_id: UUID, opinion_id: UUID) -> HttpResponse:
    """合議に答える."""
    return perform(
        request,
        case_id,
        lambda: acts.give_opinion(
            case_id,
            opinion_id,
            actor=actor_of(request),
            seen=forms.seen(request),
            result=request.POST.get("result", ""),
            text=request.POST.get("text", ""),
        ),
        said="合議の回答を記録しました。",
        again=partial(show_case, request, case_id),
    )


@require_POST
def inquiry(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """照会を送った・回答が来た."""
    again = partial(show_case, request, case_id)
    actor = actor_of(request)
    if request.POST.get("act") == "sent":
        return perform(
            request,
            case_id,
            lambda: acts.send_inquiry(
                case_id,
                actor=actor,
                seen=forms.seen(request),
                to=request.POST.get("to", ""),
                sent_on=forms.needed_day(request, "sent_on", "送った日"),
            ),
            said="照会を送ったことを記録しました。",
            again=again,
        )
    return with_findings(request, case_id, "inquire", _answered, "照会の回答を記録しました。")


@require_POST
def inspection(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """現地調査の予定と結果."""
    if request.POST.get("act") == "plan":
        return perform(
            request,
            case_id,
            lambda: acts.plan_inspection(
                case_id,
                actor=actor_of(request),
                seen=forms.seen(request),
                planned_on=forms.needed_day(request, "planned_on", "予定日"),
            ),
            said="調査の予定を記録しました。",
            again=partial(show_case, request, case_id),
        )
    return with_findings(request, case_id, "inspect", _inspected, "調査の結果を記録しました。")


@require_POST
def waiting(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """待つのを終える."""
    return perform(
        request,
        case_id,
        lambda: acts.end_waiting(case_id, actor=actor_of(request), seen=forms.seen(request)),
        said="次の段階に進みました。",
        again=partial(show_case, request, case_id),
    )


def _answered(request: HttpRequest, case_id: UUID, *, seen: int, found: Findings) -> None:
    acts.answer_inquiry(
        case_id,
        actor=actor_of(request),
        seen=seen,
        came_on=forms.needed_day(request, "came_on", "回答の日"),
        found=found,
        note=request.POST.get("note", ""),
    )


def _inspected(request: HttpRequest, case_id: UUID, *, seen: int, found: Findings) -> None:
    acts.finish_inspection(
        case_id,
        actor=actor_of(request),
        seen=seen,
        came_on=forms.day(request, "came_on", "調査した日", required=False) or clock.today(),
        found=found,
        photos=forms.papers(request, "photos", "photo"),
    )
