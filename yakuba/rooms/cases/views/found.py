"""Acts whose form holds the checklist and the staff questions of a step."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from yakuba.ground.access.request import actor_of
from yakuba.rooms.cases import forms
from yakuba.rooms.cases.actions.review import keep_findings
from yakuba.rooms.cases.reading.docket import docket
from yakuba.rooms.cases.reading.page import case_for
from yakuba.rooms.cases.views.asked import pressed
from yakuba.rooms.cases.views.case import show_case
from yakuba.rooms.cases.views.run import perform


def with_findings(
    request: HttpRequest,
    case_id: UUID,
    kind: str,
    act: Callable[..., object],
    said: str,
    *,
    partly: bool = False,
) -> HttpResponse:
    """Finish a step of `kind` by `act(request, case_id, seen=, found=)`, or keep what was found so far.

    `partly`: the act bears answers that are still missing. A button inside a question only changes what is
    typed; a form of a step that was left is stale.
    """
    around = docket(case_for(case_id, actor_of(request)))
    again = partial(show_case, request, case_id)
    if around.step is None or around.step.kind != kind:
        return perform(
            request, case_id, partial(forms.left_behind, request, around.case), said="", again=again
        )
    changed = pressed(request, around, around.step)
    if changed is not None:
        return again(changed, 200)
    found, typed = forms.findings(request, around, around.step)
    keeping = request.POST.get("act") == "keep" or request.POST.get("act", "").startswith("upload:")
    do = partial(keep_findings, actor=actor_of(request)) if keeping else partial(act, request)
    run = partial(forms.checked, request, typed, do, case_id, partly=keeping or partly, found=found)
    said = "途中を保存しました。" if keeping else said
    return perform(request, case_id, run, said=said, again=again, typed=typed)
