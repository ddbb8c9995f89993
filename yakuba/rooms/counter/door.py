"""What others may use of the counter: programs (seeds, journeys) that take in as a clerk does.

`start` begins an intake; its answers go into the draft `intake(id, actor).draft_id`; `file` takes it in.
"""

from yakuba.rooms.counter.actions.filing import file
from yakuba.rooms.counter.actions.posting import post
from yakuba.rooms.counter.actions.starting import Brought, CounterRefused, start, start_correction, stop
from yakuba.rooms.counter.reading.intakes import IntakeView, intake, subjects_of
from yakuba.rooms.counter.reading.letters import Letter, letters
from yakuba.rooms.counter.rules import Details

__all__ = [
    "Brought",
    "CounterRefused",
    "Details",
    "IntakeView",
    "Letter",
    "file",
    "intake",
    "letters",
    "post",
    "start",
    "start_correction",
    "stop",
    "subjects_of",
]
