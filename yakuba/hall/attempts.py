"""Slowing down those who guess: failed sign-ins are counted by name and by address, in the cache only."""

from hashlib import sha256

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

FAILURES = 10
FAILURES_OF_ONE_ADDRESS = 100
LINKS = 5
PAUSE = 15 * 60  # seconds


def _keys(name: str, request: HttpRequest) -> dict[str, int]:
    address = _address(request)
    return {
        "sign-in:" + sha256(name.encode()).hexdigest(): FAILURES,
        "sign-in-from:" + sha256(address.encode()).hexdigest(): FAILURES_OF_ONE_ADDRESS,
    }


def _address(request: HttpRequest) -> str:
    """Where the request comes from: behind the town's own proxy what that one has seen, the last in its
    list.
    """
    seen = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.HTTPS else ""
    return seen.rpartition(",")[2].strip() or str(request.META.get("REMOTE_ADDR", ""))


def _count(key: str) -> int:
    """One more; a count that lapses in this very moment begins anew."""
    cache.add(key, 0, PAUSE)
    try:
        return int(cache.incr(key))
    except ValueError:
        cache.set(key, 1, PAUSE)
        return 1


def blocked(name: str, request: HttpRequest) -> bool:
    return any(cache.get(key, 0) >= limit for key, limit in _keys(name, request).items())


def failed(name: str, request: HttpRequest) -> None:
    for key in _keys(name, request):
        _count(key)


def succeeded(name: str, request: HttpRequest) -> None:
    cache.delete(next(iter(_keys(name, request))))


def too_many_links(name: str, request: HttpRequest) -> bool:
    """Counts one more link for this name; True when it is over the limit for now."""
    key = "links:" + sha256(name.encode()).hexdigest()
    return _count(key) > LINKS
