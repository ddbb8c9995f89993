"""The worker: a thread of the one-command server on SQLite, a process of its own on PostgreSQL.

`db_worker` installs signal handlers, which fails outside the main thread; here the same `Worker`
runs in batches without them, and between batches the schedule is looked at and dead jobs are taken back.
"""

import atexit
import logging
import secrets
import threading
from datetime import datetime, timedelta

from django.db import close_old_connections, connections
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from yakuba.ground.calendar import clock
from yakuba.ground.jobs import queue, scheduler

logger = logging.getLogger("yakuba.jobs")

_BATCH = 50
_CHORES_EVERY = timedelta(seconds=30)
_PRUNE_EVERY = timedelta(hours=24)


class JobWorker:
    """Runs queued jobs until `stop`; `interval` is the wait in seconds when nothing is due."""

    def __init__(self, *, interval: float = 1.0) -> None:
        self._interval = interval
        self._stopping = threading.Event()
        self._worker = self._new_worker()
        self._chores_at: datetime | None = None
        self._prune_at: datetime | None = None

    def _new_worker(self) -> Worker:
        return Worker(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=self._interval,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=_BATCH,
            worker_id=secrets.token_hex(16),
        )

    def stop(self) -> None:
        """Finish the job in hand, then end `run`. May be called from any thread or a signal handler."""
        self._stopping.set()
        self._worker.running = False

    def run(self) -> None:
        """Work until `stop`. A round that fails (no database to be reached) is logged and tried again."""
        while not self._stopping.is_set():
            try:
                busy = self._round()
            except Exception as problem:
                # A worker that dies in silence would be worse than any error; the text may hold answers.
                logger.error("the job queue cannot be worked on: %s", type(problem).__name__)
                connections.close_all()
                busy = False
            if not busy:
                self._stopping.wait(self._interval)
        connections.close_all()

    def _round(self) -> bool:
        close_old_connections()
        self._chores(clock.now())
        # A cheap look first: taking a job opens an exclusive transaction, which holds up writers on SQLite.
        if not DBTaskResult.objects.ready().exists():
            return False
        self._worker = self._new_worker()
        if self._stopping.is_set():
            return False
        self._worker.run()
        return True

    def _chores(self, moment: datetime) -> None:
        if self._chores_at is not None and moment < self._chores_at:
            return
        self._chores_at = moment + _CHORES_EVERY
        scheduler.tick(moment)
        queue.sweep(moment)
        if self._prune_at is None or moment >= self._prune_at:
            self._prune_at = moment + _PRUNE_EVERY
            queue.prune(moment)


class WorkerThread:
    """A worker in a daemon thread of this process; `stop` waits for the job in hand."""

    def __init__(self, *, interval: float = 1.0) -> None:
        self._worker = JobWorker(interval=interval)
        self._thread = threading.Thread(target=self._worker.run, name="yakuba-jobs", daemon=True)

    def start(self) -> "WorkerThread":
        """Begin to work; returns itself."""
        self._thread.start()
        return self

    def stop(self, timeout: float = 30.0) -> bool:
        """Stop and wait up to `timeout` seconds; True when the thread has ended."""
        self._worker.stop()
        self._thread.join(timeout)
        return not self._thread.is_alive()


def start_thread(*, interval: float = 1.0) -> WorkerThread:
    """Start this process's one worker thread (the web server on SQLite); it stops when the process ends."""
    worker = WorkerThread(interval=interval).start()
    atexit.register(worker.stop)
    return worker
