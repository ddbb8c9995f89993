"""One web worker: the town's application under granian, on the socket that the parent opened.

It tells the parent when it can answer. Asked to end (SIGTERM), it first says so in its health and closes
each connection with its next answer, then takes no more connections, and finishes what is under way.
"""

import argparse
import asyncio
import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import Any

import django
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection, connections
from granian import _futures, _granian
from granian.http import HTTP1Settings

from yakuba.ground.languages.compiling import compile_all
from yakuba.hall.logs import guard_threads
from yakuba.hall.parent import end_with_parent
from yakuba.hall.serving import draining
from yakuba.hall.serving.listening import BACKLOG, turn_away

LINGER = 0.7
"""Seconds in which connections that are kept open get their last answer, and proxies see "not ready"."""
LAST_READ = 0.3
"""Seconds between the last connection taken and the end of those on which nothing was asked."""
HARD_LIMIT = 9.0
"""Seconds after which it ends whatever is still under way: nobody may be there to kill it."""
CONNECTIONS = 4096
FILE_THREADS = 8  # granian's own, for static files
IDLE = 60  # seconds after which a thread that has nothing to do ends
NOT_STARTABLE = 78
# Its notes on types are older than what it takes.
native: Any = _granian
futures: Any = _futures


def main() -> None:
    given = _arguments()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yakuba.hall.settings")
    ended = threading.Event()

    def end(number: int, frame: FrameType | None) -> None:
        draining.begin(replaced=number == draining.REPLACED)
        ended.set()

    for number in (signal.SIGTERM, draining.REPLACED):
        signal.signal(number, end)
    end_with_parent(given.parent)
    django.setup()
    guard_threads()
    if given.prepare:
        _prepare(migrate=given.migrate)
    _serve(given, ended)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    for name in ("listen", "metrics", "ready", "parent", "slots", "staff-slots", "threads"):
        parser.add_argument(f"--{name}", type=int, required=True)
    for name in ("jobs", "prepare", "migrate"):
        parser.add_argument(f"--{name}", action="store_true")
    return parser.parse_args()


def _prepare(*, migrate: bool) -> None:
    """Once for a set of workers: the languages, the form of the database, the static files."""
    from yakuba.hall.database import require_current  # noqa: PLC0415  (needs loaded models)
    from yakuba.hall.static import collect  # noqa: PLC0415

    compile_all()
    try:
        if migrate:
            call_command("migrate", verbosity=0)
        require_current()
    except (CommandError, DatabaseError) as problem:
        shown = problem if isinstance(problem, CommandError) else f"データベースに届きません: {problem}"
        sys.stderr.write(f"{shown}\n")
        sys.exit(NOT_STARTABLE)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:  # which index serves a question is decided by what was counted
            cursor.execute("PRAGMA analysis_limit = 1000")
            cursor.execute("PRAGMA optimize = 0x10002")
    collect()
    connections.close_all()


def _serve(given: argparse.Namespace, ended: threading.Event) -> None:
    from yakuba.hall import warming  # noqa: PLC0415  (needs loaded models)
    from yakuba.hall.serving.application import build  # noqa: PLC0415

    town = build(slots=given.slots, staff_slots=given.staff_slots, counted=given.metrics >= 0)
    _figures(given.metrics)
    over = threading.Event()
    end = _take_connections(given, town, over.set)
    stop_jobs = _jobs() if given.jobs else lambda: None
    warming.start_thread()
    with suppress(BrokenPipeError):  # the parent is gone: the watch ends this process
        os.write(given.ready, b"ready")
    os.close(given.ready)
    ended.wait()
    threading.Timer(HARD_LIMIT, os._exit, [1]).start()
    jobs_over = threading.Thread(target=stop_jobs)
    jobs_over.start()
    _let_go(given.listen)
    end()
    over.wait()
    jobs_over.join()
    sys.stderr.flush()
    # Threads that wait for work would hold up an ordinary exit.
    os._exit(0)


def _let_go(listener: int) -> None:
    """Take no more connections, and read what has come on those taken: at the end itself granian closes each
    on which nothing was asked yet.
    """
    if not draining.stopping():
        turn_away(listener)  # others take them
    pause = threading.Event()
    pause.wait(LINGER)
    turn_away(listener)
    pause.wait(LAST_READ)


def _take_connections(
    given: argparse.Namespace, answer: Callable[..., None], over: Callable[[], None]
) -> Callable[[], None]:
    """Take connections from now on. What comes back ends that: `over` is called after the last answer."""
    ending = native.WorkerSignal()
    ending.add_cb(over)
    static = [(settings.STATIC_URL.rstrip("/"), str(Path(settings.STATIC_ROOT).resolve()))]
    worker = native.WSGIWorker(
        1, (None, native.SocketHolder(given.listen, False, BACKLOG)), None,  # noqa: FBT003  (granian's order)
        1, FILE_THREADS, given.threads, IDLE, CONNECTIONS, "1", HTTP1Settings(), None,
        (static, None, str(settings.YAKUBA_STATIC_SECONDS)),
    )  # fmt: skip
    loop = asyncio.new_event_loop()
    worker.serve_mtr(futures._new_cbscheduler(loop, answer, impl_asyncio=True), loop, ending)
    end: Callable[[], None] = ending.set
    return end


def _figures(listener: int) -> None:
    """Tell figures, where somebody asked for them."""
    if listener >= 0:
        from yakuba.hall.serving import exporter  # noqa: PLC0415  (loads what few servers need)

        exporter.start(listener)


def _jobs() -> Callable[[], object]:
    """The jobs as a thread of this process; how it is ended."""
    from yakuba.ground.jobs.worker import WorkerThread  # noqa: PLC0415

    worker = WorkerThread().start()
    return lambda: worker.stop(HARD_LIMIT)


if __name__ == "__main__":
    main()
