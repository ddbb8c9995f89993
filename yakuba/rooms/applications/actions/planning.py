"""Plans: drawn up from a life event's answers, changed, ticked off, and thrown away after 90 days.

No event in the journal: a plan is a person's own scrap of paper, like a draft before it is sent.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from yakuba.ground.access.actor import Actor
from yakuba.ground.calendar import clock
from yakuba.rooms.applications.models import Plan

KEPT_DAYS = 90


def draw_up(life_event: str, answers: dict[str, Any], *, owner: Actor) -> str:
    """Keep the answers of a life event; returns the token that opens the plan. Staff who look on own it as a
    guest does: by its token alone.
    """
    ref = owner.ref if owner.kind == "resident" else "guest:web"
    return Plan.objects.create(life_event=life_event, answers=answers, owner_ref=ref).token


@transaction.atomic
def change_answers(token: str, answers: dict[str, Any], *, actor: Actor) -> None:
    """Other answers for a plan; what was ticked stays ticked. Raises Plan.DoesNotExist."""
    row = _locked(token, actor)
    row.answers, row.updated_at = answers, clock.now()
    row.save(update_fields=["answers", "updated_at"])


@transaction.atomic
def tick(token: str, item: str, *, done: bool, actor: Actor) -> None:
    """Mark one thing of the list as done, or as not done. Raises Plan.DoesNotExist."""
    row = _locked(token, actor)
    others = [key for key in row.ticked if key != item]
    row.ticked, row.updated_at = [*others, item] if done else others, clock.now()
    row.save(update_fields=["ticked", "updated_at"])


def _locked(token: str, actor: Actor) -> Plan:
    return Plan.objects.visible_to(actor, token=token).select_for_update().get(token=token)


def expire(now: datetime) -> int:
    """Delete the plans nobody has touched for 90 days before `now`. Returns how many."""
    rows = Plan.objects.filter(updated_at__lt=now - timedelta(days=KEPT_DAYS))
    return rows.delete()[0]
