"""Slowing down those who guess: sign-ins are counted by name and by address, for all processes together."""

from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest

from yakuba.ground.access import tallies

FAILURES = 10
FAILURES_OF_ONE_ADDRESS = 100
LINKS = 5
PAUSE = 15 * 60  # seconds


def _key(what: str, of: str) -> str:
    return f"{what}:{sha256(of.encode()).hexdigest()}"


def _address(request: HttpRequest) -> str:
    """Where the request comes from: behind the town's own proxy what that one has seen, the last in its
    list.
    """
    seen = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.HTTPS else ""
    return seen.rpartition(",")[2].strip() or str(request.META.get("REMOTE_ADDR", ""))


def blocked(name: str, request: HttpRequest) -> bool:
    """Counts one more try for this name and this address, before it is made (many at once are counted like
    many in a row); True when it may not be made. One that succeeds is taken back by `succeeded`.
    """
    if tallies.count(_key("sign-in", name), seconds=PAUSE) > FAILURES:
        return True
    return tallies.count(_key("sign-in-from", _address(request)), seconds=PAUSE) > FAILURES_OF_ONE_ADDRESS


def succeeded(name: str, request: HttpRequest) -> None:
    """Nothing is held against the name any more, nor this try against the address."""
    tallies.forget(_key("sign-in", name))
    tallies.give_back(_key("sign-in-from", _address(request)))


def too_many_links(name: str) -> bool:
    """Counts one more link for this name; True when it is over the limit for now."""
    return tallies.count(_key("links", name), seconds=PAUSE) > LINKS
