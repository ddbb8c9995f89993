"""A pressed button: one action, or the page again with what to do and with everything that was typed."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from yakuba.ground.access.actor import Actor
from yakuba.ground.access.request import actor_of
from yakuba.rooms.approvals.actions import acting, drafting
from yakuba.rooms.approvals.forms import Posted, read_posted
from yakuba.rooms.approvals.reading.pages import approval_view
from yakuba.rooms.approvals.rules.refusals import ApprovalProblem, NeedsReason
from yakuba.rooms.approvals.rules.values import OUTCOME_TITLES, Outcome
from yakuba.rooms.approvals.views.pages import approval_answer


def _pull_back(posted: Posted, by: Actor) -> None:
    press = posted.press
    drafting.pull_back(
        press.approval_id, by=by, seen=press.seen, opened_at=press.opened_at, reason=press.reason
    )


ACTS: dict[str, Callable[[Posted, Actor], None]] = {
    Outcome.AGREE: lambda posted, by: acting.agree(posted.press, by=by),
    Outcome.DISAGREE: lambda posted, by: acting.disagree(posted.press, by=by),
    Outcome.DECIDE: lambda posted, by: acting.decide(posted.press, by=by),
    Outcome.REJECT: lambda posted, by: acting.reject(posted.press, by=by),
    Outcome.REFER_UP: lambda posted, by: acting.refer_up(posted.press, by=by),
    Outcome.SEND_BACK: lambda posted, by: acting.send_back(posted.press, by=by, to=posted.to),
    Outcome.PULL_BACK: _pull_back,
}


@require_POST
def acts(request: HttpRequest, approval_id: UUID) -> HttpResponse:
    """One act of the route or of the drafter; then back to 決裁待ち for the next one."""
    actor = actor_of(request)
    view = approval_view(approval_id, actor)
    try:
        posted = read_posted(approval_id, request.POST)
        if posted.act not in ACTS:
            raise ApprovalProblem("どの処理をするか分かりませんでした。もう一度ボタンを押してください。")
        ACTS[posted.act](posted, actor)
    except ApprovalProblem as problem:
        status = 422 if isinstance(problem, NeedsReason) else 409
        return approval_answer(request, approval_id, problem=problem.message, status=status)
    messages.success(request, f"「{view.title}」の{OUTCOME_TITLES[Outcome(posted.act)]}を記録しました。")
    return redirect("approvals:inbox")


@require_POST
def reading(request: HttpRequest, approval_id: UUID, duty_id: UUID) -> HttpResponse:
    """後閲: the person passed over has read it."""
    actor = actor_of(request)
    approval_view(approval_id, actor)
    acting.read_afterwards(duty_id, by=actor)
    messages.success(request, "後閲を記録しました。")
    return redirect("approvals:inbox")
