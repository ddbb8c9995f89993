"""Applying: how to begin, the question pages, the summary, the receipt, and coming back."""

from functools import cache
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from yakuba.ground.access.request import actor_of
from yakuba.ground.files.reply import attachment
from yakuba.ground.languages import say
from yakuba.rooms.answers import door as answers
from yakuba.rooms.applications import actions
from yakuba.rooms.applications.forms import EmailForm
from yakuba.rooms.applications.views import guest_pass
from yakuba.rooms.applications.views.finding import guide_or_404, trail
from yakuba.rooms.applications.views.summing_up import keeping_context
from yakuba.rooms.cases import door as cases


def frame_of(request: HttpRequest, token: str = "") -> answers.Frame:
    """The citizen's frame around question pages."""
    return answers.Frame(
        layout="ui/citizen.html",
        page_url=page_url,
        summary_url=lambda draft: reverse("applications:summary", args=[draft]),
        later_url=lambda draft: reverse("applications:pause", args=[draft]),
        done_url=lambda draft: reverse("applications:receipt", args=[draft]),
        token=token or guest_pass.token_in(request),
        breadcrumbs=((say("手続"), _home()),),
    )


def page_url(draft: UUID, page: str) -> str:
    """The address of a question page: every page names several."""
    before, between, after = _around_page()
    return f"{before}{draft}{between}{page}{after}"


@cache
def _around_page() -> tuple[str, str, str]:
    """What stands in the address of a question page around the draft and the page's key."""
    draft, page = UUID(int=0), "page-key"
    before, rest = reverse("applications:page", args=[draft, page]).split(str(draft))
    between, after = rest.split(page)
    return before, between, after


@cache
def _home() -> str:
    return reverse("applications:home")


def key_of(request: HttpRequest) -> answers.Key:
    return answers.Key(actor_of(request), guest_pass.token_in(request))


def onward(request: HttpRequest, ref: answers.DraftRef) -> HttpResponse:
    """To the draft just begun; a guest's browser gets the pass for it."""
    response = redirect("applications:draft", ref.id)
    if actor_of(request).kind != "resident":
        guest_pass.give(response, ref.id, ref.token)
    return response


@require_http_methods(["GET", "POST"])
def entry(request: HttpRequest, key: str) -> HttpResponse:
    """How to begin: signed in, with an e-mail address, or (where allowed) with nothing."""
    guide = guide_or_404(key)
    actor = actor_of(request)
    form = EmailForm(request.POST if request.POST.get("way") == "email" else None)
    if request.method == "POST" and (request.POST.get("way") != "email" or form.is_valid()):
        email = form.cleaned_data["email"] if form.is_bound else ""
        try:
            ref = actions.begin(edition_id=guide.edition.id, actor=actor, email=email)
        except actions.NotTaken:
            return redirect("applications:procedure", key)
        if email:
            _mail(request, answers.draft(ref.id, answers.Key(actor, ref.token)), ref.token)
        return onward(request, ref)
    begun = [row for row in answers.drafts_of(actor.ref) if row.procedure_key == key] if actor.id else []
    about = reverse("applications:procedure", args=[key])
    context = {
        "guide": guide,
        "form": form,
        "begun": begun,
        "actor_kind": actor.kind,
        "breadcrumbs": trail((guide.procedure.title, about), (say("はじめる"), "")),
    }
    return render(request, "applications/entry.html", context, status=422 if form.message else 200)


def _mail(request: HttpRequest, draft: answers.DraftView, token: str) -> None:
    path = reverse("applications:resume", args=[guest_pass.link_text(token)])
    actions.mail_link(draft, link=request.build_absolute_uri(path))


@require_safe
def draft(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Where this draft goes on."""
    frame = frame_of(request)
    found = answers.draft(draft_id, key_of(request))
    if found.submission_id is not None:
        return redirect(frame.done_url(found.id))
    if (together := actions.bundle_of(found)) is not None:
        return redirect("applications:bundle", together)
    place = found.next_place
    return redirect(frame.page_url(found.id, place) if place else frame.summary_url(found.id))


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, draft_id: UUID, page_key: str) -> HttpResponse:
    return answers.handle_page(request, draft_id, page_key, frame=frame_of(request))


@require_safe
def draft_file(request: HttpRequest, draft_id: UUID, file_id: UUID) -> HttpResponseBase:
    """A file of one's own draft, to look at again."""
    found = answers.draft(draft_id, key_of(request))
    if str(file_id) not in {file["file"] for file in found.files}:
        raise Http404
    return attachment(file_id, show_picture=True)


@require_http_methods(["GET", "POST"])
def summary(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Everything once more, and the button that sends it."""
    key = key_of(request)
    if request.method == "POST" and request.POST.get("act") == "send":
        return _send(request, draft_id, key)
    found = answers.draft(draft_id, key)
    if found.submission_id is not None:
        return redirect("applications:receipt", draft_id)
    if (together := actions.bundle_of(found)) is not None:
        return redirect("applications:bundle_summary", together)
    return _summary(request, draft_id, key)


def _send(request: HttpRequest, draft_id: UUID, key: answers.Key) -> HttpResponse:
    try:
        actions.send(
            draft_id,
            key,
            declared=request.POST.get("declared") == "yes",
            keep=request.POST.get("remember") == "yes",
        )
    except answers.NotReady as reason:
        return _summary(request, draft_id, key, undeclared=not reason.declared, status=422)
    except actions.InBundle as together:
        return redirect("applications:bundle_summary", together.bundle_id)
    except cases.CaseRefused as refused:
        messages.error(request, say(str(refused)))
        return _summary(request, draft_id, key, status=409)
    return redirect("applications:receipt", draft_id)


def _summary(
    request: HttpRequest, draft_id: UUID, key: answers.Key, *, undeclared: bool = False, status: int = 200
) -> HttpResponse:
    shown = answers.summary(draft_id, key)
    context = {
        **answers.summary_context(shown, frame_of(request)),
        **keeping_context(request),
        "needs_email": answers.needs_email(shown.draft),
        "undeclared": undeclared,
    }
    return render(request, "applications/summary.html", context, status=status)


@require_http_methods(["GET", "POST"])
def pause(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """It is saved; how to come back. A guest may have the link mailed (again, or to another address)."""
    key = key_of(request)
    found = answers.draft(draft_id, key)
    form = EmailForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        found = answers.set_resume_email(draft_id, key, form.cleaned_data["email"])
        _mail(request, found, found.token)
        return redirect(f"{reverse('applications:pause', args=[draft_id])}?sent=1")
    context = {
        "draft": found,
        "form": form,
        "sent": "sent" in request.GET,
        "actor_kind": actor_of(request).kind,
    }
    return render(request, "applications/pause.html", context, status=422 if form.message else 200)


@require_http_methods(["GET", "POST"])
def resume(request: HttpRequest, link: str) -> HttpResponse:
    """The mailed link. Only pressing 「続ける」 does something: mail programs open links by themselves."""
    token = guest_pass.token_of_link(link)
    if token is None:
        return render(request, "applications/link_over.html", status=404)
    if request.method == "POST":
        found = answers.opened_by_link(token, actor_of(request))
        return onward(request, answers.DraftRef(found.id, token))
    found = answers.draft_by_token(token)
    return render(request, "applications/resume.html", {"draft": found})


@require_safe
def receipt(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """What has been sent: the number, and where to follow it. A reload or a second click shows the same."""
    found = answers.draft(draft_id, key_of(request))
    if found.submission_id is None:
        return redirect("applications:draft", draft_id)
    case = cases.case_of_submission(found.submission_id)
    if case is None:
        raise Http404
    context = {
        "draft": found,
        "case": case,
        "status": cases.status(token=case.status_token),
        "mailed": actions.mailed(found, answers.submission(found.submission_id)),
    }
    return render(request, "applications/receipt.html", context)
