"""Which events belong to one case: its own, and those of everything it led to in the other rooms."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from yakuba.ground.files import read as files
from yakuba.ground.journal.read import history_of
from yakuba.rooms.cases import door as cases
from yakuba.rooms.counter import door as counter

KEPT = "files.storedfile"  # the table of handed-in and made files, as events name it


class NoSuchCase(LookupError):
    """No case has this number; the message is for the person at the command line."""


@dataclass(frozen=True)
class Proof:
    """The subjects whose events prove a case (None: all there are), and the contents of its files by
    digest.
    """

    subjects: tuple[str, ...] | None
    contents: Mapping[str, Path]


def of_case(number: str) -> Proof:
    """Everything that proves the case with this receipt number. Raises NoSuchCase."""
    case = cases.case_by_number(number)
    if case is None:
        raise NoSuchCase(f"受付番号「{number}」の案件はありません。番号を確かめてください（例 R8-0001）。")
    subjects = {*cases.subjects_of(case.id), *counter.subjects_of(case.id), f"edition:{case.edition_id}"}
    return Proof(tuple(sorted(subjects)), files.contents(_kept(subjects)))


def of_town() -> Proof:
    """The whole town."""
    return Proof(None, files.every_content())


def _kept(subjects: Iterable[str]) -> set[UUID]:
    """The files these events speak of: everything handed in, scanned and issued stands in the journal."""
    events = [event for found in history_of(subjects).values() for event in found]
    return {UUID(row) for event in events for row in event.content["rows"].get(KEPT, ())}
