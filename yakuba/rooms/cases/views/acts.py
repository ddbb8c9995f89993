"""受付 and 審査."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from yakuba.ground.access.request import actor_of
from yakuba.rooms.cases import forms
from yakuba.rooms.cases.actions import intake
from yakuba.rooms.cases.actions import review as acts
from yakuba.rooms.cases.reading.docket import docket
from yakuba.rooms.cases.reading.page import case_for
from yakuba.rooms.cases.views.asked import pressed
from yakuba.rooms.cases.views.case import show_case
from yakuba.rooms.cases.views.run import perform


@require_POST
def acceptance(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """受け付ける."""
    actor = actor_of(request)
    return perform(
        request,
        case_id,
        lambda: intake.accept(case_id, actor=actor, seen=forms.seen(request)),
        said="受け付けました。",
        again=partial(show_case, request, case_id),
    )


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
    """Keep the review, finish it, or go to a refusal; a button inside a question only changes what is typed."""
    actor = actor_of(request)
    around = docket(case_for(case_id, actor))
    again = partial(show_case, request, case_id)
    if around.step is None or around.step.kind != "review":
        return perform(request, case_id, forms.refuse_stale, said="", again=again)
    changed = pressed(request, around, around.step)
    if changed is not None:
        return again(changed, 200)
    found, typed = forms.findings(request, around, around.step)
    act, said = _review_act(request, case_id, found, typed)
    return perform(request, case_id, act, said=said, again=again, typed=typed)


def _review_act(
    request: HttpRequest, case_id: UUID, found: acts.Findings, typed: forms.Typed
) -> tuple[partial[object], str]:
    """The act a button of the review panel stands for, and what is said when it is done."""
    common = {"actor": actor_of(request), "found": found}
    match request.POST.get("act"):
        case "done":
            return partial(forms.checked, request, typed, acts.finish_review, case_id, **common), "審査を終えました。"
        case "refuse":
            common["reason"] = request.POST.get("refusal_reason", "")
            act = partial(forms.checked, request, typed, acts.propose_refusal, case_id, **common)
            return act, "不許可の起案に進みました。"
        case _:
            act = partial(forms.checked, request, typed, acts.keep_findings, case_id, partly=True, **common)
            return act, "審査の途中を保存しました。"


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
