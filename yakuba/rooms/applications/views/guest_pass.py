"""What lets a guest back to a draft: a signed cookie for its path alone, and a signed mailed link.

The cookie ends with the browser, since libraries and family share devices; the link is for coming back.
"""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

_COOKIE = "draft"
_COOKIE_SALT = "applications.draft"
_LINK = signing.TimestampSigner(salt="applications.resume", sep=".")
_LINK_LASTS = timedelta(days=90)


def token_in(request: HttpRequest) -> str:
    """The draft's token the browser carries; "" without one, or with one somebody tampered with."""
    return str(request.get_signed_cookie(_COOKIE, default="", salt=_COOKIE_SALT))


def give(response: HttpResponse, draft_id: UUID, token: str) -> None:
    """Let this browser open this draft until it is closed."""
    response.set_signed_cookie(
        _COOKIE,
        token,
        salt=_COOKIE_SALT,
        path=reverse("applications:draft", args=[draft_id]),
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def link_text(token: str) -> str:
    """The token as the mailed link carries it."""
    return _LINK.sign(token)


def token_of_link(text: str) -> str | None:
    """The token in a link; None for one that is not ours or is over 90 days old."""
    try:
        return _LINK.unsign(text, max_age=_LINK_LASTS)
    except signing.BadSignature:
        return None
