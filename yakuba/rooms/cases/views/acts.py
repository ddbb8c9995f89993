"""受付 and 審査."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from yakuba.ground.access.request import actor_of
from yakuba.rooms.cases import forms
from yakuba.rooms.cases.actions import intake
from yakuba.rooms.cases.actions import review as acts
from yakuba.rooms.cases.actions.findings import Findings
from yakuba.rooms.cases.views.case import show_case
from yakuba.rooms.cases.views.found import with_findings
from yakuba.rooms.cases.views.run import perform


@require_POST
def acceptance(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """受け付ける."""
    return with_findings(request, case_id, "intake", _accept, "受け付けました。")


@require_POST
def handback(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """返戻する."""
    actor, reason = actor_of(request), request.POST.get("reason", "")
    return perform(
        request,
        case_id,
        lambda: intake.hand_back(case_id, actor=actor, seen=forms.seen(request), reason=reason),
        said="返戻し、申請した人に知らせました。",
        again=partial(show_case, request, case_id),
    )


@require_POST
def checklist(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Keep the review, finish it, or go to a refusal."""
    if request.POST.get("act") == "refuse":
        return with_findings(request, case_id, "review", _refuse, "不許可の起案に進みました。", partly=True)
    return with_findings(request, case_id, "review", _finish, "審査を終えました。")


def _accept(request: HttpRequest, case_id: UUID, *, seen: int, found: Findings) -> None:
    intake.accept(case_id, actor=actor_of(request), seen=seen, found=found)


def _finish(request: HttpRequest, case_id: UUID, *, seen: int, found: Findings) -> None:
    acts.finish_review(case_id, actor=actor_of(request), seen=seen, found=found)


def _refuse(request: HttpRequest, case_id: UUID, *, seen: int, found: Findings) -> None:
    reason = request.POST.get("refusal_reason", "")
    acts.propose_refusal(case_id, actor=actor_of(request), seen=seen, reason=reason, found=found)


@require_POST
def review(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """審査に戻す."""
    actor = actor_of(request)
    step, reason = request.POST.get("step", ""), request.POST.get("back_reason", "")
    return perform(
        request,
        case_id,
        lambda: acts.back_to_review(
            case_id, actor=actor, seen=forms.seen(request), step_key=step, reason=reason
        ),
        said="審査に戻しました。",
        again=partial(show_case, request, case_id),
    )
