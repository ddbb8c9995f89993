"""Following a matter by its secret address: where it stands, correcting, letters, taking back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yakuba.ground.access.request import actor_of
from yakuba.ground.calendar.era import spoken_datetime
from yakuba.ground.files.intake import size_words
from yakuba.ground.files.reply import attachment
from yakuba.ground.languages import say
from yakuba.rooms.applications import actions
from yakuba.rooms.applications.views.applying import onward
from yakuba.rooms.cases import door as cases
from yakuba.rooms.payments import door as payments


@require_safe
def status(request: HttpRequest, token: str) -> HttpResponse:
    found = cases.status(token=token)
    return render(request, "applications/status.html", {"status": found, **status_words(found)})


def status_words(found: cases.CaseStatus) -> dict[str, object]:
    """The status in the forms the parts of the design system take."""
    owed = [payment for payment in found.payments if isinstance(payment, payments.AssessmentView)]
    return {
        "steps": [{"title": step.title, "state": step.state} for step in found.steps],
        "timeline": [_line(line) for line in found.timeline],
        "open_payments": [payment for payment in owed if payment.state == "open"],
        "letters": [letter_line(found.status_token, letter) for letter in found.letters if _ready(letter)],
        "other_letters": [letter for letter in found.letters if not _ready(letter)],
        "paid": [payment for payment in owed if payment.state == "settled"],
    }


def _line(line: cases.TimelineLine) -> dict[str, str]:
    return {"when": spoken_datetime(line.at), "title": line.title, "text": line.text}


def _ready(letter: cases.LetterFile) -> bool:
    return letter.ready and letter.delivery == "download"


def letter_line(token: str, letter: cases.LetterFile) -> dict[str, str]:
    """A letter in a list of files to download."""
    url = reverse("applications:letter", args=[token, letter.id])
    return {"name": letter.title, "url": url, "size": f"PDF {size_words(letter.size)}", "note": letter.number}


@require_POST
def correction(request: HttpRequest, token: str) -> HttpResponse:
    ref = actions.begin_correction(cases.status(token=token), actor_of(request))
    return onward(request, ref) if ref else redirect("applications:status", token)


@require_http_methods(["GET", "POST"])
def withdrawal(request: HttpRequest, token: str) -> HttpResponse:
    found = cases.status(token=token)
    if not found.may_withdraw:
        return redirect("applications:status", token)
    if request.method == "POST":
        _withdraw(request, found)
        return redirect("applications:status", token)
    return render(request, "applications/withdrawal.html", {"status": found})


def _withdraw(request: HttpRequest, found: cases.CaseStatus) -> None:
    try:
        cases.withdraw(found.case_id, by=actor_of(request))
    except cases.CaseRefused as refused:
        messages.error(request, say(str(refused)))


@require_safe
def letter(request: HttpRequest, token: str, letter_id: UUID) -> HttpResponseBase:
    return attachment(cases.letter_file(letter_id, token=token))
