"""What summaries show beside the answers: a bundle's applications, and the question whether to remember."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from yakuba.ground.access.request import actor_of
from yakuba.ground.money import format_yen
from yakuba.rooms.answers import door as answers
from yakuba.rooms.applications.reading.bundles import BundleView, MemberView
from yakuba.rooms.applications.rules.sharing import about_one_child
from yakuba.rooms.profile import door as profile


@dataclass(frozen=True)
class MemberSummary:
    """One application of a bundle before sending. `shared` are the answers it takes from earlier ones."""

    position: int
    draft_id: UUID
    title: str
    context: dict[str, Any]
    shared: list[dict[str, str]]
    # It asks about one child: another application for another child can be added.
    one_child: bool


def bundle_summary_context(
    view: BundleView, frame_of: Callable[[MemberView], answers.Frame]
) -> dict[str, Any]:
    """Every application with its answers and fee, and everything that is missing, named and linked."""
    parts = []
    missing: list[dict[str, str]] = []
    needs_email, fee_problem, total = False, False, 0
    for member in view.members:
        summary = answers.summary_of(member.draft)
        context = answers.summary_context(summary, frame_of(member))
        shared = [row for section in context["sections"] for row in section["given"]]
        title = member.draft.shown.title
        parts.append(
            MemberSummary(
                member.position,
                member.draft.id,
                title,
                context,
                shared,
                about_one_child(member.draft.procedure),
            )
        )
        missing += [{**item, "title": f"{title}: {item['title']}"} for item in context["missing"]]
        needs_email = needs_email or answers.needs_email(member.draft)
        fee_problem = fee_problem or bool(summary.fee_problem)
        total += summary.fee.total if summary.fee else 0
    return {
        "bundle": view,
        "parts": parts,
        "missing": missing,
        "needs_email": needs_email,
        "fee_problem": fee_problem,
        "total_fee": format_yen(total) if total else "",
    }


def keeping_context(request: HttpRequest) -> dict[str, Any]:
    """Whether to ask a resident if what was told may be remembered; ticked once they have said yes."""
    actor = actor_of(request)
    asks = actor.kind == "resident" and actor.id is not None
    ticked = profile.consented(actor.id) if asks and actor.id else False
    if request.method == "POST":
        ticked = request.POST.get("remember") == "yes"
    return {"asks_to_remember": asks, "remember_ticked": ticked}
