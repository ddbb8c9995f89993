"""マイページ: what I have begun, what I have sent, what I hold."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from yakuba.ground.access.request import actor_of
from yakuba.ground.calendar import clock
from yakuba.ground.languages import say
from yakuba.rooms.answers import door as answers
from yakuba.rooms.applications import actions
from yakuba.rooms.applications.reading.bundles import open_bundles
from yakuba.rooms.applications.reading.plans import plans_of
from yakuba.rooms.applications.views.applying import onward
from yakuba.rooms.applications.views.following import letter_line
from yakuba.rooms.cases import door as cases
from yakuba.rooms.registers import door as registers


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    bundles = open_bundles(actor.ref)
    together = {member.draft.id for bundle in bundles for member in bundle.members}
    context = {
        "drafts": [draft for draft in answers.drafts_of(actor.ref) if draft.id not in together],
        "bundles": bundles,
        "plans": plans_of(actor.ref),
        "cases": cases.cases_of(actor.ref),
        "letters": [letter_line(token, letter) for token, letter in cases.letters_of(actor.ref)],
        "entries": registers.entries_of_holder(actor.ref),
        "today": clock.today(),
    }
    return render(request, "applications/mine.html", context)


@require_POST
def renewal(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Begin a renewal of what one holds."""
    try:
        return onward(request, actions.begin_renewal(entry_id, actor_of(request)))
    except (actions.NotTaken, registers.RegisterRefused):
        messages.error(request, say("この登録は、ここからは更新できません。担当の係にお尋ねください。"))
        return redirect("applications:mine")


@require_POST
def discarded_draft(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Throw an unsent draft of one's own away."""
    answers.discard(draft_id, answers.Key(actor_of(request)))
    return redirect("applications:mine")
