"""Work done after the act: the PDF of an issued letter, and waking cases whose day has come."""

from uuid import UUID

from yakuba.ground.calendar import clock
from yakuba.rooms.cases.actions import issuance, outside
from yakuba.rooms.cases.models import StepVisit
from yakuba.rooms.cases.rules.states import State


def make_letter(letter_id: str) -> None:
    """Set an issued letter as PDF and tell the applicant. Run twice it is made once."""
    issuance.make_pdf(UUID(letter_id))


def wake() -> int:
    """Let cases go on that waited for a day which has come; returns how many."""
    due = StepVisit.objects.filter(
        case__state=State.WAIT, kind="wait", done_at__isnull=True, due_on__lte=clock.today()
    )
    return sum(outside.wake(case_id) for case_id in due.values_list("case_id", flat=True))
