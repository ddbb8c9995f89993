"""What proves a case: the names in the journal of the case, its application and its decisions and papers."""

from uuid import UUID

from yakuba.rooms.answers import door as answers
from yakuba.rooms.approvals import door as approvals
from yakuba.rooms.cases.models import Case, Correction
from yakuba.rooms.payments import door as payments
from yakuba.rooms.records import door as records
from yakuba.rooms.registers import door as registers


def subjects_of(case_id: UUID) -> list[str]:
    """Everything the journal knows of the case, on this floor and below it. Raises Case.DoesNotExist."""
    case = Case.objects.get(id=case_id)
    before = Correction.objects.filter(case=case).values_list("before_id", flat=True)
    below = (room.subjects_of(case.ref) for room in (approvals, payments, records, registers))
    applied = answers.subjects_of({case.submission_id, *before})
    return sorted({case.ref, *applied, *(subject for found in below for subject in found)})
