"""What came with an application on paper or to the counter: its scans and what the clerk noted."""

from collections.abc import Sequence
from uuid import UUID

from yakuba.ground.access.actor import Actor
from yakuba.ground.files.read import describe
from yakuba.rooms.cases.actions.added import paper
from yakuba.rooms.cases.actions.turn import machine_turn


def add_received(case_id: UUID, *, file_ids: Sequence[UUID], memo: str, by: Actor) -> None:
    """Put kept files and the counter's memo among the papers of the case.

    The caller has asked the gate, and has recorded the files in the journal.
    """
    with machine_turn(case_id, "add_received", by=by.by()) as now:
        now.keep(paper(now, by, "memo", memo))
        found = describe(file_ids)
        for file_id in file_ids:
            row = paper(now, by, "document", "")
            ref = found[file_id]
            row.file_id, row.name, row.size, row.digest = ref.id, ref.name, ref.size, ref.digest
            now.keep(row)
        now.tell("noted", papers=len(file_ids))
