"""The actor behind a web request; the middleware of the hall puts it there once."""

from django.http import HttpRequest

from yakuba.ground.access.actor import GUEST, Actor, staff_actor
from yakuba.ground.calendar import clock
from yakuba.ground.people import read
from yakuba.ground.people.models import Account


def actor_of(request: HttpRequest) -> Actor:
    """Who is acting in this request; the guest when nobody has signed in. Read once per request."""
    actor = getattr(request, "_yakuba_actor", None)
    if actor is None:
        actor = find_actor(request)
        request._yakuba_actor = actor  # type: ignore[attr-defined]
    return actor


def find_actor(request: HttpRequest) -> Actor:
    """At most one query for a resident and two for staff, a guest's browser asks nothing (ADR 0017)."""
    account = getattr(request, "user", None)
    if not isinstance(account, Account) or not account.is_active:
        return GUEST
    assurance = str(request.session.get("assurance", "password"))
    if account.kind == Account.Kind.STAFF:
        staff = read.staff_of(account)
        return staff_actor(staff.id, staff.name, day=clock.today(), assurance=assurance) if staff else GUEST
    who = read.resident_of(account)
    return Actor(kind="resident", id=who.id, name=who.name, assurance=assurance) if who else GUEST
