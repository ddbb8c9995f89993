"""Sending a real application of some twenty answers, against a raw transaction that writes the same rows.

Run: `python -m bench.submitting` (SQLite), `python -m tests.postgres --durable python -m bench.submitting`
(PostgreSQL); `--seconds 4 --rounds 3 --writers 1,8,16`. By turns, in one run on one database: *raw* writes
the rows that one real submission wrote (`bench/raw_rows.py`) from prepared values, once with a statement a
table and on PostgreSQL also with one statement for all; *ours* is the POST of the summary page through all of
Django, in process: session, CSRF, checks, fee, case, journal, receipt, mail, job. Each act is durable when it
is answered. On SQLite one process writes (as the town's server does), on PostgreSQL two.
"""

import argparse
import json
import os
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from http.cookies import SimpleCookie
from io import BytesIO
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.wsgi import get_wsgi_application
from django.db import connection, connections
from django.middleware.csrf import _get_new_csrf_string
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench import filled_drafts, raw_rows
from bench.measuring import Spread, heading
from yakuba.rooms.answers.models import Draft

Work = Callable[[Any], None]
PROCESSES = {"sqlite": 1, "postgresql": 2}
MICRO = 1_000_000


@dataclass(frozen=True)
class Reading:
    """One turn: acts a second, milliseconds of each, CPU µs an act of the writing processes."""

    rate: float
    late: Spread
    cpu: float


class Sender:
    """A browser's last click, through Django's WSGI handler in this process."""

    def __init__(self, session: str) -> None:
        self._application = get_wsgi_application()
        csrf = _get_new_csrf_string()
        cookies = SimpleCookie({"sessionid": session, "csrftoken": csrf})
        self._cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in cookies.items())
        self._body = urlencode({"csrfmiddlewaretoken": csrf, "act": "send", "declared": "yes"}).encode()

    def __call__(self, draft: UUID) -> None:
        answer: list[str] = []

        def start(status: str, headers: list[tuple[str, str]], _problem: object = None) -> None:
            answer.extend([status, dict(headers).get("Location", "")])

        body = self._application(self._environment(draft), start)
        b"".join(body)
        body.close()
        assert answer[0].startswith("302") and answer[1].endswith("/receipt/"), (answer, draft)

    def _environment(self, draft: UUID) -> dict[str, Any]:
        return {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": reverse("applications:summary", args=[draft]),
            "SCRIPT_NAME": "",
            "QUERY_STRING": "",
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "localhost:8000",
            "HTTP_COOKIE": self._cookie,
            "REMOTE_ADDR": "127.0.0.1",
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(self._body)),
            "wsgi.input": BytesIO(self._body),
            "wsgi.url_scheme": "http",
            "wsgi.errors": BytesIO(),
            "wsgi.version": (1, 0),
            "wsgi.multithread": True,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
        }


def hammer(make: Callable[[], Work], jobs: Sequence[Any], writers: int, limit: float) -> Reading:
    """Let so many writers, spread over the processes, work through the jobs for at most `limit` seconds."""
    processes = min(writers, PROCESSES[connection.vendor])
    connections.close_all()
    children = []
    for at in range(processes):
        threads = writers // processes + (at < writers % processes)
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            _in_child(make, jobs[at::processes], threads, limit, writing)
        os.close(writing)
        children.append((child, reading))
    told = [json.loads(_all_of(reading)) for _child, reading in children]
    for child, _reading in children:
        os.waitpid(child, 0)
    late = Spread(tuple(1000 * one for part in told for one in part["late"]))
    done = len(late.values)
    wall = max(part["wall"] for part in told)
    return Reading(done / wall, late, MICRO * sum(part["cpu"] for part in told) / done)


def _all_of(handle: int) -> bytes:
    with os.fdopen(handle, "rb") as pipe:
        return pipe.read()


def _in_child(make: Callable[[], Work], jobs: Sequence[Any], threads: int, limit: float, out: int) -> None:
    code = 1
    try:
        told = json.dumps(_worked(make, jobs, threads, limit)).encode()
        with os.fdopen(out, "wb") as pipe:
            pipe.write(told)
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def _worked(make: Callable[[], Work], jobs: Sequence[Any], threads: int, limit: float) -> dict[str, Any]:
    late: list[float] = []
    begun = threading.Barrier(threads + 1)
    faults: list[BaseException] = []
    queue: Iterator[Any] = iter(jobs)
    lock = threading.Lock()
    marks: dict[str, float] = {}

    def work() -> None:
        act = make()
        begun.wait()
        while time.perf_counter() < marks.get("end", float("inf")):
            with lock:
                job = next(queue, None)
            if job is None:
                return
            start = time.perf_counter()
            try:
                act(job)
            except Exception as problem:
                faults.append(problem)
                return
            late.append(time.perf_counter() - start)

    running = [threading.Thread(target=work) for _ in range(threads)]
    for thread in running:
        thread.start()
    begun.wait()
    cpu, wall = time.process_time(), time.perf_counter()
    marks["end"] = wall + limit
    for thread in running:
        thread.join()
    if faults:
        raise faults[0]
    return {"late": late, "wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}


def kinds(who: filled_drafts.Applicant, found: raw_rows.Traces) -> dict[str, tuple[Callable[[], Work], bool]]:
    """What is measured: its name, how a writer is made, and whether its jobs are raw values."""
    named: dict[str, tuple[Callable[[], Work], bool]] = {
        "raw, a statement a table": (lambda: raw_rows.RawWriter(found).by_table, True)
    }
    if connection.vendor == "postgresql":
        named["raw, one statement"] = (lambda: raw_rows.RawWriter(found).at_once, True)
    named["ours, POST in process"] = (lambda: Sender(who.session), False)
    return named


def measure(who: filled_drafts.Applicant, found: raw_rows.Traces, writers: int, options: Any) -> None:
    """Print a table of one number of writers: by turns; medians of the rounds."""
    taken: dict[str, list[Reading]] = {}
    for _ in range(options.rounds):
        for name, (make, raw) in kinds(who, found).items():
            drafts = filled_drafts.copies(who.draft_id, int(options.seconds * options.most))
            jobs: Sequence[Any] = raw_rows.repetitions(found, drafts) if raw else drafts
            taken.setdefault(name, []).append(hammer(make, jobs, writers, options.seconds))
            Draft.objects.filter(submitted_at=None).exclude(id=who.draft_id).delete()
    ours = Spread(tuple(one.rate for one in taken["ours, POST in process"])).median
    print(f"\n| {writers} writers | a second | p50 ms | p99 ms | CPU µs | ours : it |")
    print("|---|---|---|---|---|---|")
    for name, readings in taken.items():
        rate = Spread(tuple(one.rate for one in readings))
        late = Spread(tuple(value for one in readings for value in one.late.values))
        cpu = Spread(tuple(one.cpu for one in readings)).median
        print(
            f"| {name} | {rate} | {late.median:,.1f} | {late.quantile(0.99):,.1f} | {cpu:,.0f} "
            f"| {ours / rate.median:.0%} |"
        )


def main() -> None:
    """Print what one submission writes, in how many statements, and a table for each number of writers."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--seconds", type=float, default=4)
    words.add_argument("--rounds", type=int, default=3)
    words.add_argument("--writers", default="1,8,16")
    words.add_argument("--most", type=int, default=2500, help="copies prepared for each second")
    options = words.parse_args()
    who = filled_drafts.applicant()
    send = Sender(who.session)
    send(filled_drafts.copies(who.draft_id, 1)[0])  # imports, caches, the first row of each series
    draft, counted = filled_drafts.copies(who.draft_id, 2)
    found = raw_rows.traces(raw_rows.snapshot(), lambda: send(draft))
    with CaptureQueriesContext(connection) as asked:
        send(counted)
    reads = sum(one["sql"].startswith("SELECT") for one in asked.captured_queries)
    print(heading(f"Sending {filled_drafts.PROCEDURE}, {who.answered} answers"))
    print(found.told)
    raw = raw_rows.RawWriter(found).statements
    print(f"statements of one POST: {len(asked)} ({reads} SELECT); raw: {raw}")
    for writers in map(int, options.writers.split(",")):
        measure(who, found, writers, options)


if __name__ == "__main__":
    main()
