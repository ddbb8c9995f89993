"""The pages people read: the inbox, one draft, and its attachments."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from yakuba.ground import letters
from yakuba.ground.access.gate import require
from yakuba.ground.access.request import actor_of
from yakuba.ground.access.rights import Right
from yakuba.ground.calendar import clock
from yakuba.ground.calendar.era import format_datetime
from yakuba.ground.files import reply
from yakuba.rooms.approvals.forms import page_token
from yakuba.rooms.approvals.reading.inbox import inbox as read_inbox
from yakuba.rooms.approvals.reading.pages import approval_page, approval_view
from yakuba.rooms.approvals.reading.shown import ActView, ApprovalView
from yakuba.rooms.approvals.rules.values import Outcome

LONG_ROW = 8  # lines
_TONES = {
    Outcome.DECIDE: "success",
    Outcome.REJECT: "danger",
    Outcome.DISAGREE: "warning",
    Outcome.SEND_BACK: "warning",
}


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """決裁待ち: mine now, 後閲, drafted by me, decided lately."""
    actor = actor_of(request)
    if not actor.may(Right.APPROVAL_DRAFT):
        require(actor, Right.APPROVAL_DECIDE)
    return render(request, "approvals/inbox.html", {"inbox": read_inbox(actor)})


@require_safe
def approval(request: HttpRequest, approval_id: UUID) -> HttpResponse:
    """One draft with everything an approver has to see, and the buttons they may press."""
    return approval_answer(request, approval_id)


def approval_answer(
    request: HttpRequest, approval_id: UUID, *, problem: str = "", status: int = 200
) -> HttpResponse:
    """The draft's page; after a refused act with `problem` at its top and the typed reason kept."""
    actor = actor_of(request)
    view, offer = approval_page(approval_id, actor)
    context = {
        "approval": view,
        "offer": offer,
        "page": page_token(view.id, view.digest, clock.now()),
        "body": _paper(view.exhibit.body),
        "history": [_event(act) for act in reversed(view.acts)],
        "cover": [_cover_row(label, text) for label, text in view.exhibit.cover],
        "my_duties": [d for d in view.duties if d.read_at is None and actor.holds(d.post_key)],
        "mine": view.drafter_id == actor.id,
        "problem": problem,
        "reason": request.POST.get("reason", ""),
        "breadcrumbs": [("決裁待ち", reverse("approvals:inbox")), (view.title, "")],
    }
    return render(request, "approvals/approval.html", context, status=status)


def _cover_row(label: str, text: str) -> dict[str, str]:
    """A row of the 鑑; of a long one the first line shows, and the rest unfolds: it is read on phones too."""
    first, _, rest = text.partition("\n")
    if text.count("\n") < LONG_ROW:
        return {"label": label, "value": text}
    return {"label": label, "value": first, "rest": rest}


def _paper(body: str) -> str:
    blanks = {name: f"〔{name}〕" for name in letters.holes(body) if name not in letters.OPEN_HOLES}
    return letters.html(body, blanks, under=2)


def _event(act: ActView) -> dict[str, str]:
    words = [
        act.outcome_text,
        act.capacity_text and f"({act.capacity_text})",
        "（差戻しで無効）" if act.void else "",
    ]
    return {
        "when": format_datetime(act.at),
        "title": "".join(words),
        "text": act.reason,
        "who": f"{act.post_title} {act.who}",
        "tone": "" if act.void else _TONES.get(Outcome(act.outcome), ""),
    }


@require_safe
def attachment(request: HttpRequest, approval_id: UUID, file_id: UUID) -> HttpResponseBase:
    """A file joined to the draft, for those who may see the draft."""
    view: ApprovalView = approval_view(approval_id, actor_of(request))
    if file_id not in [item.file_id for item in view.exhibit.attachments]:
        raise Http404
    return reply.attachment(file_id)
