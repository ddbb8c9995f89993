"""まとめ申請: beginning several applications together, their pages, one summary, one receipt, coming back."""

from contextlib import suppress
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yakuba.ground.access.request import actor_of
from yakuba.ground.languages import say
from yakuba.rooms.answers import door as answers
from yakuba.rooms.applications.actions import NotTaken
from yakuba.rooms.applications.actions import bundles as actions
from yakuba.rooms.applications.forms import EmailForm
from yakuba.rooms.applications.reading import bundles as reading
from yakuba.rooms.applications.reading.bundles import BundleView, MemberView
from yakuba.rooms.applications.views import guest_pass
from yakuba.rooms.applications.views.applying import onward as onward_to_draft
from yakuba.rooms.applications.views.summing_up import bundle_summary_context, keeping_context


def key_of(request: HttpRequest) -> answers.Key:
    return answers.Key(actor_of(request), guest_pass.BUNDLE.token_in(request))


def frame_of(view: BundleView, member: MemberView) -> answers.Frame:
    """The citizen's frame around the pages of one application of the bundle."""
    return answers.Frame(
        layout="ui/citizen.html",
        page_url=lambda draft, page: reverse("applications:bundle_page", args=[view.id, draft, page]),
        summary_url=lambda _: reverse("applications:bundle", args=[view.id]),
        later_url=lambda _: reverse("applications:bundle_pause", args=[view.id]),
        done_url=lambda _: reverse("applications:bundle_receipt", args=[view.id]),
        token=member.draft.token,
        breadcrumbs=((say("手続"), reverse("applications:home")),),
        heading=say(
            "手続 {number}/{all} {title}",
            number=member.position,
            all=len(view.members),
            title=member.draft.shown.title,
        ),
        place_url=lambda place: _place_url(view, place),
    )


def _place_url(view: BundleView, place: str) -> str:
    draft, _, page = place.partition(":")
    return reverse("applications:bundle_page", args=[view.id, draft, page])


@require_http_methods(["GET", "POST"])
def bundles(request: HttpRequest) -> HttpResponse:
    """Begin several together: at once for a resident, for a guest after saying how."""
    posted = request.POST if request.method == "POST" else request.GET
    choice = reading.choice(posted.getlist("procedure"))
    plan = posted.get("plan", "")[:43]
    way = request.POST.get("way", "")
    actor = actor_of(request)
    form = EmailForm(request.POST if way == "email" else None)
    begins = request.method == "POST" and (way or actor.kind == "resident") and choice.editions
    if begins and (way != "email" or form.is_valid()):
        email = form.cleaned_data["email"] if form.is_bound else ""
        try:
            view = actions.begin(choice.editions, actor=actor, email=email, plan=plan)
        except NotTaken:
            return redirect(_entry_url(posted.getlist("procedure"), plan))
        if email:
            _mail(request, view)
        return onward(request, view)
    context = {
        "choice": choice, "plan": plan, "form": form, "actor_kind": actor.kind,
        "again": _entry_url([edition.key for edition in choice.editions], plan),
        "breadcrumbs": [(say("手続"), reverse("applications:home")), (say("まとめて申請"), "")],
    }  # fmt: skip
    return render(request, "applications/bundle_entry.html", context, status=422 if form.message else 200)


def _entry_url(keys: list[str], plan: str) -> str:
    asked = [*(("procedure", key) for key in keys[: reading.MOST]), *([("plan", plan)] if plan else [])]
    return f"{reverse('applications:bundles')}?{urlencode(asked)}"


def onward(request: HttpRequest, view: BundleView) -> HttpResponse:
    """To the bundle; a guest's browser gets the pass for it."""
    response = redirect("applications:bundle", view.id)
    if actor_of(request).kind != "resident":
        guest_pass.BUNDLE.give(response, view.id, view.token)
    return response


def _mail(request: HttpRequest, view: BundleView) -> None:
    path = reverse("applications:bundle_resume", args=[guest_pass.BUNDLE.link_text(view.token)])
    actions.mail_link(view, link=request.build_absolute_uri(path))


@require_safe
def bundle(request: HttpRequest, bundle_id: UUID) -> HttpResponse:
    """Where the bundle goes on: the next page not answered, or the summary."""
    view = reading.bundle(bundle_id, key_of(request))
    if view.sent_at is not None:
        return redirect("applications:bundle_receipt", bundle_id)
    place = view.next_place
    if place is None:
        return redirect("applications:bundle_summary", bundle_id)
    return redirect("applications:bundle_page", bundle_id, *place)


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, bundle_id: UUID, draft_id: UUID, page_key: str) -> HttpResponse:
    """A question page of one of the applications; what is answered flows on to the later ones."""
    key = key_of(request)
    view = reading.bundle(bundle_id, key)
    member = view.member(draft_id)
    response = answers.handle_page(request, draft_id, page_key, frame=frame_of(view, member))
    if request.method == "POST" and view.sent_at is None:
        actions.share_again(bundle_id, key)
    return response


@require_POST
def different(request: HttpRequest, bundle_id: UUID, draft_id: UUID) -> HttpResponse:
    """Answer a shared question differently in this one application."""
    name = request.POST.get("question", "")
    try:
        page_key = actions.answer_here(bundle_id, key_of(request), draft_id=draft_id, name=name)
    except KeyError:
        return redirect("applications:bundle_summary", bundle_id)
    address = reverse("applications:bundle_page", args=[bundle_id, draft_id, page_key])
    return redirect(f"{address}?check=1#q-{name}")


@require_POST
def member_removal(request: HttpRequest, bundle_id: UUID, draft_id: UUID) -> HttpResponse:
    """Take one application out; it stays as an ordinary draft."""
    alone = actions.take_out(bundle_id, key_of(request), draft_id=draft_id)
    return onward_to_draft(request, answers.DraftRef(alone.id, alone.token))


@require_POST
def another_child(request: HttpRequest, bundle_id: UUID, draft_id: UUID) -> HttpResponse:
    """One more application of the same procedure, for another child."""
    with suppress(NotTaken):
        actions.add_child(bundle_id, key_of(request), draft_id=draft_id)
    return redirect("applications:bundle", bundle_id)


@require_http_methods(["GET", "POST"])
def summary(request: HttpRequest, bundle_id: UUID) -> HttpResponse:
    """Everything of every application once more, and the one button that sends them all."""
    key = key_of(request)
    if request.method == "POST" and request.POST.get("act") == "send":
        return _send(request, bundle_id, key)
    view = reading.bundle(bundle_id, key)
    if view.sent_at is not None:
        return redirect("applications:bundle_receipt", bundle_id)
    return _summary(request, view)


def _send(request: HttpRequest, bundle_id: UUID, key: answers.Key) -> HttpResponse:
    try:
        actions.send(
            bundle_id,
            key,
            declared=request.POST.get("declared") == "yes",
            keep=request.POST.get("remember") == "yes",
        )
    except actions.BundleNotReady as reason:
        view = reading.bundle(bundle_id, key)
        return _summary(request, view, undeclared=not reason.declared, status=422)
    return redirect("applications:bundle_receipt", bundle_id)


def _summary(
    request: HttpRequest, view: BundleView, *, undeclared: bool = False, status: int = 200
) -> HttpResponse:
    context = {
        **bundle_summary_context(view, lambda member: frame_of(view, member)),
        **keeping_context(request),
        "undeclared": undeclared,
    }
    return render(request, "applications/bundle_summary.html", context, status=status)


@require_http_methods(["GET", "POST"])
def pause(request: HttpRequest, bundle_id: UUID) -> HttpResponse:
    """It is saved; how to come back to the whole of it."""
    key = key_of(request)
    view = reading.bundle(bundle_id, key)
    form = EmailForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        _mail(request, actions.set_resume_email(bundle_id, key, form.cleaned_data["email"]))
        return redirect(f"{reverse('applications:bundle_pause', args=[bundle_id])}?sent=1")
    context = {
        "bundle": view, "form": form, "sent": "sent" in request.GET, "actor_kind": actor_of(request).kind,
    }  # fmt: skip
    return render(request, "applications/bundle_pause.html", context, status=422 if form.message else 200)


@require_http_methods(["GET", "POST"])
def resume(request: HttpRequest, link: str) -> HttpResponse:
    """The mailed link of a bundle. Only pressing 「続ける」 does something."""
    token = guest_pass.BUNDLE.token_of_link(link)
    if token is None:
        return render(request, "applications/link_over.html", status=404)
    if request.method == "POST":
        return onward(request, actions.opened_by_link(token, actor_of(request)))
    view = reading.bundle_by_token(token)
    return render(request, "applications/bundle_resume.html", {"bundle": view})


@require_safe
def receipt(request: HttpRequest, bundle_id: UUID) -> HttpResponse:
    """What has been sent: the bundle's number, each case's number and link. A second click shows the same."""
    view = reading.bundle(bundle_id, key_of(request))
    if view.sent_at is None:
        return redirect("applications:bundle", bundle_id)
    return render(request, "applications/bundle_receipt.html", {"bundle": view, "lines": reading.sent(view)})
