"""Who may be given a case today."""

from yakuba.ground.calendar import clock
from yakuba.ground.people import read as people
from yakuba.rooms.cases.models import Case


def candidates(case: Case) -> list[people.StaffRef]:
    """Everyone on duty in the working section, and in the sections above and below it; each person once."""
    known = people.sections()
    reach = set(people.below(case.work_section, known))
    parent = known[case.work_section].parent if case.work_section in known else None
    if parent:
        reach.add(parent)
    found = {ref.id: ref for ref in reversed(people.everyone_on_duty(clock.today())) if ref.section in reach}
    return list(found.values())[::-1]
