"""What somebody gets who comes to a route: the page, the sign-in page, or "not there".

Compared without what may differ between two askings of the same thing: the CSRF token, and the address itself
where a page repeats it.
"""

import re
from copy import deepcopy
from dataclasses import dataclass
from urllib.parse import quote

from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client

_TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"')


@dataclass(frozen=True)
class Answer:
    """`word` is how the matrix names it; the rest is everything somebody could tell two answers apart by."""

    word: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


def asked(client: Client, method: str, address: str) -> Answer:
    """The answer to a request whose effect is taken back at once."""
    carried = deepcopy(client.cookies)
    with transaction.atomic():
        response = client.get(address) if method == "GET" else client.post(address, {"seen": "1"})
        transaction.set_rollback(True)
    client.cookies = carried
    body = content_of(response)
    headers = tuple(
        sorted((key, _bare(value.encode(), address).decode()) for key, value in response.headers.items())
    )
    return Answer(_word(response), response.status_code, _without_length(headers), _bare(body, address))


def content_of(response: HttpResponseBase) -> bytes:
    """The whole body. Only the file it came from is closed: a request's own end would close the database."""
    if not response.streaming:
        return response.content
    body = b"".join(response.streaming_content)
    for close in response._resource_closers:
        close()
    return body


def _bare(body: bytes, address: str) -> bytes:
    for form in {address, quote(address), quote(address, safe="")}:
        body = body.replace(form.encode(), b"<address>")
    return _TOKEN.sub(b"<token>", body)


def _without_length(headers: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    # The body is compared itself; its length follows that of the address.
    return tuple((key, value) for key, value in headers if key != "Content-Length")


def _word(response: HttpResponseBase) -> str:
    where = response.headers.get("Location", "")
    if response.status_code == 302 and where.split("?")[0] in ("/sign-in/", "/staff/sign-in/"):
        return "sign-in"
    if response.status_code == 404:
        return "-"
    return (
        "yes"
        if response.status_code < 400 or response.status_code in (409, 422)
        else str(response.status_code)
    )
