"""The town as granian calls it: for each request a slot, Django's answer, a line of the log, the figures.

Before a slot is asked for the whole body has come in: a slow line occupies a thread, never a slot. Staff have
slots of their own, so that a rush of applicants does not keep clerks from their work; health needs none.
"""

import logging
import sys
import time
from collections.abc import Callable
from importlib import import_module
from io import BytesIO
from typing import Any, Protocol

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connections
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve

from yakuba.hall.logs import where
from yakuba.hall.serving import bodies, crowded, draining
from yakuba.hall.serving.figures import Counted, Figures, Silent
from yakuba.hall.serving.gates import Gate, Slot
from yakuba.hall.serving.noting import Line, note, request_id
from yakuba.hall.serving.plan import STAFF_WAITING, WAITING

PATIENCE, HEALTH_PATIENCE = 2.0, 30.0
"""Seconds a request waits for a slot at most."""
LIVE, READY, STAFF = "/health/live/", ("/health/ready/", "/health/"), "/staff/"
Environ = dict[str, Any]
Headers = list[tuple[str, str]]
log = logging.getLogger("yakuba")


class Wire(Protocol):
    """granian's side of one request."""

    def response_bytes(self, status: int, headers: Headers, body: bytes) -> None: ...
    def response_iter(self, status: int, headers: Headers, body: Any) -> None: ...


class Handler(WSGIHandler):
    """Django, telling which route it found: log and figures know routes, never addresses."""

    def get_response(self, request: HttpRequest) -> HttpResponseBase:
        response = super().get_response(request)
        match = request.resolver_match
        # Some answers are given before any route is looked for.
        request.environ["yakuba.route"] = match.view_name if match else _route(request.path_info)  # type: ignore[attr-defined]
        return response


class Reply:
    """The answer on its way: with the request's number, and the last of its connection while we end."""

    def __init__(self, wire: Wire, line: Line) -> None:
        self._wire, self._line = wire, line

    def whole(self, status: int, headers: Headers, body: bytes) -> None:
        self._wire.response_bytes(status, self._headed(status, headers), body)

    def stream(self, status: int, headers: Headers, response: HttpResponseBase) -> None:
        """Comes back when the reader has it all, or is gone."""
        self._wire.response_iter(status, self._headed(status, headers), _Stream(response, self._line.id))

    def _headed(self, status: int, headers: Headers) -> Headers:
        self._line.status = status
        closing = [("Connection", "close")] if draining.begun() else []
        return [*headers, ("X-Request-ID", self._line.id), *closing]


class _Stream:
    """granian would write the text of an error to the log."""

    def __init__(self, response: HttpResponseBase, number: str) -> None:
        self._pieces, self._number = iter(response), number
        self.close = response.close

    def __next__(self) -> bytes:
        try:
            return bytes(next(self._pieces))
        except StopIteration:
            raise
        except Exception:
            log.error("an answer broke off, request %s: %s", self._number, where(sys.exc_info()))
            raise StopIteration from None


class Town:
    """Called once for each request, in any of many threads."""

    def __init__(self, ask: Callable[..., Any], gates: dict[str, Gate], figures: Figures) -> None:
        self._ask, self._gates, self._figures = ask, gates, figures
        self._around: Environ = {
            "SCRIPT_NAME": "", "wsgi.errors": sys.stderr, "wsgi.input_terminated": True,
            "wsgi.multiprocess": True, "wsgi.multithread": True, "wsgi.run_once": False,
            "wsgi.version": (1, 0),
        }  # fmt: skip

    def __call__(self, wire: Wire, scope: Environ) -> None:
        """Answer one request, whatever happens."""
        environ = self._around | scope
        line = Line(time.perf_counter(), request_id(environ), str(environ["REQUEST_METHOD"]))
        environ["yakuba.id"] = line.id
        reply = Reply(wire, line)
        self._figures.began()
        try:
            self._answer(environ, reply, line)
        except Exception:
            log.error("crash outside of every page, request %s: %s", line.id, where(sys.exc_info()))
            reply.whole(*crowded.trouble())
        line.route = environ.get("yakuba.route", "")
        line.seconds = time.perf_counter() - line.began
        self._figures.answered(line)
        note(line)

    def _answer(self, environ: Environ, reply: Reply, line: Line) -> None:
        try:
            bodies.take_in(environ)
        except bodies.Unusable as problem:
            reply.whole(*crowded.refused(problem.status))
            return
        gate = self._gate(environ["PATH_INFO"])
        if gate is None:
            self._send(self._django(environ), reply)
            connections.close_all()
            return
        began = time.perf_counter()
        slot = gate.enter()
        line.waited = time.perf_counter() - began
        self._figures.waits(gate.name, gate.waiting)
        if slot is None:
            self._figures.shed(gate.name)
            environ["yakuba.route"] = _route(environ["PATH_INFO"])
            reply.whole(*crowded.page(environ))
            return
        self._at_work(environ, reply, line, gate, slot)

    def _at_work(self, environ: Environ, reply: Reply, line: Line, gate: Gate, slot: Slot) -> None:
        later = None
        try:
            with slot:
                status, headers, response = self._django(environ)
                if isinstance(response, FileResponse):
                    later = status, headers, response  # a slow reader needs no database
                else:
                    self._send((status, headers, response), reply)
                line.queries, line.database = slot.told()
                self._figures.failed(slot.failures)
        finally:
            gate.leave(slot)
        if later:
            self._send(later, reply)

    def _gate(self, path: str) -> Gate | None:
        if path == LIVE:
            return None
        return self._gates["health" if path in READY else "staff" if path.startswith(STAFF) else "residents"]

    def _django(self, environ: Environ) -> tuple[int, Headers, Any]:
        head: list[Any] = []
        response = self._ask(environ, lambda status, headers: head.extend((status, headers)))
        return int(head[0].split(" ", 1)[0]), head[1], response

    @staticmethod
    def _send(answer: tuple[int, Headers, Any], reply: Reply) -> None:
        status, headers, response = answer
        if response.streaming:
            reply.stream(status, headers, response)
            return
        body = response.content
        response.close()
        reply.whole(status, headers, body)


def build(*, slots: int, staff_slots: int, counted: bool) -> Town:
    """The town of this process, ready to answer. Needs loaded settings."""
    gates = {
        "residents": Gate("residents", slots=slots, room=WAITING, patience=PATIENCE),
        "staff": Gate("staff", slots=staff_slots, room=STAFF_WAITING, patience=PATIENCE),
        "health": Gate("health", slots=1, room=1000, patience=HEALTH_PATIENCE),
    }
    crowded.warm()
    _leave_connections_to_slots()
    handler = Handler()
    _prove(handler)
    return Town(handler, gates, Counted() if counted else Silent())


def _leave_connections_to_slots() -> None:
    """Before and after each request Django asks every connection whether it is too old; slots know."""
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)


def _prove(handler: Handler) -> None:
    """All routes can be loaded and one answers: broken code must never take the place of code that works.
    Raises whatever is wrong with it.
    """
    import_module(settings.ROOT_URLCONF)
    host = next((host for host in settings.ALLOWED_HOSTS if host not in ("", "*")), "localhost").lstrip(".")
    request = handler.request_class(
        {"REQUEST_METHOD": "GET", "PATH_INFO": LIVE, "SERVER_NAME": host, "SERVER_PORT": "80",
         "wsgi.input": BytesIO(), "HTTP_X_FORWARDED_PROTO": "https"}
    )  # fmt: skip
    response = handler.get_response(request)
    if response.status_code != 200:
        raise RuntimeError(f"{LIVE} answers {response.status_code}")


def _route(path: str) -> str:
    try:
        return resolve(path).view_name
    except Resolver404:
        return ""
