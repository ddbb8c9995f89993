"""A form's token, masked as Django masks it (a new mask in every page, against guessing from compressed
pages), with one draw of chance instead of thirty-two.
"""

import os

from django.http import HttpRequest
from django.middleware.csrf import CSRF_ALLOWED_CHARS, CSRF_SECRET_LENGTH, get_token

_LETTERS = CSRF_ALLOWED_CHARS
_PLACE = {letter: at for at, letter in enumerate(_LETTERS)}
_FAIR = 256 - 256 % len(_LETTERS)
_UNFAIR = bytes(range(_FAIR, 256))
_AS_LETTER = bytes(ord(_LETTERS[at % len(_LETTERS)]) for at in range(256))


def form_token(request: HttpRequest) -> str:
    """The token for a form of this page; a browser without the cookie is given one, as by `get_token`.

    One that has the cookie is not sent it again with every page: it lasts a year.
    """
    secret = request.META.get("CSRF_COOKIE")
    if not isinstance(secret, str) or len(secret) != CSRF_SECRET_LENGTH:
        return get_token(request)
    mask = new_mask()
    size = len(_LETTERS)
    pairs = zip(secret, mask, strict=True)
    return mask + "".join([_LETTERS[(_PLACE[one] + _PLACE[other]) % size] for one, other in pairs])


def new_mask() -> str:
    """As many letters as a secret has, each as likely as any other."""
    letters = b""
    while len(letters) < CSRF_SECRET_LENGTH:
        letters += os.urandom(2 * CSRF_SECRET_LENGTH).translate(_AS_LETTER, _UNFAIR)
    return letters[:CSRF_SECRET_LENGTH].decode()
