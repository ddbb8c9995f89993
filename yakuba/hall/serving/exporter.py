"""Where the figures are told (`/metrics`, Prometheus's text form): a socket apart from the town's.

Any worker may answer: what the workers count lies in files they share, what the database knows is asked when
somebody looks, at most every half minute.
"""

import logging
import platform
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from socketserver import BaseServer, ThreadingMixIn
from typing import Any

from django.db import DatabaseError, connection, connections
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from yakuba import __version__
from yakuba.ground.calendar import clock
from yakuba.ground.jobs import queue
from yakuba.ground.journal import sealer
from yakuba.hall.sealing import seal_folder
from yakuba.rooms.answers import door as answers

FRESH = 30.0
"""Seconds for which what the database said is told again."""
log = logging.getLogger("yakuba")


class OfTheTown(Collector):
    """What stands in the database: jobs, the unsealed part of the journal, drafts and submissions."""

    def __init__(self) -> None:
        self._lock, self._until, self._kept = threading.Lock(), 0.0, list[GaugeMetricFamily]()

    def collect(self) -> Iterator[GaugeMetricFamily]:
        with self._lock:
            if time.monotonic() > self._until:
                self._kept, self._until = list(_asked()), time.monotonic() + FRESH
            yield from self._kept


def _asked() -> Iterator[GaugeMetricFamily]:
    now = clock.now()
    oldest = queue.oldest_due(now)
    yield _gauge("yakuba_jobs_waiting", "Jobs that wait, those for later included", queue.waiting())
    yield _gauge("yakuba_jobs_oldest_seconds", "How long the oldest due job waits",
                 oldest.total_seconds() if oldest else 0)  # fmt: skip
    given_up = sum(job.given_up for job in queue.failures())
    yield _gauge("yakuba_jobs_given_up", "Jobs that failed for good, of the last 50 failures", given_up)
    rest = sealer.unsealed(seal_folder())
    age = (now - rest.since).total_seconds() if rest.since else 0
    yield _gauge("yakuba_unsealed_events", "Events after the newest seal", rest.count)
    yield _gauge("yakuba_unsealed_oldest_seconds", "Age of the oldest of them", age)
    drafts, submissions = answers.counts()
    yield _gauge("yakuba_drafts", "Drafts that wait for their writers", drafts)
    yield _gauge("yakuba_submissions", "Applications sent so far", submissions)
    build = GaugeMetricFamily("yakuba_build_info", "This version", labels=["version", "python", "database"])
    build.add_metric([__version__, platform.python_version(), connection.vendor], 1)
    yield build


def _gauge(name: str, text: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, text, value=value)


class _Page(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.0"
    town = OfTheTown()

    def do_GET(self) -> None:
        if self.path.partition("?")[0] != "/metrics":
            self.send_error(404)
            return
        try:
            content = page(self.town)
        except (DatabaseError, OSError) as problem:
            log.error("the figures cannot be told: %s", type(problem).__name__)
            self.send_error(503)
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *values: object) -> None:
        """Whoever looks at figures is not noted."""

    def address_string(self) -> str:
        return "-"


def page(town: OfTheTown) -> bytes:
    """All figures as text. Raises DatabaseError."""
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    registry.register(town)
    try:
        return generate_latest(registry)
    finally:
        connections.close_all()


class _Server(ThreadingMixIn, BaseServer):
    """On a socket that is open already and that other workers listen on, too."""

    daemon_threads = True

    def __init__(self, listener: socket.socket) -> None:
        super().__init__(("", 0), _Page)
        self._listener = listener

    def fileno(self) -> int:
        return self._listener.fileno()

    def get_request(self) -> tuple[socket.socket, tuple[str, int]]:
        return self._listener.accept()[0], ("", 0)

    def shutdown_request(self, request: Any) -> None:
        with suppress(OSError):
            request.shutdown(socket.SHUT_WR)
        request.close()


def start(listener: int) -> None:
    """Tell the figures on this socket, in a thread, as long as the process lives."""
    taken = socket.socket(fileno=listener)
    taken.setblocking(False)  # noqa: FBT003  (a socket's way)
    threading.Thread(target=_Server(taken).serve_forever, name="yakuba-metrics", daemon=True).start()
