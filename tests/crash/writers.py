"""Forks processes that do the work of one town; each dies by SIGKILL at a random moment.

Every second one is killed from outside; the others die between two statements that write, so that many die in
the middle of an act for certain.

`python -m tests.crash.writers COUNT SECONDS SEED [careless]` under YAKUBA_DATA; prints one JSON object
a line: what was acknowledged, and how many died in the middle of an act. `careless` takes the transactions
away, so that the inquest can be shown to see half an act.
"""

import json
import os
import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yakuba.hall.settings")
django.setup()

# The rooms need loaded apps.
from django.conf import settings  # noqa: E402
from django.db import connection, connections  # noqa: E402

from seeds.people import Person  # noqa: E402
from tests.crash import acting  # noqa: E402
from yakuba.ground.calendar import clock  # noqa: E402
from yakuba.ground.catalogue import shelf  # noqa: E402
from yakuba.ground.journal.models import Event  # noqa: E402

DOOM = (10, 120)  # statements that write
SOONEST = 0.3  # seconds a writer lives at least
PATIENCE = 6  # seconds for a careless one to come to its statement


@dataclass
class Notes:
    """What a writer says, each word on the disk's side of a crash (one write system call a line)."""

    handle: int

    def say(self, **told: str) -> None:
        os.write(self.handle, json.dumps(told).encode() + b"\n")

    def done(self, case_id: UUID) -> None:
        """The act has been committed: its newest event is what somebody may rely on from now on."""
        newest = Event.objects.filter(subject=f"case:{case_id}").order_by("-subject_seq").first()
        self.say(event=str(newest.id), digest=newest.digest)


def write(number: int, people: dict[str, Any], chance: Random, notes: Notes) -> None:
    """Go on with a matter under way, then apply and see it through, until somebody pulls the plug."""
    person = acting.person_of(people["residents"][number])
    if number < len(people["matters"]):
        matter = people["matters"][number]
        _see_through(UUID(matter["case"]), matter["procedure"], person, chance, notes)
    while True:
        procedure = chance.choice(acting.PROCEDURES)
        notes.say(begins="application")
        case_id = acting.apply(procedure, person, chance)
        notes.done(case_id)
        _see_through(case_id, procedure, person, chance, notes)


def _see_through(case_id: UUID, procedure: str, person: Person, chance: Random, notes: Notes) -> None:
    notes.say(begins="act")
    for _ in acting.life_of(case_id, procedure, person, chance):
        notes.done(case_id)
        notes.say(begins="act")


def _without_transactions() -> None:
    """Django believes in a transaction that was never begun: every statement stands for itself."""
    connection.ensure_connection()
    connection.features.uses_savepoints = False
    connection._start_transaction_under_autocommit = lambda: None  # SQLite's way to begin
    connection._set_autocommit = lambda autocommit: None  # PostgreSQL's


def _doom(statements: int) -> None:
    """This process dies (SIGKILL) just after so many statements that write."""
    left = [statements]

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        result = execute(sql, params, many, context)
        left[0] -= sql.startswith(("INSERT", "UPDATE", "WITH"))
        if left[0] <= 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    connection.execute_wrappers.append(count)


def _child(number: int, people: dict[str, Any], seed: int, folder: Path, *, careless: bool) -> None:
    notes = Notes(os.open(folder / f"{number}.ndjson", os.O_CREAT | os.O_WRONLY | os.O_APPEND))
    if careless:
        _without_transactions()
    if careless or number % 2:
        _doom(Random(seed + number).randint(*DOOM))
    while True:
        try:
            write(number, people, Random(seed * 1000 + number), notes)
        except Exception as problem:
            notes.say(error=f"{type(problem).__name__}: {problem}"[:300])
            if not careless:
                return


def main() -> None:
    count, seconds, seed = int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])
    data = Path(settings.YAKUBA_DATA)
    people = json.loads((data / "people.json").read_text(encoding="utf-8"))
    careless = "careless" in sys.argv
    folder = data / f"notes-{seed}"
    folder.mkdir()
    shelf.all_in_force(clock.today())  # read once, for all children
    connections.close_all()
    started, chance = time.monotonic(), Random(seed)
    dying: list[tuple[float, int]] = []
    for number in range(count):
        child = os.fork()
        if child == 0:
            try:
                _child(number, people, seed, folder, careless=careless)
            finally:
                os._exit(0)
        dying.append((started + (PATIENCE if careless else chance.uniform(SOONEST, seconds)), child))
    for moment, child in sorted(dying):
        _end(child, moment)
    for path in sorted(folder.iterdir()):
        _report(path.read_text(encoding="utf-8").splitlines())


def _end(child: int, moment: float) -> None:
    """Wait until the child has died by itself, or kill it at `moment`."""
    while time.monotonic() < moment:
        if os.waitpid(child, os.WNOHANG)[0]:
            return
        time.sleep(0.01)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def _report(lines: list[str]) -> None:
    for line in lines:
        if '"begins"' not in line:
            sys.stdout.write(line + "\n")
    if lines and '"begins"' in lines[-1]:
        sys.stdout.write(lines[-1].replace('"begins"', '"killed_in"') + "\n")


if __name__ == "__main__":
    main()
