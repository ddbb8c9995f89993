"""Many people's acts at once: each durable when its caller goes on, one bad act refuses only itself."""

import threading
import uuid
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django_tasks_db.models import DBTaskResult

from yakuba.ground.numbering import models
from yakuba.ground.numbering import next as numbering
from yakuba.ground.numbering.next import Series
from yakuba.ground.writing import group
from yakuba.ground.writing.write_set import WriteSet

pytestmark = pytest.mark.django_db(transaction=True)
SERIES: Series = ("case", 2026)
PATIENCE = 20  # seconds


class Taking:
    """An act that writes the number it was given into a row."""

    wanted = (SERIES,)

    def __init__(self, key: uuid.UUID | None = None) -> None:
        self.key = key or uuid.uuid4()
        self.language = ""

    def write(self, writes: WriteSet, numbers: Sequence[int]) -> None:
        writes.insert(
            DBTaskResult(
                id=self.key, args_kwargs=list(numbers), task_path="a", backend_name="b", queue_name="c",
                run_after=datetime(2026, 11, 2, tzinfo=UTC), exception_class_path="", traceback="",
            )
        )  # fmt: skip


class Slow(Taking):
    """An act that keeps its group busy until `go`."""

    def __init__(self) -> None:
        super().__init__()
        self.begun, self.go = threading.Event(), threading.Event()

    def write(self, writes: WriteSet, numbers: Sequence[int]) -> None:
        self.begun.set()
        assert self.go.wait(PATIENCE)
        super().write(writes, numbers)


class Stopped(Slow):
    """An act whose thread is stopped in the middle."""

    def write(self, writes: WriteSet, numbers: Sequence[int]) -> None:
        self.begun.set()
        assert self.go.wait(PATIENCE)
        raise SystemExit


def numbers() -> list[int]:
    """The numbers that stand, in order."""
    return sorted(row.args_kwargs[0] for row in DBTaskResult.objects.all())


class Crowd:
    """Threads that each commit one act, and what each met with."""

    def __init__(self, queue: Callable[[], group.Group], *, mannerly: bool = True) -> None:
        self.queue = queue
        self.mannerly = mannerly
        self.threads: list[threading.Thread] = []
        self.met: dict[uuid.UUID, BaseException | bool] = {}

    def send(self, act: Taking) -> Taking:
        thread = threading.Thread(target=self._commit, args=(act, self.queue()))
        self.threads.append(thread)
        thread.start()
        return act

    def _commit(self, act: Taking, queue: group.Group) -> None:
        try:
            if not self.mannerly and connection.vendor == "sqlite":
                connection.ensure_connection()
                connection.transaction_mode = None  # everybody may begin to write
            queue.commit(act)
            # Another connection would see it, too: this thread's own has no transaction open.
            assert not connection.in_atomic_block
            self.met[act.key] = DBTaskResult.objects.filter(id=act.key).exists()
        except BaseException as problem:
            self.met[act.key] = problem
        finally:
            connections.close_all()

    def wait(self) -> None:
        for thread in self.threads:
            thread.join(PATIENCE)
            assert not thread.is_alive(), "somebody waits for ever"


@pytest.fixture
def sizes() -> list[int]:
    """How many acts each transaction held."""
    return []


@pytest.fixture
def crowd(sizes: list[int]) -> Iterator[Crowd]:
    queue = group.Group(sizes.append)
    crowd = Crowd(lambda: queue)
    yield crowd
    crowd.wait()


def behind(crowd: Crowd, first: Slow, acts: Sequence[Taking]) -> list[Taking]:
    """`acts` come while `first` is being written, and wait in this order."""
    crowd.send(first)
    assert first.begun.wait(PATIENCE)
    queue = crowd.queue()
    for at, act in enumerate(acts, start=1):
        crowd.send(act)
        while len(queue._waiting) < at:
            threading.Event().wait(0.001)
    first.go.set()
    crowd.wait()
    return list(acts)


def test_those_who_come_meanwhile_share_one_transaction_in_the_order_they_came(
    crowd: Crowd, sizes: list[int]
) -> None:
    acts = behind(crowd, Slow(), [Taking() for _ in range(9)])
    assert sizes == [1, 9]
    given = [DBTaskResult.objects.get(id=act.key).args_kwargs[0] for act in acts]
    assert given == list(range(2, 11))
    assert set(crowd.met.values()) == {True}


def test_one_bad_act_refuses_only_itself_and_leaves_no_gap(crowd: Crowd) -> None:
    standing = Taking()
    crowd.send(standing)
    crowd.wait()
    good, bad, last = behind(crowd, Slow(), [Taking(), Taking(standing.key), Taking()])
    assert crowd.met[good.key] is True
    assert crowd.met[last.key] is True
    assert isinstance(crowd.met[bad.key], IntegrityError)
    assert numbers() == [1, 2, 3, 4]


def test_nobody_waits_for_ever_when_the_one_who_writes_is_stopped(crowd: Crowd) -> None:
    stopped = Stopped()
    others = behind(crowd, stopped, [Taking(), Taking()])
    assert isinstance(crowd.met[stopped.key], SystemExit)
    assert [crowd.met[act.key] for act in others] == [True, True]
    assert numbers() == [1, 2]


def test_an_act_inside_a_transaction_is_refused_since_it_would_not_be_durable(crowd: Crowd) -> None:
    with pytest.raises(RuntimeError, match="outside"), transaction.atomic():
        crowd.queue().commit(Taking())
    assert numbers() == []


def careless(wanted: Sequence[Series]) -> list[int]:
    """Numbers without their guard: read, then written."""
    row, _made = models.Series.objects.get_or_create(name=SERIES[0], year=SERIES[1])
    threading.Event().wait(0.01)
    models.Series.objects.filter(id=row.id).update(last=row.last + 1)
    return [row.last + 1]


@pytest.mark.parametrize("guarded", [True, False])
def test_processes_that_write_at_once_never_give_a_number_twice(
    monkeypatch: pytest.MonkeyPatch, *, guarded: bool
) -> None:
    """Each thread has a queue of its own, as every process has."""
    models.Series.objects.create(name=SERIES[0], year=SERIES[1], last=0)
    if not guarded:
        monkeypatch.setattr(group, "next_numbers", careless)
    crowd = Crowd(group.Group, mannerly=guarded)
    for _ in range(12):
        crowd.send(Taking())
    crowd.wait()
    once = numbers() == list(range(1, 13)) and set(crowd.met.values()) == {True}
    assert once is guarded


def test_numbers_are_given_in_the_order_in_which_they_are_wanted() -> None:
    with transaction.atomic():
        assert numbering.next_numbers([SERIES, ("arrival", 2026), SERIES]) == [1, 1, 2]
        assert numbering.next_numbers([("arrival", 2026), SERIES]) == [2, 3]
        assert numbering.next_numbers([]) == []
