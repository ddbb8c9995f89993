"""Ours and a peer on a comparable task, by turns in one run: figure (10).

    python -m tests.postgres --durable python -m bench.peers --place DIR [--peer wagtail] [--rounds 3]

DIR: where bench/peers/pretix.py (or wagtail.py) has installed it. Every turn is so many whole visits by 1,
then 2, then 4 visitors at a time, each beginning the next as soon as one is done, without thinking. Told are
visits a second, whole visit and last step (from the last button until the page that confirms is there) p50
and p95, CPU of the application and of PostgreSQL for each visit, and memory.
"""

import argparse
import asyncio
import json
import os
import time
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from bench import processes, serving
from bench.applicants import Applicant
from bench.browser import Browser, Log
from bench.measuring import Spread, heading
from bench.peers import pretix, wagtail
from bench.postbox import Postbox

PROCEDURE = "dog_death"  # 8 questions on 2 pages; the peer's order asks for an address and 6 answers
PEERS = {one.NAME: one for one in (pretix, wagtail)}
Visit = Callable[[Browser, int], Coroutine[Any, Any, float]]


@dataclass
class Side:
    """One of the two systems; `whole` and `last` in milliseconds."""

    name: str
    port: int
    pids: Sequence[int]
    visit: Visit
    whole: list[float] = field(default_factory=list)
    last: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    database_cpu: list[float] = field(default_factory=list)
    log: Log = field(default_factory=Log)

    def cpu_seconds(self) -> float:
        return sum(map(processes.cpu_seconds, self.pids))

    def __str__(self) -> str:
        whole, last = Spread(tuple(self.whole)), Spread(tuple(self.last))
        memory = sum(map(processes.memory, self.pids)) / 1e6
        return (
            f"{self.name:<8} visits/s {Spread(tuple(self.rates))}\n"
            f"    whole visit ms p50 {whole.median:,.0f} p95 {whole.quantile(0.95):,.0f}; "
            f"last step p50 {last.median:,.0f} p95 {last.quantile(0.95):,.0f}; "
            f"requests a visit {sum(map(len, self.log.times.values())) / max(1, len(self.whole)):.1f}\n"
            f"    CPU ms a visit: application {Spread(tuple(self.cpu))}, "
            f"PostgreSQL {Spread(tuple(self.database_cpu))}; memory {memory:,.0f} MB; "
            f"errors {sum(self.log.errors.values())}"
        )

    def forget(self) -> None:
        for kept in (self.whole, self.last, self.rates, self.cpu, self.database_cpu):
            kept.clear()
        self.log = Log()


async def turn(side: Side, visits: int, visitors: int, first: int, postmaster: int) -> None:
    """So many visits by so many visitors at a time."""
    before, base = side.cpu_seconds(), processes.cpu_seconds(postmaster)
    began, numbers = time.perf_counter(), iter(range(first, first + visits))

    async def visitor() -> None:
        for number in numbers:
            browser, start = Browser(side.port, side.log, Random(number)), time.perf_counter()
            side.last.append(1000 * await side.visit(browser, number))
            side.whole.append(1000 * (time.perf_counter() - start))
            browser.close()

    await asyncio.gather(*(visitor() for _ in range(visitors)))
    side.rates.append(visits / (time.perf_counter() - began))
    await asyncio.sleep(2)  # what the answer did not wait for (mails) belongs to the visit too
    side.cpu.append(1000 * (side.cpu_seconds() - before) / visits)
    side.database_cpu.append(1000 * (processes.cpu_seconds(postmaster) - base) / visits)


def ours(town: serving.Town, postbox: Postbox) -> Visit:
    """A guest's application, by the mailed link."""
    wishes = json.loads((town.data / serving.WISHES).read_text(encoding="utf-8"))
    wish = next(one for one in wishes if one["procedure"] == PROCEDURE)

    async def visit(browser: Browser, number: int) -> float:
        who = Applicant(browser, wish, number, postbox, think=0)
        await who.apply()
        return who.last_step

    return visit


async def compare(
    sides: Sequence[Side], options: argparse.Namespace, postbox: Postbox, mail: int, postmaster: int
) -> None:
    """The rounds, by turns."""
    server, first = await postbox.open(mail), 1
    for side in sides:  # warm
        await turn(side, 4, 2, 900_000, postmaster)
    for visitors in options.visitors:
        for side in sides:
            side.forget()
        for _ in range(options.rounds):
            for side in sides:
                await turn(side, options.visits, visitors, first, postmaster)
            first += options.visits
        print(f"\n### {visitors} at a time, {options.rounds} × {options.visits} visits")
        print("\n".join(map(str, sides)))
        one, other = (Spread(tuple(side.rates)).median for side in sides)
        cpu, others = (
            Spread(tuple(side.cpu)).median + Spread(tuple(side.database_cpu)).median for side in sides
        )
        print(f"ratio: visits/s {one / other:.1f} : 1, CPU a visit 1 : {others / cpu:.1f}", flush=True)
    server.close()


def main() -> None:
    """Print the comparison."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--place", type=Path, required=True)
    words.add_argument("--peer", choices=sorted(PEERS), default=pretix.NAME)
    words.add_argument("--rounds", type=int, default=3)
    words.add_argument("--visits", type=int, default=20)
    words.add_argument("--visitors", type=int, nargs="*", default=[1, 2, 4])
    words.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    options = words.parse_args()
    assert "DATABASE_URL" in os.environ, "python -m tests.postgres --durable python -m bench.peers …"
    other = PEERS[options.peer]
    print(heading(f"{other.NAME} {other.VERSION} ({other.TASK}) beside ours ({PROCEDURE})"))
    postbox, mail = Postbox(), serving.free_port()
    environ = {"YAKUBA_DEMO": "0", "YAKUBA_SMTP_HOST": "127.0.0.1", "YAKUBA_SMTP_PORT": str(mail)}
    with (
        serving.town(residents=1, environ=environ, before=serving.wishes) as town,
        other.running(other.place(options.place), workers=options.workers, mail=mail) as peer,
    ):
        sides = [
            Side("ours", town.port, [town.pid], ours(town, postbox)),
            Side(other.NAME, peer.port, peer.pids, other.visit),
        ]
        asyncio.run(compare(sides, options, postbox, mail, serving.postmaster()))


if __name__ == "__main__":
    main()
