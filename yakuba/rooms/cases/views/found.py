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

    `partly`: the act bears answers that are still missing.
    """
    around = docket(case_for(case_id, actor_of(request)))
    again = partial(show_case, request, case_id)
    if around.step is None or around.step.kind != kind:
        left = partial(forms.left_behind, request, around.case)
        return perform(request, case_id, left, said="", again=again)
    changed = pressed(request, around, around.step)
    if changed is not None:
        return again(changed, 200)
    found, typed = forms.findings(request, around, around.step)
    do, partly, said = _asked_for(request, act, partly=partly, said=said)
    run = partial(forms.checked, request, typed, do, case_id, partly=partly, found=found)
    return perform(request, case_id, run, said=said, again=again, typed=typed)


def _asked_for(
    request: HttpRequest, act: Callable[..., object], *, partly: bool, said: str
) -> tuple[Callable[..., object], bool, str]:
    """The act behind the pressed button, whether it bears missing answers, and what is said after it."""
    if forms.only_keeps(request):
        return partial(keep_findings, actor=actor_of(request)), True, "途中を保存しました。"
    return partial(act, request), partly, said
