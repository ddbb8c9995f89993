"""What clerks and residents wait for in a town with many cases: desk, case, next case, マイページ.

Run: `python -m bench.lists --data DIR [--rounds 40]` for one town, or
`python -m bench.lists --compare TOWN TOWN [--rounds 40] [--bar 2]` for the ratio of the second to the first,
asked by turns in one run, each in a process of its own. A TOWN is a folder that `bench.great_town` filled
(SQLite), or a DATABASE_URL.

Each page goes through Django's whole handler (sessions, rights, templates), signed in; no sockets. Who looks:
a clerk of the section with the most open cases, the head above it, somebody whose right reaches all sections,
and residents by chance. Open cases are some that were looked at before (the first look of all writes); ended
ones come by chance from the whole ten years. Times in milliseconds, the queries of one page beside them.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Count
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench.measuring import Spread, heading, seconds
from seeds.people import clerk_of, holder_of
from yakuba.ground.access.actor import Actor
from yakuba.ground.access.rights import Right
from yakuba.ground.calendar import clock
from yakuba.ground.people import read as people
from yakuba.ground.people.models import Account
from yakuba.rooms.cases.models import Case
from yakuba.rooms.cases.reading.desk import TABS

ROUNDS, BAR, MOST_QUERIES = 40, 2.0, 15
SEES_ALL = "mayor"
Times = dict[str, list[float]]


@dataclass
class Visitor:
    """Somebody signed in."""

    name: str
    client: Client
    actor: Actor | None = None


@dataclass
class Town:
    """The town of this process, and who looks at it."""

    chance: Random
    staff: list[Visitor]
    queries: dict[str, int] = field(default_factory=dict)

    def pages(self) -> Iterator[tuple[str, Client, str]]:
        """One round: the name of the page, whose browser, its path."""
        for who in self.staff:
            for tab in TABS:
                yield f"desk {tab}, {who.name}", who.client, f"{reverse('cases:desk')}?tab={tab}"
        clerk, _, everything = self.staff
        for who in (clerk, everything):
            if opened := self._open_case(who):
                yield f"open case, {who.name}", who.client, reverse("cases:case", args=[opened])
                yield f"next case, {who.name}", who.client, reverse("cases:next", args=[opened])
        yield "ended case", everything.client, reverse("cases:case", args=[self._ended_case()])
        yield "マイページ", self._resident(), reverse("applications:mine")

    def look(self) -> Times:
        """Every page once, by chance another case and resident each time; milliseconds by page."""
        times: Times = {}
        for name, client, path in self.pages():
            if name not in self.queries:
                with CaptureQueriesContext(connection) as asked:
                    _get(client, path)
                self.queries[name] = len(asked)
            times[name] = [seconds(lambda client=client, path=path: _get(client, path)) * 1000]
        return times

    def _open_case(self, who: Visitor) -> UUID | None:
        rows = Case.objects.open().filter(unseen=False)
        if who.actor and who.actor.sections_with(Right.CASE_READ) is not None:
            rows = rows.filter(work_section__in=who.actor.sections)
        ids = list(rows.values_list("id", flat=True))
        return self.chance.choice(ids) if ids else None

    def _ended_case(self) -> UUID:
        """One by chance from all the years: ids grow with time."""
        ids = Case.objects.order_by("id").values_list("id", flat=True)
        some = UUID(int=self.chance.randint(ids.first().int, ids.last().int))
        rows = Case.objects.filter(closed_at__isnull=False).order_by("id")
        return (rows.filter(id__gte=some).first() or rows.last()).id

    def _resident(self) -> Client:
        """A resident who has applied, by chance."""
        rows = Case.objects.exclude(applicant_ref="").order_by("-id").values_list("applicant_ref", flat=True)
        ref = self.chance.choice(list(rows[:500]))
        return _signed_in(Account.objects.get(resident__id=ref.partition(":")[2]))


def town(seed: int) -> Town:
    """The visitors: the clerk with the most to do, the head above, and who sees everything."""
    today = clock.today()
    counts = Case.objects.open().values("work_section").annotate(n=Count("id")).order_by("-n")
    busiest = next(
        one["work_section"] for one in counts if people.holders_by_section(one["work_section"], today)
    )
    above = people.sections()[busiest].parent or busiest
    named = {"clerk": clerk_of(busiest), "head": holder_of(f"{above}.head"), "sees all": holder_of(SEES_ALL)}
    staff = [
        Visitor(name, _signed_in(Account.objects.get(staff__id=who.id)), who) for name, who in named.items()
    ]
    return Town(Random(seed), staff)


def _signed_in(account: Account) -> Client:
    client = Client(HTTP_HOST="localhost")
    client.force_login(account, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def _get(client: Client, path: str) -> None:
    response = client.get(path)
    if response.status_code not in (200, 302):
        raise RuntimeError(f"{path}: {response.status_code}")


class Asked:
    """A town in a process of its own, asked for one round at a time."""

    def __init__(self, where: str, seed: int) -> None:
        named = {"DATABASE_URL": where} if "://" in where else {"YAKUBA_DATA": where, "DATABASE_URL": ""}
        command = [sys.executable, "-m", "bench.lists", "--answer", "--seed", str(seed)]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=os.environ | named
        )
        self.name, self.cases = where, self._told()

    def look(self) -> Any:
        """One round: milliseconds by page."""
        return self._say("look")

    def queries(self) -> dict[str, int]:
        """Queries of each page; the process ends."""
        told: dict[str, int] = self._say("end")
        self._process.communicate()
        return told

    def _say(self, word: str) -> Any:
        assert self._process.stdin
        self._process.stdin.write(word + "\n")
        self._process.stdin.flush()
        return self._told()

    def _told(self) -> Any:
        assert self._process.stdout
        line = self._process.stdout.readline()
        return json.loads(line) if line else sys.exit(f"{self.name}: no answer")


def answer(seed: int) -> None:
    """What the process of one town does: says how many cases it has, then a round for each line it reads."""
    here = town(seed)
    print(json.dumps(f"{Case.objects.count():,} cases, {connection.vendor}"), flush=True)
    here.look()  # what a process does once is no part of it
    for line in sys.stdin:
        print(json.dumps(here.look() if line.strip() == "look" else here.queries), flush=True)


def compare(towns: Sequence[Asked], rounds: int) -> list[dict[str, Spread]]:
    """Every page of each town, round by round in turns."""
    taken: list[dict[str, list[float]]] = [{} for _ in towns]
    for _ in range(rounds):
        for times, one in zip(taken, towns, strict=True):
            for name, reading in one.look().items():
                times.setdefault(name, []).extend(reading)
    return [{name: Spread(tuple(values)) for name, values in times.items()} for times in taken]


def tell(towns: Sequence[Asked], taken: Sequence[dict[str, Spread]]) -> tuple[float, int]:
    """A line a page: p50 and p95 of each town, ratios of the second to the first, queries. The worst two."""
    for mark, one in zip("AB", towns, strict=False):
        print(f"{mark}: {one.cases}")
    counts = [one.queries() for one in towns]
    worst, most = 0.0, max(max(one.values()) for one in counts)
    print(f"{'page':<26}" + "".join(f"{mark + ' p50':>9}{'p95':>8}" for mark in "AB"[: len(towns)])
          + ("   p50 ×   p95 ×" if len(towns) > 1 else "") + "  queries")  # fmt: skip
    for name in taken[0]:
        here = [times[name] for times in taken if name in times]
        line = f"{name:<26}" + "".join(f"{one.median:>9.1f}{one.quantile(0.95):>8.1f}" for one in here)
        if len(here) > 1:
            times = [here[1].median / here[0].median, here[1].quantile(0.95) / here[0].quantile(0.95)]
            worst = max(worst, times[1])
            line += "".join(f"{one:>8.2f}" for one in times)
        print(line + "  " + "/".join(str(one.get(name, "–")) for one in counts))
    return worst, most


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", help="folder of one town (read by bench/__init__)")
    parser.add_argument("--compare", nargs=2, metavar="TOWN", help="folders or DATABASE_URLs")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument(
        "--bar", type=float, default=BAR, help="most that p95 of the second may be of the first"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--answer", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.answer:
        answer(asked.seed)
        return
    print(heading(f"Lists and cases, {asked.rounds} rounds, ms"))
    one = os.environ.get("DATABASE_URL") or str(settings.YAKUBA_DATA)
    towns = [Asked(where, asked.seed) for where in asked.compare or [one]]
    worst, most = tell(towns, compare(towns, asked.rounds))
    if len(towns) > 1:
        print(f"worst p95 {worst:.2f}× (bar {asked.bar:g}×), ", end="")
    print(f"most queries of a page {most} (bar {MOST_QUERIES})")
    sys.exit(0 if worst <= asked.bar and most <= MOST_QUERIES else 1)


if __name__ == "__main__":
    main()
