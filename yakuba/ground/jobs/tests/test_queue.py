"""A job stands with its transaction, is run again when it fails, and is never lost."""

import time as seconds
from datetime import UTC, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from yakuba.ground.calendar import clock
from yakuba.ground.jobs import queue, registry, scheduler
from yakuba.ground.jobs.later import BACKOFF, later
from yakuba.ground.jobs.worker import WorkerThread

MONDAY = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)


class Bell:
    """A job that notes how it was rung, and fails as often as it is told to."""

    def __init__(self):
        self.rung = []
        self.failing = 0

    def ring(self, **kwargs):
        self.rung.append(kwargs)
        if self.failing:
            self.failing -= 1
            raise RuntimeError("見本 花子 の答え")


class Undone(Exception):
    pass


@pytest.fixture
def a_database_file(transactional_db):
    """Threads need the real locks of a file; SQLite's in-memory database has others."""
    if connection.vendor == "sqlite" and "mode=memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("the test database is in memory")


def wait_until(condition):
    for _ in range(1500):
        if condition():
            return
        seconds.sleep(0.01)
    raise AssertionError("waited in vain")


@pytest.fixture
def bell(monkeypatch):
    monkeypatch.setattr(registry, "_jobs", {})
    monkeypatch.setattr(registry, "_schedules", {})
    found = Bell()
    registry.register({"test.ring": found.ring})
    return found


@pytest.mark.django_db
def test_a_job_of_an_undone_act_is_never_run(bell):
    with pytest.raises(Undone), transaction.atomic():
        later("test.ring", times=1)
        raise Undone
    assert queue.run_due() == 0
    with transaction.atomic():
        later("test.ring", times=2)
    assert queue.run_due() == 1
    assert bell.rung == [{"times": 2}]


@pytest.mark.django_db
def test_a_job_gets_its_values_and_an_id_as_text(bell):
    case = uuid4()
    later("test.ring", case=case, times=3, flags=[True, None])
    queue.run_due()
    assert bell.rung == [{"case": str(case), "times": 3, "flags": [True, None]}]
    assert queue.waiting() == 0


@pytest.mark.django_db
def test_content_and_things_that_are_not_json_are_not_queued(bell):
    with pytest.raises(ValueError, match="id of a row"):
        later("test.ring", text="あ" * 201)
    with pytest.raises(TypeError, match="datetime"):
        later("test.ring", at=MONDAY)
    with pytest.raises(TypeError, match="float"):
        later("test.ring", share=float("nan"))
    assert queue.waiting() == 0


@pytest.mark.django_db
def test_a_job_for_later_waits_for_its_time(bell):
    with clock.moved(MONDAY) as moved:
        later("test.ring", run_after=MONDAY + timedelta(hours=1))
        assert queue.run_due() == 0
        moved.advance(timedelta(hours=1))
        assert queue.run_due() == 1


@pytest.mark.django_db
def test_a_failed_job_is_tried_again_after_longer_and_longer_waits(bell):
    bell.failing = 2
    with clock.moved(MONDAY) as moved:
        later("test.ring")
        assert queue.run_due(raise_failures=False) == 1
        moved.advance(BACKOFF[0] - timedelta(seconds=1))
        assert queue.run_due(raise_failures=False) == 0
        moved.advance(timedelta(seconds=1))
        assert queue.run_due(raise_failures=False) == 1
        moved.advance(BACKOFF[1])
        assert queue.run_due() == 1
    assert len(bell.rung) == 3
    assert queue.waiting() == 0


@pytest.mark.django_db
def test_a_job_that_keeps_failing_is_given_up_and_shown_without_its_message(bell):
    bell.failing = 99
    with clock.moved(MONDAY) as moved:
        later("test.ring")
        for wait in (timedelta(0), *BACKOFF, timedelta(days=1)):
            moved.advance(wait)
            queue.run_due(raise_failures=False)
    assert len(bell.rung) == len(BACKOFF) + 1
    shown = queue.failures()
    assert [job.given_up for job in shown].count(True) == 1
    assert max(job.tries for job in shown) == len(BACKOFF) + 1
    assert all("RuntimeError at test_queue.py" in job.error for job in shown)
    assert not DBTaskResult.objects.filter(traceback__contains="花子").exists()


@pytest.mark.django_db
def test_the_first_failure_is_raised_as_it_came_where_asked(bell):
    bell.failing = 1
    later("test.ring")
    with pytest.raises(RuntimeError, match="花子"):
        queue.run_due()
    assert queue.waiting() == 1


@pytest.mark.django_db
def test_a_name_nobody_registered_is_a_visible_failure(bell):
    later("test.silence")
    with pytest.raises(registry.UnknownJob, match=r"test\.silence"):
        queue.run_due()


def test_two_jobs_cannot_share_a_name(bell):
    registry.register({"test.ring": bell.ring})
    with pytest.raises(ValueError, match=r"test\.ring"):
        registry.register({"test.ring": print})
    with pytest.raises(ValueError, match="unknown job"):
        registry.register({}, [registry.every("test.silence", minutes=5)])
    registry.register({"test.path": "yakuba.ground.jobs.queue.waiting"})
    assert registry.find("test.path") is queue.waiting


def test_a_schedule_is_by_minutes_or_by_the_time_of_day():
    with pytest.raises(ValueError, match="minutes"):
        registry.every("test.ring")
    with pytest.raises(ValueError, match="minutes"):
        registry.every("test.ring", minutes=5, daily_at=time(3))
    with pytest.raises(ValueError, match="minutes"):
        registry.every("test.ring", minutes=0)


@pytest.mark.django_db
def test_each_slot_is_queued_once_and_missed_ones_are_made_up_by_one(bell):
    registry.register({}, [registry.every("test.ring", minutes=30)])
    assert scheduler.tick(MONDAY) == []
    assert scheduler.tick(MONDAY + timedelta(minutes=29)) == []
    assert scheduler.tick(MONDAY + timedelta(minutes=30)) == ["test.ring"]
    assert scheduler.tick(MONDAY + timedelta(minutes=31)) == []
    assert scheduler.tick(MONDAY + timedelta(hours=9)) == ["test.ring"]
    assert queue.waiting() == 2


@pytest.mark.django_db
def test_a_daily_job_begins_at_its_time_in_japan(bell):
    registry.register({}, [registry.every("test.ring", daily_at=time(3, 10))])
    scheduler.tick(MONDAY)
    tomorrow = clock.at(clock.local(MONDAY).date() + timedelta(days=1), 3, 10)
    assert scheduler.tick(tomorrow - timedelta(seconds=1)) == []
    assert scheduler.tick(tomorrow) == ["test.ring"]


@pytest.mark.django_db
def test_a_job_whose_worker_died_is_queued_again_once(bell):
    later("test.ring", times=1)
    row = DBTaskResult.objects.get()
    row.claim("worker that died")
    assert queue.sweep(row.started_at + queue.RUNNING_TOO_LONG) == 0
    late = row.started_at + queue.RUNNING_TOO_LONG + timedelta(seconds=1)
    assert queue.sweep(late) == 1
    assert queue.sweep(late) == 0
    assert queue.run_due() == 1
    assert bell.rung == [{"times": 1}]


@pytest.mark.django_db
def test_finished_rows_go_after_a_week_and_failed_ones_after_ninety_days(bell):
    bell.failing = 1
    later("test.ring")
    queue.run_due(raise_failures=False)
    later("test.ring")
    queue.run_due()
    done = DBTaskResult.objects.get(status=TaskResultStatus.SUCCESSFUL).finished_at
    assert queue.prune(done + timedelta(days=6)) == 0
    assert queue.prune(done + timedelta(days=8)) == 1
    assert queue.prune(done + timedelta(days=91)) == 1
    assert queue.waiting() == 1


@pytest.mark.django_db
def test_the_age_of_the_queue_is_known(bell):
    assert queue.oldest_due(clock.now()) is None
    later("test.ring")
    age = queue.oldest_due(clock.now() + timedelta(minutes=5))
    assert timedelta(minutes=4) < age < timedelta(minutes=6)
    later("test.ring", run_after=clock.now() - timedelta(hours=2))
    later("test.ring", run_after=clock.now() + timedelta(hours=2))
    assert timedelta(hours=2) <= queue.oldest_due(clock.now()) < timedelta(hours=3)


@pytest.mark.django_db(transaction=True)
def test_the_worker_thread_runs_jobs_and_stops_when_told(a_database_file, bell):
    later("test.ring", times=7)
    worker = WorkerThread(interval=0.01).start()
    wait_until(lambda: bell.rung)
    assert worker.stop()
    assert bell.rung == [{"times": 7}]
    assert DBTaskResult.objects.get().status == TaskResultStatus.SUCCESSFUL


@pytest.mark.django_db(transaction=True)
def test_two_workers_run_each_job_once(a_database_file, bell):
    for number in range(40):
        later("test.ring", number=number)
    workers = [WorkerThread(interval=0.01).start() for _ in range(2)]
    wait_until(lambda: not queue.waiting())
    assert all(worker.stop() for worker in workers)
    assert sorted(call["number"] for call in bell.rung) == list(range(40))
