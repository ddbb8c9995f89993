"""覚えていること: what the town remembers of me, where from and when; correcting, forgetting, consent."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from yakuba.ground.access.gate import Denied
from yakuba.ground.access.request import actor_of
from yakuba.ground.calendar import clock
from yakuba.ground.catalogue.asking import Reading, facts_for, fields, press, read_act, read_page
from yakuba.ground.catalogue.definition import Procedure
from yakuba.ground.languages import say
from yakuba.rooms.answers import door as answers
from yakuba.rooms.profile import door as profile


@require_http_methods(["GET", "POST"])
def remembered(request: HttpRequest) -> HttpResponse:
    """Everything that is remembered; consent given or taken back, everything forgotten."""
    resident = _resident(request)
    if request.method == "POST":
        return _change(request, resident)
    context = {
        "consented": profile.consented(resident),
        "facts": profile.remembered(resident),
        "account": answers.account_lines(resident),
        "breadcrumbs": _trail((say("覚えていること"), "")),
    }
    return render(request, "applications/remembered.html", context)


def _change(request: HttpRequest, resident: UUID) -> HttpResponse:
    actor, act = actor_of(request), request.POST.get("act", "")
    if act == "consent":
        profile.give_consent(resident, by=actor)
        messages.success(request, say("これから送る申請で、覚えておくかどうかをえらべるようになりました。"))
    elif act == "withdraw":
        profile.withdraw_consent(resident, by=actor)
        messages.success(request, say("同意を取り消しました。覚えていたことは、すべて消しました。"))
    elif act == "forget_all":
        profile.forget(resident, by=actor)
        messages.success(request, say("覚えていたことを、すべて消しました。"))
    return redirect("applications:remembered")


@require_http_methods(["GET", "POST"])
def fact(request: HttpRequest, fact_id: UUID) -> HttpResponse:
    """One fact: put it right, or forget it."""
    found = _own(request, fact_id)
    form = profile.form_of(found.key)
    if request.method != "POST":
        return _form(request, form, found)
    posted = {name: [str(value) for value in values] for name, values in request.POST.lists()}
    act = read_act(posted)
    if act.verb == "forget":
        profile.forget(_resident(request), [fact_id], by=actor_of(request))
        messages.success(request, say("「{label}」を消しました。", label=found.label))
        return redirect("applications:remembered")
    typed = {name: values for name, values in posted.items() if name.startswith("q-")}
    reading = _read(form, typed)
    if act.verb != "next":
        pressed = press(form, form.all_questions(), typed, {}, _facts(form), act)
        return _form(request, form, found, Reading({}, pressed.problems, pressed.raw))
    if reading.problems:
        return _form(request, form, found, reading, status=422)
    profile.correct(fact_id, profile.value_from(found.key, reading.answers), by=actor_of(request))
    messages.success(request, say("「{label}」を直しました。", label=found.label))
    return redirect("applications:remembered")


def _facts(form: Procedure) -> dict[str, object]:
    return facts_for(form, {}, today=clock.today(), channel="online")


def _read(form: Procedure, typed: dict[str, list[str]]) -> Reading:
    return read_page(form, form.all_questions(), typed, {}, _facts(form))


def _form(
    request: HttpRequest, form: Procedure, found: profile.Fact, reading: Reading | None = None,
    *, status: int = 200,
) -> HttpResponse:  # fmt: skip
    problems = reading.problems if reading else ()
    stored = profile.answers_from(found)
    raw = reading.raw if reading else None
    context = {
        "fact": found,
        "fields": fields(form, form.all_questions(), stored, _facts(form), raw=raw, problems=problems),
        "problems": problems,
        "breadcrumbs": _trail((say("覚えていること"), reverse("applications:remembered")), (found.label, "")),
    }
    return render(request, "applications/remembered_fact.html", context, status=status)


def _resident(request: HttpRequest) -> UUID:
    actor = actor_of(request)
    if actor.kind != "resident" or actor.id is None:
        raise Denied("profile")
    return actor.id


def _own(request: HttpRequest, fact_id: UUID) -> profile.Fact:
    """Raises profile.NoSuchFact, also for another's."""
    for found in profile.remembered(_resident(request)):
        if found.id == fact_id:
            return found
    raise profile.NoSuchFact


def _trail(*items: tuple[str, str]) -> list[tuple[str, str]]:
    return [(say("マイページ"), reverse("applications:mine")), *items]
