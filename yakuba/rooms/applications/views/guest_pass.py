"""What lets a guest back: a signed cookie for the path of one draft or bundle, and a signed mailed link.

The cookie ends with the browser, since libraries and family share devices; the link is for coming back.
"""

from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

_LINK_LASTS = timedelta(days=90)


@dataclass(frozen=True)
class Pass:
    """One kind of pass: the cookie's name, the route whose path it is for, and the salts that keep a pass of
    one kind from being taken for another.
    """

    cookie: str
    route: str
    cookie_salt: str
    link_salt: str

    def token_in(self, request: HttpRequest) -> str:
        """The token the browser carries; "" without one, or with one somebody tampered with."""
        text = request.COOKIES.get(self.cookie)
        return _unsigned(self, text) if text else ""

    def give(self, response: HttpResponse, identity: UUID, token: str) -> None:
        """Let this browser open this draft or bundle until it is closed."""
        response.set_signed_cookie(
            self.cookie,
            token,
            salt=self.cookie_salt,
            path=reverse(self.route, args=[identity]),
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )

    def link_text(self, token: str) -> str:
        """The token as the mailed link carries it."""
        return self._signer.sign(token)

    def token_of_link(self, text: str) -> str | None:
        """The token in a link; None for one that is not ours or is over 90 days old."""
        try:
            return self._signer.unsign(text, max_age=_LINK_LASTS)
        except signing.BadSignature:
            return None

    @property
    def _signer(self) -> signing.TimestampSigner:
        return signing.TimestampSigner(salt=self.link_salt, sep=".")


@lru_cache(maxsize=4096)
def _unsigned(kind: Pass, text: str) -> str:
    """What a cookie says when its signature is right: the same every time, so worked out once."""
    request = HttpRequest()
    request.COOKIES = {kind.cookie: text}
    return str(request.get_signed_cookie(kind.cookie, default="", salt=kind.cookie_salt))


DRAFT = Pass("draft", "applications:draft", "applications.draft", "applications.resume")
BUNDLE = Pass("bundle", "applications:bundle", "applications.bundle", "applications.bundle.resume")

token_in = DRAFT.token_in
give = DRAFT.give
link_text = DRAFT.link_text
token_of_link = DRAFT.token_of_link
