"""A file is brought in, and later done with: then it is destroyed, since the cases hold what it said."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.files.base import File
from django.db import transaction

from yakuba.ground.access.actor import Actor, system
from yakuba.ground.access.gate import require
from yakuba.ground.access.rights import Right
from yakuba.ground.calendar import clock
from yakuba.ground.files.intake import enter, examine
from yakuba.ground.files.read import destroy
from yakuba.ground.journal.record import record
from yakuba.rooms.portal.models import Upload
from yakuba.rooms.portal.reading.upload import opened

MOST_BYTES = 300 * 1024 * 1024
KEPT = timedelta(days=30)


def bring(upload: File[Any], *, name: str, actor: Actor) -> UUID:
    """Keep a CSV or ZIP from the portal; returns the upload's id.

    Raises Denied, FileProblem (not a file we take) and SheetError (its rows cannot be read).
    """
    require(actor, Right.CASE_INTAKE)
    examined = examine(upload, allow={"zip", "text"}, max_bytes=MOST_BYTES, name=name)
    upload.seek(0)
    with opened(upload, examined.name) as parcel:
        rows = len(parcel.rows)
    with transaction.atomic():
        file = enter(examined)
        row = Upload.objects.create(
            file_id=file.id, name=file.name, rows=rows, brought_by=actor.ref, brought_at=clock.now()
        )
        facts = {"file": str(file.id), "rows": rows}
        record("portal.brought", subject=row.ref, by=actor.by(), facts=facts, rows=[row, file])
    return row.id


@transaction.atomic
def end(upload_id: UUID, *, actor: Actor) -> None:
    """Be done with a file. Ended twice it stands once. Raises Upload.DoesNotExist."""
    row = Upload.objects.visible_to(actor).select_for_update().get(id=upload_id)
    if row.ended_at is not None:
        return
    file = destroy(row.file_id)
    row.ended_at = clock.now()
    row.save()
    facts = {"file": str(row.file_id), "taken": row.arrived.count()}
    record("portal.ended", subject=row.ref, by=actor.by(), facts=facts, rows=[row, file])


def clear(moment: datetime) -> int:
    """Be done with files nobody ended within 30 days before `moment` (aware); how many."""
    old = Upload.objects.filter(ended_at__isnull=True, brought_at__lt=moment - KEPT)
    ids = list(old.values_list("id", flat=True))
    for upload_id in ids:
        end(upload_id, actor=system("portal"))
    return len(ids)
