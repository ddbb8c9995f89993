"""Doing one act from a form, and showing the page again when it is refused or stale, with what was typed."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from yakuba.rooms.cases.actions.turn import AlreadyDone, Refused, Stale
from yakuba.rooms.cases.forms import Mend, Trouble, Typed

STALE = (
    "この案件は、ほかの人が先に進めました。いまの内容を読んでから、もう一度操作してください。"
    "入力した内容は残してあります。"
)
Again = Callable[[Typed, int], HttpResponse]


def perform(
    request: HttpRequest,
    case_id: UUID,
    action: Callable[[], object],
    *,
    said: str,
    again: Again,
    typed: Typed | None = None,
) -> HttpResponse:
    """Run `action` and go to the case; `again` shows the form of a refused (422) or stale (409) one."""
    kept = typed or Typed(request.POST)
    try:
        action()
    except AlreadyDone:
        messages.info(request, "この操作は、もう済んでいます。")
    except Stale:
        return again(with_trouble(kept, "", STALE), 409)
    except Mend:
        return again(kept, 422)
    except Refused as problem:
        return again(with_trouble(kept, problem.field, problem.message), 422)
    else:
        messages.success(request, said)
    return redirect("cases:case", case_id)


def with_trouble(typed: Typed, anchor: str, message: str) -> Typed:
    """`typed` with one more message."""
    problems = (*typed.problems, Trouble(anchor or "act", message))
    return Typed(typed.posted, problems, typed.raw, typed.staff)
