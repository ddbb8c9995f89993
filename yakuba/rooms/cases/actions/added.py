"""Files and memos added to a case by staff."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import IO, Any

from django.core.files.base import File

from yakuba.ground.access.actor import Actor
from yakuba.ground.files.intake import keep
from yakuba.ground.files.models import StoredFile
from yakuba.ground.files.problem import FileProblem
from yakuba.rooms.cases.actions.turn import Refused, Turn
from yakuba.rooms.cases.models import Paper

MAX_BYTES = 20 * 1024 * 1024
PAPER_KINDS = ("pdf", "image", "office", "text")


@dataclass(frozen=True)
class NewPaper:
    """A file somebody adds to a case."""

    kind: str
    name: str
    upload: File[Any] | IO[bytes]


def add_papers(turn: Turn, actor: Actor, papers: Collection[NewPaper]) -> None:
    """Keep files with the case. The caller tells the event. Raises Refused for a file that is not taken."""
    for new in papers:
        stored = _stored(turn, new)
        row = paper(turn, actor, new.kind, "")
        row.file_id, row.name, row.size, row.digest = stored.id, stored.name, stored.size, stored.digest
        turn.keep(row)


def keep_file(turn: Turn, new: NewPaper) -> dict[str, Any]:
    """Keep a file as the answer to a staff question: its value form. The caller tells the event."""
    stored = _stored(turn, new)
    return {
        "file": str(stored.id), "name": stored.name, "size": stored.size, "media_type": stored.media_type,
    }  # fmt: skip


def paper(turn: Turn, actor: Actor, kind: str, text: str) -> Paper:
    """An unsaved paper of the present visit."""
    return Paper(
        case=turn.case,
        visit=turn.docket.visit,
        kind=kind,
        text=text,
        by=actor.ref,
        by_name=actor.name,
        at=turn.at,
    )


def _stored(turn: Turn, new: NewPaper) -> StoredFile:
    try:
        stored = keep(new.upload, allow=PAPER_KINDS, max_bytes=MAX_BYTES, name=new.name)
    except FileProblem as problem:
        raise Refused(f"{new.name}: {problem.message}", field="files") from problem
    turn.prove(stored)
    return stored
