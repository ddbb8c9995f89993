"""What the journal costs an act: the same acts through the whole of Django, with and without writing it.

By turns, in one run: a resident sends an application, a clerk accepts it, the clerk notes something. Without
the journal `record` and `record_first` do nothing: no commitment, no event, no row, no reading of the head.
"""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from bench import filled_drafts
from bench.measuring import Spread
from bench.submitting import Sender
from yakuba.ground.journal import record as journal
from yakuba.ground.people.models import Account
from yakuba.rooms.answers.models import Draft
from yakuba.rooms.cases.models import Case

CLERK = "kanri"
BAR = 0.10
MICRO = 1_000_000
Act = Callable[[UUID], None]
Turn = list[tuple[float, float]]


@contextmanager
def no_journal() -> Iterator[None]:
    """Whoever has imported the two functions has others for the length of the block."""
    silent: dict[str, Callable[..., None]] = {
        "record": lambda *args, **named: None,
        "record_first": lambda *args, **named: None,
    }
    real = {name: getattr(journal, name) for name in silent}
    places = [
        (module, name, meant)
        for module in list(sys.modules.values())
        if module.__name__.startswith("yakuba.")
        for name, held in list(vars(module).items())
        for meant, function in real.items()
        if held is function
    ]
    for module, name, meant in places:
        setattr(module, name, silent[meant])
    try:
        yield
    finally:
        for module, name, meant in places:
            setattr(module, name, real[meant])


def acts(who: filled_drafts.Applicant) -> dict[str, Act]:
    """The acts in the order in which one matter goes through them, each given the draft it began with."""
    send, clerk = Sender(who.session), Client(SERVER_NAME="localhost")
    account = Account.objects.get(login=CLERK)
    clerk.force_login(account, backend=settings.AUTHENTICATION_BACKENDS[0])

    def post(draft: UUID, name: str, **typed: str) -> None:
        case = Case.objects.get(submission_id=Draft.objects.get(id=draft).submission_id)
        path = reverse(f"cases:{name}", args=[case.id])
        start = time.perf_counter(), time.process_time()
        answer = clerk.post(path, {"seen": str(case.version), **typed})
        took.append((time.perf_counter() - start[0], time.process_time() - start[1]))
        assert answer.status_code == 302, (name, answer.status_code)

    took: Turn = []
    _taken[:] = [took]

    def sends(draft: UUID) -> None:
        start = time.perf_counter(), time.process_time()
        send(draft)
        took.append((time.perf_counter() - start[0], time.process_time() - start[1]))

    return {
        "a resident sends an application": sends,
        "a clerk accepts it": lambda draft: post(draft, "acceptance"),
        "a clerk notes something": lambda draft: post(draft, "note", text="電話で確かめました。"),
    }


_taken: list[Turn] = []


def measure(rounds: int, each: int) -> bool:
    """Print what each act takes with and without the journal; whether its share stays below the bar."""
    who = filled_drafts.applicant()
    known = acts(who)
    took = _taken[0]
    readings: dict[tuple[str, bool], Turn] = {}
    for turn in range(rounds + 1):
        for without in (False, True):
            drafts = filled_drafts.copies(who.draft_id, each)
            for name, act in known.items():
                took.clear()
                _some(act, drafts, without=without)
                if turn:  # the first round warms up
                    readings.setdefault((name, without), []).append(_mean(took))
    return all([_told(name, readings[name, False], readings[name, True]) for name in known])


def _some(act: Act, drafts: list[UUID], *, without: bool) -> None:
    if without:
        with no_journal():
            for draft in drafts:
                act(draft)
    else:
        for draft in drafts:
            act(draft)


def _mean(took: Turn) -> tuple[float, float]:
    wall, cpu = (sum(one[at] for one in took) / len(took) for at in (0, 1))
    return wall, cpu


def _told(name: str, with_it: Turn, without: Turn) -> bool:
    shares = []
    for at, kind in enumerate(("wall", "CPU")):
        full, bare = (Spread(tuple(MICRO * one[at] for one in turn)) for turn in (with_it, without))
        pairs = zip(with_it, without, strict=True)
        share = Spread(tuple((one[at] - other[at]) / one[at] for one, other in pairs))
        shares.append(share.median)
        print(f"{name}: {kind} {full} µs, without the journal {bare} µs: share {share.median:.1%} "
              f"({min(share.values):.1%}..{max(share.values):.1%})")  # fmt: skip
    return shares[1] < BAR


def main(rounds: int, each: int) -> bool:
    """The acts half of `python -m bench.journal --acts`."""
    done = measure(rounds, each)
    kept = "kept" if done else "NOT kept"
    print(f"bar: its share of an act's processor time below {BAR:.0%}: {kept} ({connection.vendor})")
    return done
