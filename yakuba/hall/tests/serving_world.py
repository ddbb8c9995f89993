"""The town as granian calls it, without granian: requests from real threads, answers as browsers get them."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse

from yakuba.hall.serving.application import Town
from yakuba.hall.serving.figures import Silent
from yakuba.hall.serving.gates import Gate


@dataclass
class Wire:
    """What came back."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.status, self.headers, self.body = status, dict(headers), body

    def response_iter(self, status: int, headers: list[tuple[str, str]], body: Any) -> None:
        self.status, self.headers = status, dict(headers)
        while True:
            try:
                self.body += body.__next__()
            except StopIteration:
                body.close()
                return

    @property
    def text(self) -> str:
        return self.body.decode()


def scope(path: str, typed: list[tuple[str, str]] | None = None, **more: Any) -> dict[str, Any]:
    """A request as granian describes it; with `typed` a post of these fields."""
    body = b"" if typed is None else urlencode(typed).encode()
    return {
        "REQUEST_METHOD": "GET" if typed is None else "POST", "PATH_INFO": path, "QUERY_STRING": "",
        "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "8000", "REMOTE_ADDR": "203.0.113.7",
        "HTTP_HOST": "localhost", "SERVER_PROTOCOL": "HTTP/1.1", "wsgi.url_scheme": "http",
        "CONTENT_TYPE": "application/x-www-form-urlencoded", "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": BytesIO(body),
    } | more  # fmt: skip


def several(fields: list[tuple[str, str]], files: list[tuple[str, str, bytes]]) -> dict[str, Any]:
    """A form with files, as a browser sends it: what `scope` takes beside the path."""
    mark = "x-mark"
    lines = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields
    ]
    lines += [
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"; filename="{file}"\r\n'
        "Content-Type: image/jpeg\r\n\r\n".encode()
        + content
        + b"\r\n"
        for name, file, content in files
    ]
    body = b"".join(lines) + f"--{mark}--\r\n".encode()
    return {
        "REQUEST_METHOD": "POST", "CONTENT_TYPE": f"multipart/form-data; boundary={mark}",
        "CONTENT_LENGTH": str(len(body)), "wsgi.input": BytesIO(body),
    }  # fmt: skip


class Place:
    """A slot without a database."""

    failures = 0

    def __enter__(self) -> None: ...
    def __exit__(self, *_: object) -> None: ...

    def told(self) -> tuple[int, float]:
        return 0, 0.0


def town(
    ask: Any = None,
    *,
    handler: Any = None,
    slots: int = 1,
    staff: int = 1,
    room: int = 0,
    patience: float = 0.05,
) -> Town:
    """A town whose pages are made by `ask(environ)`; by default each says its address.

    `handler`: Django's own instead.
    """

    def django(environ: dict[str, Any], start: Any) -> HttpResponse:
        response = ask(environ) if ask else HttpResponse(environ["PATH_INFO"])
        start(f"{response.status_code} X", list(response.items()))
        return response

    def gate(name: str, count: int) -> Gate:
        return Gate(name, slots=count, room=room, patience=patience, make=Place)

    gates = {
        "residents": gate("residents", slots),
        "staff": gate("staff", staff),
        "health": gate("health", 1),
    }
    return Town(handler or django, gates, Silent())


def ask(of: Town, *requests: dict[str, Any]) -> list[Wire]:
    """All of them at the same moment, each in a thread of its own."""

    def one(request: dict[str, Any]) -> Wire:
        wire = Wire()
        of(wire, request)
        return wire

    with ThreadPoolExecutor(len(requests)) as threads:
        return list(threads.map(one, requests))
