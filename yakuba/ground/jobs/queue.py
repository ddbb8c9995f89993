"""What stands in the queue: running it at once, what waits, what failed, taking back and clearing away."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from django.db import transaction
from django.db.models import Min, Q
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from yakuba.ground.calendar import clock
from yakuba.ground.jobs.later import BACKOFF, JobFailed, enqueue

Row: TypeAlias = "DBTaskResult[..., Any]"

RUNNING_TOO_LONG = timedelta(minutes=30)
"""A job that has run this long is taken to have died with its worker, and is queued again."""

KEEP_DONE = timedelta(days=7)
KEEP_FAILED = timedelta(days=90)


@dataclass(frozen=True)
class FailedJob:
    """A try that failed: the job's name, how many tries were made, when (UTC), what kind of error where."""

    name: str
    tries: int
    at: datetime | None
    error: str
    given_up: bool


def _ready(moment: datetime) -> Q:
    return Q(status=TaskResultStatus.READY) & (Q(run_after=get_date_max()) | Q(run_after__lte=moment))


def run_due(*, limit: int = 100_000, raise_failures: bool = True) -> int:
    """Run every job that is due by `clock.now()`, and those they queue, in this thread; returns how many ran.

    For tests and seeds. The first error is raised as it came, unless `raise_failures` is False;
    either way the job stands in the queue for its next try.
    """
    ran = 0
    while ran < limit:
        with transaction.atomic():
            row = DBTaskResult.objects.filter(_ready(clock.now())).get_locked()
            if row is None:
                return ran
            row.claim("run_due")
        ran += 1
        problem = _run_row(row)
        if problem is not None and raise_failures:
            raise problem
    return ran


def _run_row(row: Row) -> Exception | None:
    result = row.task_result
    try:
        row.task.call(*result.args, **result.kwargs)
    except JobFailed as failure:
        row.set_failed(failure)
        return failure.problem
    row.set_successful(None)
    return None


def waiting() -> int:
    """How many jobs wait, those for later included."""
    return DBTaskResult.objects.filter(status=TaskResultStatus.READY).count()


def oldest_due(moment: datetime) -> timedelta | None:
    """How long the oldest job due by `moment` (aware) has been waiting; None when nothing waits."""
    ready = DBTaskResult.objects.filter(_ready(moment))
    firsts = [
        ready.filter(run_after=get_date_max()).aggregate(first=Min("enqueued_at"))["first"],
        ready.exclude(run_after=get_date_max()).aggregate(first=Min("run_after"))["first"],
    ]
    since = min((first for first in firsts if first is not None), default=None)
    return None if since is None else max(timedelta(0), moment - since)


def failures(limit: int = 50) -> list[FailedJob]:
    """The latest failed tries, newest first, for the administrator's page."""
    rows = DBTaskResult.objects.filter(status=TaskResultStatus.FAILED).order_by("-finished_at")[:limit]
    return [_failed(row) for row in rows]


def _failed(row: Row) -> FailedJob:
    name, _arguments, tries = _arguments_of(row)
    last_line = row.traceback.strip().rsplit("\n", 1)[-1]
    return FailedJob(name, tries + 1, row.finished_at, last_line, given_up=tries >= len(BACKOFF))


def _arguments_of(row: Row) -> tuple[str, dict[str, object], int]:
    name, arguments, tries = row.args_kwargs["args"]
    return str(name), dict(arguments), int(tries)


def sweep(moment: datetime) -> int:
    """Queue again the jobs whose worker died (running over 30 minutes at `moment`); returns how many."""
    swept = 0
    old = Q(status=TaskResultStatus.RUNNING, started_at__lt=moment - RUNNING_TOO_LONG)
    for row in DBTaskResult.objects.filter(old):
        swept += _take_back(row, moment)
    return swept


def _take_back(row: Row, moment: datetime) -> bool:
    with transaction.atomic():
        mine = DBTaskResult.objects.filter(
            pk=row.pk, status=TaskResultStatus.RUNNING, started_at=row.started_at
        ).update(
            status=TaskResultStatus.FAILED,
            finished_at=moment,
            exception_class_path="yakuba.ground.jobs.queue.WorkerDied",
            traceback="WorkerDied: the job was running when its worker stopped",
        )
        name, arguments, tries = _arguments_of(row)
        if mine and tries < len(BACKOFF):
            enqueue(name, arguments, tries=tries + 1)
        return bool(mine)


def prune(moment: datetime) -> int:
    """Delete rows of jobs done 7 days, or failed 90 days, before `moment`; returns how many."""
    done = Q(status=TaskResultStatus.SUCCESSFUL, finished_at__lt=moment - KEEP_DONE)
    failed = Q(status=TaskResultStatus.FAILED, finished_at__lt=moment - KEEP_FAILED)
    deleted, _by_model = DBTaskResult.objects.filter(done | failed).delete()
    return deleted
