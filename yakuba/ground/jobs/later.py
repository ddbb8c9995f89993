"""Queue a job in the transaction of the business act, so that both stand or neither.

A job is told only names and identifiers, never personal content: the queue's table is no place for it.
Jobs must bear being run twice: a worker that dies after the effect but before the mark is run again.
"""

import json
import traceback
import uuid
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django_tasks import task
from django_tasks_db.models import DBTaskResult, get_date_max

from yakuba.ground.calendar import clock
from yakuba.ground.jobs import registry
from yakuba.ground.writing.write_set import WriteSet

BACKOFF = (
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
)
"""How long a failed job waits before its 2nd, 3rd, … try; after the last a person must look at it."""

_LONGEST_TEXT = 200


class JobFailed(Exception):
    """A job raised. The text names the error's kind and place, never its message: that may hold answers."""

    def __init__(self, name: str, problem: Exception) -> None:
        frames = traceback.extract_tb(problem.__traceback__)
        place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
        super().__init__(f"{name}: {type(problem).__name__} at {place}")
        self.name = name
        self.problem = problem


def later(name: str, /, *, run_after: datetime | None = None, **kwargs: Any) -> uuid.UUID:
    """Queue the job called `name` with `kwargs`, in the running transaction; returns the job's id.

    `run_after` (aware) is the earliest time to run. `kwargs` are JSON values; a UUID is passed on as text.
    Never pass personal content: pass the id of the row that holds it. Raises TypeError for anything that
    is not JSON, and ValueError for text longer than 200 characters (content, not an identifier).
    """
    return enqueue(name, _plain(name, kwargs), tries=0, run_after=run_after)


def later_in(writes: WriteSet, name: str, /, **kwargs: Any) -> uuid.UUID:
    """As `later`, with the job's row put among the `writes` of the act."""
    row: DBTaskResult[..., Any] = DBTaskResult(
        id=uuid.uuid4(),
        args_kwargs={"args": [name, _plain(name, kwargs), 0], "kwargs": {}},
        priority=run_named.priority,
        task_path=run_named.module_path,
        queue_name=run_named.queue_name,
        backend_name=run_named.backend,
        run_after=get_date_max(),
    )
    writes.insert(row)
    return uuid.UUID(str(row.id))


def enqueue(
    name: str, arguments: dict[str, Any], *, tries: int, run_after: datetime | None = None
) -> uuid.UUID:
    """Queue with the number of tries already made; rooms call `later`."""
    result = run_named.using(run_after=run_after).enqueue(name, arguments, tries)
    return uuid.UUID(str(result.id))


def _plain(name: str, value: Any) -> Any:
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, str) and len(value) > _LONGEST_TEXT:
        raise ValueError(f"job {name}: pass the id of a row, not its content")
    if isinstance(value, dict):
        return {str(key): _plain(name, item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(name, item) for item in value]
    try:
        json.dumps(value, allow_nan=False)
    except (TypeError, ValueError):
        raise TypeError(f"job {name}: {type(value).__name__} is not JSON") from None
    return value


@task()
def run_named(name: str, arguments: dict[str, Any], tries: int) -> None:
    """The single task of the queue: run the job called `name`; when it raises, queue it again for later.

    Raises JobFailed, so that the queue's row says what happened to this try.
    """
    try:
        _run(name, arguments)
    except Exception as problem:
        if tries < len(BACKOFF):
            enqueue(name, arguments, tries=tries + 1, run_after=clock.now() + BACKOFF[tries])
        raise JobFailed(name, problem) from None


def _run(name: str, arguments: dict[str, Any]) -> None:
    job = registry.find(name)
    if not connection.in_atomic_block:
        job(**arguments)
        return
    # Inside somebody's transaction (tests, seeds) a failure must not spoil the rest of it.
    with transaction.atomic():
        job(**arguments)
