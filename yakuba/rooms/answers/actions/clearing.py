"""Drafts go: thrown away by their writer, or 90 days after the last touch. Files nobody sent go with them."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from yakuba.ground.access.actor import Actor, system
from yakuba.rooms.answers.actions.files import let_go
from yakuba.rooms.answers.actions.writing import locked
from yakuba.rooms.answers.models import Draft
from yakuba.rooms.answers.reading.drafts import Key
from yakuba.rooms.answers.rules import KEPT_DAYS


@transaction.atomic
def discard(draft_id: UUID, key: Key) -> None:
    """Throw an unsent draft away. Raises Draft.DoesNotExist (also for one that was sent)."""
    row = locked(draft_id, key)
    if row.submission_id is not None:
        raise Draft.DoesNotExist
    _delete(row, key.actor)


def expire(moment: datetime) -> int:
    """Delete drafts, sent or not, that nobody has touched for 90 days before `moment` (aware); how many.

    One transaction each, so that nobody waits for the whole.
    """
    old = Draft.objects.filter(updated_at__lt=moment - timedelta(days=KEPT_DAYS))
    ids = list(old.values_list("id", flat=True))
    for draft_id in ids:
        with transaction.atomic():
            row = old.select_for_update().filter(id=draft_id).first()
            if row is not None:
                _delete(row, system("answers"))
    return len(ids)


def _delete(row: Draft, actor: Actor) -> None:
    if row.submission_id is None:
        let_go(row.id, actor, keeping={})
    row.delete()
