"""The few pages that belong to no room."""

from dataclasses import replace

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET

from yakuba.ground.access.request import actor_of
from yakuba.ground.messages.send import mailbox as latest_mail
from yakuba.hall.context import desk_of, menu
from yakuba.hall.display import SETTINGS as DISPLAY_SETTINGS
from yakuba.ui.gallery import sample_context

GALLERY_STATES = {"empty", "filled", "error"}
MAILS = 40
YEAR = 365 * 24 * 60 * 60  # seconds


@require_GET
def display(request: HttpRequest) -> HttpResponse:
    """Letter size and contrast, kept in a cookie of this browser."""
    target = request.GET.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        target = "/"
    response = redirect(target)
    for name, known in DISPLAY_SETTINGS.items():
        if request.GET.get(name) in known:
            response.set_cookie(name, request.GET[name], max_age=YEAR, samesite="Lax", httponly=True)
    return response


@require_GET
def mailbox(request: HttpRequest) -> HttpResponse:
    """Demo only: every mail this town has sent, so that a newcomer can follow the links in them."""
    if not settings.YAKUBA_DEMO:
        raise Http404
    here = f"{request.scheme}://{request.get_host()}"
    # A sample town may be planted under one port and served under another.
    mails = [
        replace(mail, body=mail.body.replace(settings.YAKUBA_URL, here)) for mail in latest_mail(limit=MAILS)
    ]
    return render(request, "hall/mailbox.html", {"mails": mails})


@require_GET
def staff(request: HttpRequest) -> HttpResponse:
    """/staff/ itself: to the first desk of whoever is signed in."""
    return redirect(desk_of(menu(actor_of(request), "")))


@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    if not settings.YAKUBA_DEMO:
        raise Http404
    state = request.GET.get("state", "filled")
    return render(request, "ui/gallery.html", sample_context(state if state in GALLERY_STATES else "filled"))


@require_GET
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "hall/accessibility.html")
