"""Which function a job's name stands for, and which jobs repeat; filled by the hall from manifests."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.utils.module_loading import import_string

from yakuba.ground.calendar import clock

Job = Callable[..., Any]

_jobs: dict[str, Job | str] = {}
_schedules: dict[str, "Schedule"] = {}


class UnknownJob(LookupError):
    """A queued name that no manifest registers."""


@dataclass(frozen=True)
class Schedule:
    """A job that repeats: every so many `minutes`, or each day at `daily_at` (Asia/Tokyo)."""

    name: str
    minutes: int | None = None
    daily_at: time | None = None

    def slot(self, moment: datetime) -> datetime:
        """The beginning of the slot that `moment` (aware) lies in (aware, UTC)."""
        if self.minutes is not None:
            step = self.minutes * 60
            return datetime.fromtimestamp(moment.timestamp() // step * step, tz=clock.JST).astimezone(
                moment.tzinfo
            )
        hour = self.daily_at or time(0, 0)
        slot = clock.at(clock.local(moment).date(), hour.hour, hour.minute)
        return slot if slot <= moment else slot - timedelta(days=1)


def every(name: str, *, minutes: int | None = None, daily_at: time | None = None) -> Schedule:
    """A repeated job: exactly one of `minutes` (1 or more) and `daily_at` (time of day in Asia/Tokyo)."""
    if (minutes is None) == (daily_at is None) or (minutes is not None and minutes < 1):
        raise ValueError(f"{name}: give minutes (1 or more) or daily_at, and not both")
    return Schedule(name, minutes, daily_at)


def register(table: Mapping[str, Job | str], schedules: Iterable[Schedule] = ()) -> None:
    """Add jobs by name (`room.job`) and the schedules of repeated ones. Called by the hall at start-up.

    A job is a function, or the dotted path of one (imported when it first runs). Raises
    ValueError for a name given to two different functions or a schedule of an unknown job.
    """
    for name, job in table.items():
        if _jobs.setdefault(name, job) != job:
            raise ValueError(f"two jobs are called {name}")
    for schedule in schedules:
        if schedule.name not in _jobs:
            raise ValueError(f"the schedule names an unknown job: {schedule.name}")
        _schedules[schedule.name] = schedule


def find(name: str) -> Job:
    """The function called `name`; raises UnknownJob."""
    try:
        job = _jobs[name]
    except KeyError:
        raise UnknownJob(f"no manifest registers the job {name}") from None
    found: Job = import_string(job) if isinstance(job, str) else job
    return found


def names() -> frozenset[str]:
    """All registered names."""
    return frozenset(_jobs)


def schedules() -> tuple[Schedule, ...]:
    """All repeated jobs."""
    return tuple(_schedules.values())
