"""Which events belong to one case: its own, and those of everything it led to in the other rooms."""

from collections.abc import Mapping
from pathlib import Path

from yakuba.rooms.approvals import door as approvals
from yakuba.rooms.cases import door as cases
from yakuba.rooms.payments import door as payments
from yakuba.rooms.records import door as records
from yakuba.rooms.registers import door as registers


class NoSuchCase(LookupError):
    """No case has this number; the message is for the person at the command line."""


def of_case(number: str) -> tuple[list[str], Mapping[str, Path]]:
    """The subjects whose events prove the case, and the contents of its files by digest. Raises NoSuchCase."""
    case = cases.case_by_number(number)
    if case is None:
        raise NoSuchCase(f"受付番号「{number}」の案件はありません。番号を確かめてください（例 R8-0001）。")
    subject = f"case:{case.id}"
    subjects = {
        subject,
        *cases.subjects_of(case.id),
        *approvals.subjects_of(subject),
        *payments.subjects_of(subject),
        *records.subjects_of(subject),
        *registers.subjects_of(subject),
    }
    return sorted(subjects), cases.contents_of(case.id)
