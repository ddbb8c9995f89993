"""A draft goes out on paper and comes back: printed by its writer, handed in, taken over by the counter."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from yakuba.ground.access.actor import Actor
from yakuba.ground.access.gate import require
from yakuba.ground.access.rights import Right
from yakuba.ground.calendar import clock
from yakuba.rooms.answers.actions.writing import locked
from yakuba.rooms.answers.models import Draft, Submission
from yakuba.rooms.answers.reading.drafts import Key, view_of


@dataclass(frozen=True)
class HandedIn:
    """What a printed draft says, for the clerk to whom the paper was given."""

    id: UUID
    edition_id: UUID
    procedure_key: str
    title: str
    answers: Mapping[str, Any]


@transaction.atomic
def put_on_paper(draft_id: UUID, key: Key) -> None:
    """The writer prints the draft to bring it: from now on the counter may open it by the paper's code.

    Raises Draft.DoesNotExist (also for one that was sent, and for a correction).
    """
    row = locked(draft_id, key)
    if row.submission_id is not None or row.purpose != Draft.Purpose.NEW:
        raise Draft.DoesNotExist
    row.on_paper_at = row.on_paper_at or clock.now()
    row.save(update_fields=["on_paper_at"])


def handed_in(draft_id: UUID, *, clerk: Actor) -> HandedIn:
    """The answers on the paper. Raises Denied; Draft.DoesNotExist for one never printed or sent already."""
    require(clerk, Right.CASE_INTAKE)
    row = Draft.objects.get(id=draft_id, on_paper_at__isnull=False, submitted_at__isnull=True)
    view = view_of(row)
    return HandedIn(row.id, row.edition_id, view.procedure.key, view.procedure.title, view.answers)


def sent_meanwhile(draft_id: UUID) -> UUID | None:
    """The submission of a printed draft that its writer has sent online after all, or that has been taken in
    at the counter; None: neither. The draft is held until the transaction ends, so that it stays so.
    """
    held = Draft.objects.select_for_update().filter(id=draft_id)
    return held.values_list("submission_id", flat=True).first()


@transaction.atomic
def taken_from_paper(draft_id: UUID, submission_id: UUID) -> None:
    """The paper was taken in: who opens the printed draft is led to what became of it. Twice stands once."""
    row = Draft.objects.select_for_update().filter(id=draft_id, on_paper_at__isnull=False).first()
    if row is None or row.submission_id is not None:
        return
    sealed = Submission.objects.get(id=submission_id)
    row.answers, row.raw, row.submission, row.submitted_at = {}, {}, sealed, sealed.sealed_at
    row.save(update_fields=["answers", "raw", "submission", "submitted_at"])
