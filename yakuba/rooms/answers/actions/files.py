"""Files of a draft: each taken in by a transaction of its own, so that one bad file costs no other."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.files.base import File
from django.db import transaction

from yakuba.ground.access.actor import Actor
from yakuba.ground.catalogue.asking import with_files, without_file
from yakuba.ground.catalogue.definition import Question
from yakuba.ground.catalogue.kinds.file import KIND as FILE
from yakuba.ground.files import intake
from yakuba.ground.files.kinds import ALL
from yakuba.ground.files.models import StoredFile
from yakuba.ground.files.problem import FileProblem
from yakuba.ground.files.read import destroy
from yakuba.ground.journal.read import history
from yakuba.ground.journal.record import record
from yakuba.ground.languages import say
from yakuba.rooms.answers import rules
from yakuba.rooms.answers.actions.writing import locked, touch
from yakuba.rooms.answers.reading.drafts import Key, view_of

MEGABYTE = 1024 * 1024


class _Duplicate(Exception):
    """The very same content is already an answer to the same question."""


@dataclass(frozen=True)
class Place:
    """Where a file belongs: the page and the question, `path` being "key" or "repeat.0.key"."""

    page: str
    path: str
    question: Question


def add_files(draft_id: UUID, key: Key, place: Place, uploads: Iterable[File[Any]]) -> list[str]:
    """Keep what can be kept; returns a Japanese message for each file that was refused.

    The same content sent twice (a double click) stands once. Raises Draft.DoesNotExist.
    """
    messages = []
    for upload in uploads:
        try:
            _add(draft_id, key, place, upload)
        except FileProblem as problem:
            messages.append(
                say("「{name}」は受け取れませんでした。{why}", name=upload.name, why=problem.message)
            )
        except _Duplicate:
            continue
    return messages


def _add(draft_id: UUID, key: Key, place: Place, upload: File[Any]) -> None:
    # Copied, looked at and scanned before the transaction: only the row is written under the lock.
    examined = _examined(place.question, upload)
    with transaction.atomic():
        row = locked(draft_id, key)
        present = rules.files_in(rules.value_at(row.answers, place.path))
        _require_room(place.question, present, examined.digest)
        stored = intake.enter(examined)
        row.answers = with_files(row.answers, place.path, [_value(stored)])
        touch(row, "answers")
        record(
            "file.kept",
            subject=f"draft:{row.id}",
            by=key.actor.by(),
            facts={"file": str(stored.id), "question": place.question.key, "state": stored.state},
            rows=[stored],
        )


def _examined(question: Question, upload: File[Any]) -> intake.Examined:
    types = FILE.media_types(question)
    examined = intake.examine(
        upload,
        allow={media.kind for media in ALL if media.type in types},
        max_bytes=int(FILE.param(question, "max_mb")) * MEGABYTE,
        name=str(upload.name),
    )
    if examined.media_type not in types:
        accepted = FILE.view_params(question)["accept_text"]
        raise FileProblem(
            say("この種類は受け取れません。{accepted}にしてから、もう一度選んでください。", accepted=accepted)
        )
    return examined


def _require_room(question: Question, present: list[dict[str, Any]], digest: str) -> None:
    if digest in _digests(present):
        raise _Duplicate
    limit = int(FILE.param(question, "max_files"))
    if len(present) >= limit:
        raise FileProblem(
            say(
                "ここに付けられるのは{limit}個までです。いらないものを消してから選んでください。", limit=limit
            )
        )


def _digests(present: list[dict[str, Any]]) -> set[str]:
    ids = [UUID(file["file"]) for file in present]
    return set(StoredFile.objects.filter(id__in=ids).values_list("digest", flat=True))


def _value(stored: StoredFile) -> dict[str, Any]:
    return {
        "file": str(stored.id),
        "name": stored.name,
        "size": stored.size,
        "media_type": stored.media_type,
    }


@transaction.atomic
def drop_file(draft_id: UUID, key: Key, *, page_key: str, path: str, file_id: str) -> None:
    """Take a file out of the answers. Nothing happens when it is not there, or not on this draft's page."""
    row = locked(draft_id, key)
    page = view_of(row).page(page_key)
    if page is None or path.partition(".")[0] not in {question.key for question in page.questions}:
        return
    row.answers = without_file(row.answers, path, file_id)
    touch(row, "answers")
    let_go(row.id, key.actor, keeping=row.answers)


def let_go(draft_id: UUID, actor: Actor, *, keeping: Mapping[str, Any]) -> None:
    """Destroy the files taken in for this draft that `keeping` does not hold: nobody sent them.

    Files that came with an earlier submission (correction, renewal) are not this draft's and stay.
    """
    subject = f"draft:{draft_id}"
    held = {file["file"] for file in rules.files_in(keeping)}
    events = history(subject)
    kept = {event.facts["file"] for event in events if event.kind == "file.kept"}
    gone = {event.facts["file"] for event in events if event.kind == "file.let_go"}
    for file_id in sorted(kept - gone - held):
        destroyed = destroy(UUID(file_id))
        record("file.let_go", subject=subject, by=actor.by(), facts={"file": file_id}, rows=[destroyed])
