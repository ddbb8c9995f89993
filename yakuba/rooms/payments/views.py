"""The cashier's counter, the sections' list of what is owed, the day's cash, and the papers."""

from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from yakuba.ground.access.actor import Actor
from yakuba.ground.access.gate import require
from yakuba.ground.access.request import actor_of
from yakuba.ground.access.rights import Right
from yakuba.ground.calendar import clock
from yakuba.ground.calendar.era import DayError, parse_day
from yakuba.ground.identifiers import new_id
from yakuba.ground.people import read as people
from yakuba.rooms.payments import door, forms, rules
from yakuba.rooms.payments.forms import Problem
from yakuba.rooms.payments.providers import METHODS
from yakuba.rooms.payments.reading import lists, papers
from yakuba.rooms.payments.reading.lists import FILTERS, AssessmentView
from yakuba.rooms.payments.rules import PaymentRefused


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """窓口収納: find what is to be paid, oldest due day first."""
    actor = actor_of(request)
    require(actor, Right.PAYMENT_RECEIVE)
    text = request.GET.get("q", "")
    found = lists.search(actor, text=text, page=_page(request))
    context = {
        "found": found,
        "q": text,
        "unpaid": lists.open_totals(actor),
        "book": lists.day_book(clock.today(), actor),
        "today": clock.today(),
        "pagination": _pagination(request, found),
    }
    return render(request, "payments/desk.html", context)


@require_safe
def assessments(request: HttpRequest) -> HttpResponse:
    """調定の一覧 of the sections the actor may read."""
    actor = actor_of(request)
    require(actor, Right.PAYMENT_READ)
    state = request.GET.get("state", "open")
    state = state if state in FILTERS else "open"
    found = lists.search(actor, text=request.GET.get("q", ""), state=state, page=_page(request))
    context = {
        "found": found,
        "pagination": _pagination(request, found),
        "filters": [
            {"name": "q", "label": "納入番号・受付番号・氏名", "value": request.GET.get("q", "")},
            {"name": "state", "label": "状態", "value": state, "options": _options(FILTERS)},
        ],
    }
    return render(request, "payments/assessments.html", context)


@require_safe
def assessment(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    view = lists.assessment(assessment_id, actor)
    context = {
        "view": view,
        "entries": lists.ledger(view.id),
        "section": people.section_name(view.section),
        "assessor": lists.assessor_name(view),
        "may_receive": view.state == rules.State.OPEN and actor.may(Right.PAYMENT_RECEIVE),
        "may_cancel": view.state == rules.State.OPEN
        and actor.may(Right.PAYMENT_ASSESS, section=view.section),
        "breadcrumbs": _crumbs(view.number),
    }
    return render(request, "payments/assessment.html", context)


@require_safe
def notice(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    view = lists.assessment(assessment_id, actor_of(request))
    try:
        return _paper(papers.notice(view), f"納入通知書-{view.number}.pdf")
    except PaymentRefused as refused:
        return _refused(request, view, str(refused))


@require_http_methods(["GET", "HEAD", "POST"])
def receipt_form(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """Type what was handed over → see the change → take the money."""
    actor = actor_of(request)
    require(actor, Right.PAYMENT_RECEIVE)
    view = lists.assessment(assessment_id, actor)
    if request.method != "POST":
        if view.receipt:
            return redirect("payments:receipt", receipt_id=view.receipt.id)
        return _receipt_page(request, view, forms.ReceiptForm(str(new_id()), "cash", view.amount, None, ""))
    form = forms.read_receipt(request.POST)
    if form.problems or form.tendered is None:
        return _receipt_page(request, view, form, form.problems, status=422)
    try:
        change = rules.change(view.amount, form.tendered)
        if request.POST.get("act") != "receive":
            return _receipt_page(request, view, form, change=change)
        done = _receive(request, view, form, form.tendered)
    except PaymentRefused as refused:
        return _receipt_page(request, view, form, (Problem("tendered", str(refused)),), status=422)
    return redirect("payments:receipt", receipt_id=done.id)


@require_safe
def receipt(request: HttpRequest, receipt_id: UUID) -> HttpResponse:
    view = lists.of_receipt(receipt_id, actor_of(request))
    return render(request, "payments/receipt.html", {"view": view, "breadcrumbs": _crumbs("収納しました")})


@require_safe
def receipt_paper(request: HttpRequest, receipt_id: UUID) -> HttpResponse:
    view = lists.of_receipt(receipt_id, actor_of(request))
    number = view.receipt.number if view.receipt else ""
    return _paper(papers.receipt(view), f"領収書-{number}.pdf")


@require_http_methods(["GET", "HEAD", "POST"])
def cancellation(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """Take an assessment back, with the reason."""
    actor = actor_of(request)
    view = lists.assessment(assessment_id, actor)
    require(actor, Right.PAYMENT_ASSESS, section=view.section)
    reason = request.POST.get("reason", "")
    error = ""
    if request.method == "POST":
        try:
            door.cancel(view.id, reason=reason, by=actor)
            return redirect("payments:assessment", assessment_id=view.id)
        except PaymentRefused as refused:
            error = str(refused)
    context = {
        "view": view,
        "field": forms.reason_field(reason, error),
        "problems": (Problem("reason", error),) if error else (),
        "breadcrumbs": _crumbs("調定の取消し"),
    }
    return render(request, "payments/cancellation.html", context, status=422 if error else 200)


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """The day book of the day typed in, else of today."""
    _book_reader(request)
    typed = request.GET.get("day", "")
    try:
        chosen = parse_day(typed) if typed.strip() else clock.today()
    except DayError as error:
        return _day_page(request, clock.today(), typed, (Problem("day", str(error)),))
    return redirect("payments:day", day=chosen.isoformat())


@require_safe
def day(request: HttpRequest, day: str) -> HttpResponse:
    """日計 of one day (ISO)."""
    try:
        return _day_page(request, date.fromisoformat(day))
    except ValueError:
        raise Http404(day) from None


def _book_reader(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    if not actor.may(Right.PAYMENT_RECEIVE):
        require(actor, Right.PAYMENT_READ)
    return actor


def _day_page(
    request: HttpRequest, chosen: date, typed: str = "", problems: tuple[Problem, ...] = ()
) -> HttpResponse:
    actor = _book_reader(request)
    before, after = lists.taken_days(actor, chosen)
    context = {
        "book": lists.day_book(chosen, actor),
        "before": before,
        "after": after,
        "typed": typed or chosen.isoformat(),
        "problems": problems,
    }
    return render(request, "payments/day.html", context, status=422 if problems else 200)


def _receive(
    request: HttpRequest, view: AssessmentView, form: forms.ReceiptForm, tendered: int
) -> door.ReceiptRef:
    if form.amount != view.amount:
        raise PaymentRefused("画面の金額が今の金額と違います。収納の画面を開き直してください。")
    return door.receive(
        view.id,
        amount=view.amount,
        method=form.method,
        received_on=clock.today(),
        by=actor_of(request),
        key=form.key,
        tendered=tendered,
    )


def _receipt_page(
    request: HttpRequest,
    view: AssessmentView,
    form: forms.ReceiptForm,
    problems: tuple[Problem, ...] = (),
    *,
    change: int | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "view": view,
        "form": form,
        "field": forms.tendered_field(form, problems[0].message if problems else ""),
        "problems": problems,
        "change": change,
        "method": METHODS.get(form.method, ""),
        "breadcrumbs": _crumbs("収納"),
    }
    return render(request, "payments/receipt_form.html", context, status=status)


def _refused(request: HttpRequest, view: AssessmentView, message: str) -> HttpResponse:
    context = {"view": view, "message": message, "breadcrumbs": _crumbs(view.number)}
    return render(request, "payments/refused.html", context, status=409)


def _paper(pdf: bytes, name: str) -> HttpResponse:
    response = HttpResponse(pdf, content_type="application/pdf")
    disposition = content_disposition_header(as_attachment=False, filename=name)
    response.headers["Content-Disposition"] = disposition or "inline"
    return response


def _crumbs(last: str) -> list[tuple[str, str]]:
    return [("調定・収納", reverse("payments:assessments")), (last, "")]


def _options(labels: dict[str, str]) -> list[dict[str, str]]:
    return [{"key": key, "label": label} for key, label in labels.items()]


def _page(request: HttpRequest) -> int:
    text = request.GET.get("page", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def _pagination(request: HttpRequest, found: lists.Found) -> dict[str, object]:
    def address(page: int) -> str:
        query = request.GET.copy()
        query["page"] = str(page)
        return f"?{query.urlencode()}"

    return {
        "has_prev": found.page > 1,
        "prev_url": address(found.page - 1),
        "has_next": found.has_next,
        "next_url": address(found.page + 1),
        "count_text": found.count_text,
    }
