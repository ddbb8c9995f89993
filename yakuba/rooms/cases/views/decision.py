"""起案, 調定, 交付, 完結."""

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
from yakuba.rooms.cases.actions import closing as closings
from yakuba.rooms.cases.actions import decision as acts
from yakuba.rooms.cases.actions import issuance as issuances
from yakuba.rooms.cases.actions import payment as payments
from yakuba.rooms.cases.actions.findings import Findings
from yakuba.rooms.cases.forms import Typed
from yakuba.rooms.cases.reading.docket import docket
from yakuba.rooms.cases.reading.draftpage import draft_page, proposal_of
from yakuba.rooms.cases.reading.page import case_for
from yakuba.rooms.cases.views.case import show_case
from yakuba.rooms.cases.views.found import with_findings
from yakuba.rooms.cases.views.run import perform


def drafting(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """起案: the proposal with the letter and the route as they would go out."""
    if request.method != "POST" or request.POST.get("act") != "draft":
        return _drafting_form(request, case_id, Typed(request.POST), 200)
    return perform(
        request,
        case_id,
        lambda: acts.draft_decision(
            case_id, actor=actor_of(request), seen=forms.seen(request), proposal=proposal_of(request.POST)
        ),
        said="起案しました。決裁に回っています。",
        again=partial(_drafting_form, request, case_id),
    )


def _drafting_form(request: HttpRequest, case_id: UUID, typed: Typed, status: int) -> HttpResponse:
    actor = actor_of(request)
    case = case_for(case_id, actor)
    require(actor, Right.APPROVAL_DRAFT, section=case.section)
    context = {
        "case": case,
        "form": draft_page(docket(case), actor, typed.posted),
        "problems": typed.problems,
        "breadcrumbs": [
            ("わたしの机", reverse("cases:desk")),
            (case.number, reverse("cases:case", args=[case.id])),
            ("起案", ""),
        ],
    }
    return render(request, "cases/drafting.html", context, status=status)


@require_POST
def assessment(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """調定する."""
    return perform(
        request,
        case_id,
        lambda: payments.assess_fee(case_id, actor=actor_of(request), seen=forms.seen(request)),
        said="調定し、申請した人に納付をお願いしました。",
        again=partial(show_case, request, case_id),
    )


@require_POST
def issuance(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """交付する."""
    return with_findings(
        request, case_id, "issue", _issue, "交付しました。文書は、できしだい案件の画面から開けます。"
    )


def _issue(request: HttpRequest, case_id: UUID, *, seen: int, found: Findings) -> None:
    delivery = request.POST.get("delivery", "")
    issuances.issue(case_id, actor=actor_of(request), seen=seen, delivery=delivery, found=found)


@require_POST
def delivery(request: HttpRequest, case_id: UUID, letter_id: UUID) -> HttpResponse:
    """渡した・発送した."""
    return perform(
        request,
        case_id,
        lambda: issuances.deliver(case_id, letter_id, actor=actor_of(request), seen=forms.seen(request)),
        said="文書を渡したことを記録しました。",
        again=partial(show_case, request, case_id),
    )


@require_POST
def closing(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """完結する."""
    return with_findings(request, case_id, "close", _close, "完結し、簿冊に綴じました。")


def _close(request: HttpRequest, case_id: UUID, *, seen: int, found: Findings) -> None:
    closings.close_case(case_id, actor=actor_of(request), seen=seen, found=found)
