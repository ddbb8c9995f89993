"""Buttons inside staff questions (add a row, look an address up): they change what is typed and nothing
else.
"""

from django.http import HttpRequest

from yakuba.ground.catalogue import asking
from yakuba.ground.catalogue.definition import Step
from yakuba.rooms.cases.forms import PREFIX, Typed
from yakuba.rooms.cases.reading.docket import Docket


def pressed(request: HttpRequest, docket: Docket, step: Step) -> Typed | None:
    """What was typed after such a button; None when the form was sent by one of its own."""
    raw = dict(request.POST.lists())
    act = asking.read_act(raw)
    if act.verb not in ("lookup", "add", "remove", "pin", "clearplace"):
        return None
    found = asking.press(
        docket.procedure,
        step.questions,
        raw,
        docket.submission.answers,
        docket.facts,
        act,
        staff=docket.staff,
        prefix=PREFIX,
    )
    return Typed(request.POST, tuple(found.problems), found.raw, found.answers)
