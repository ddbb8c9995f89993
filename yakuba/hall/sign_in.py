"""Signing in: residents by e-mail address and password or by a one-time link; staff by number and password.

Second factors, passkeys and OIDC come with a later issue (docs/adr/0004). The answer to a wrong password and
to an unknown address is the same, and repeated failures make everybody wait.
"""

from contextlib import suppress
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST
from sesame.utils import get_query_string, get_user

from yakuba.ground import town
from yakuba.ground.access.request import find_actor
from yakuba.ground.languages import marked, say
from yakuba.ground.messages.send import queue_email
from yakuba.ground.people.arrange import PeopleProblem, hold_account, prove_address, register_resident
from yakuba.ground.people.models import Account
from yakuba.hall import attempts
from yakuba.hall.context import desk_of, menu
from yakuba.hall.forms import LinkForm, SignInForm, SignUpForm, StaffSignInForm
from yakuba.hall.languages import wished

UNPROVED = marked(
    "このメールアドレスの確かめが、まだ済んでいません。お送りしたメールのリンクを開いてください。"
    "届いていないときは、下の「メールでサインイン」を使ってください。"
)


def _next(request: HttpRequest, fallback: str) -> str:
    """Where to go afterwards: only a path of this site; "" without a wish and a fallback."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    if wanted and safe:
        return wanted
    return reverse(fallback) if fallback else ""


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    return _password_page(
        request, SignInForm, Account.Kind.RESIDENT, "hall/sign_in.html", "applications:mine"
    )


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def staff_sign_in(request: HttpRequest) -> HttpResponse:
    """In the demo the page may come with a name filled in (`as`), from the list of what there is to try."""
    return _password_page(request, StaffSignInForm, Account.Kind.STAFF, "hall/staff_sign_in.html", "")


def _password_page(
    request: HttpRequest, form_class: type[SignInForm], kind: str, template: str, fallback: str
) -> HttpResponse:
    offered = {"login": request.GET.get("as", "")} if settings.YAKUBA_DEMO else None
    form = form_class(request.POST or None, initial=offered)
    waits = False
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["login"].strip().lower()
        waits = attempts.blocked(name, request)
        if waits:
            form.add_error(
                None,
                say("続けて間違えたため、15分のあいだサインインできません。少し待ってからお試しください。"),
            )
        else:
            account = authenticate(request, username=name, password=form.cleaned_data["password"])
            if not isinstance(account, Account) or account.kind != kind:
                form.add_error(None, form.wrong)
            else:
                attempts.succeeded(name, request)
                if _may_use_password(account):
                    return _enter(request, account, "password", fallback)
                form.add_error(None, say(UNPROVED))
    context = {"form": form, "next": _next(request, fallback), "problems": form.problems()}
    status = 429 if waits else 422 if form.errors else 200
    response = render(request, template, context, status=status)
    if waits:
        response.headers["Retry-After"] = str(attempts.PAUSE)
    return response


def _may_use_password(account: Account) -> bool:
    """A resident's password counts only once the address is proved: anybody can type anybody's address."""
    return account.kind == Account.Kind.STAFF or account.proved_at is not None


def _enter(request: HttpRequest, account: Account, assurance: str, fallback: str) -> HttpResponse:
    target, key = _next(request, fallback), request.session.session_key
    login(request, account, backend="django.contrib.auth.backends.ModelBackend")
    if request.session.session_key == key:
        # Who was in already and proves it again gets another key as well (ASVS 7.2.4).
        request.session.cycle_key()
    request.session["assurance"] = assurance
    # Staff without a wish come to the first desk their post has: a cashier has no cases.
    return redirect(target or desk_of(menu(find_actor(request), "")))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("applications:home")


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def sign_up(request: HttpRequest) -> HttpResponse:
    """A resident makes an account; the address is proved by the link that is mailed to it.

    One that has an account already gets a link to it, and its password stays.
    """
    # After a switch of language the page shows again what was typed (never the password).
    switched = bool(wished(request))
    form = SignUpForm(None if switched else request.POST or None, initial=request.POST.dict())
    if request.method == "POST" and form.is_valid():
        # Whether the address has an account already is told to its mailbox only, never to the screen.
        request.session["signed_up"] = ""
        with suppress(PeopleProblem):
            register_resident(**form.resident())
            request.session["signed_up"] = form.cleaned_data["login"].strip().lower()
        _mail_link(request, form.cleaned_data["login"], _next(request, "applications:mine"))
        return render(request, "hall/link_sent.html", {"address": form.cleaned_data["login"], "new": True})
    context = {"form": form, "next": _next(request, "applications:mine"), "problems": form.problems()}
    return render(request, "hall/sign_up.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def link_request(request: HttpRequest) -> HttpResponse:
    """Ask for a sign-in link. The page that follows is the same whether or not the address is known."""
    form = LinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _mail_link(request, form.cleaned_data["login"], _next(request, "applications:mine"))
        return render(request, "hall/link_sent.html", {"address": form.cleaned_data["login"]})
    context = {"form": form, "next": _next(request, "applications:mine"), "problems": form.problems()}
    return render(request, "hall/link_request.html", context, status=422 if form.errors else 200)


def _mail_link(request: HttpRequest, address: str, target: str) -> None:
    account = Account.objects.filter(login=address.strip().lower(), kind=Account.Kind.RESIDENT).first()
    if account is None or attempts.too_many_links(account.login):
        return
    query = f"{get_query_string(account)}&{urlencode({'next': target})}"
    url = request.build_absolute_uri(reverse("hall:link") + query)
    name = town.facts().name
    queue_email(
        to=account.login,
        subject=f"【{name}】サインインのご案内",
        body=(
            f"{name}の手続ページへのサインインです。\n\n次のリンクを開き、「サインインする」を押してください。\n"
            f"{url}\n\nこのリンクは15分間、1回だけ使えます。\n心当たりがないときは、このメールを消してください。\n"
        ),
        about=f"account:{account.id}",
    )


@require_http_methods(["GET", "POST"])
def link(request: HttpRequest) -> HttpResponse:
    """GET only shows a button, so that a mail scanner that follows links uses nothing up."""
    if request.method == "GET":
        token = request.GET.get("sesame", "")
        return render(
            request, "hall/link.html", {"token": token, "next": _next(request, "applications:mine")}
        )
    return _use_link(request) or render(request, "hall/link_spent.html", status=422)


@transaction.atomic
def _use_link(request: HttpRequest) -> HttpResponse | None:
    """Signs in by the link that was sent; None where it is spent, too old or nobody's.

    Two that send it at once wait for each other at the account: the first one's signing in spends it.
    """
    token = request.POST.get("sesame", "")
    named = get_user(token, update_last_login=False)
    if not isinstance(named, Account) or named.kind != Account.Kind.RESIDENT:
        return None
    hold_account(named)
    account = get_user(token)
    if not isinstance(account, Account):
        return None
    prove_address(account, keep_password=request.session.get("signed_up") == account.login)
    return _enter(request, account, "mailed_link", "applications:mine")
