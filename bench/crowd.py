"""The people of a load test, in a process of its own: `python -m bench.crowd ORDER` (a JSON file).

Visits begin at fixed moments whatever the server does; 40 clerks work beside them. What everybody met goes
into the file that the order names.
"""

import asyncio
import json
import resource
import sys
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from bench import attachments
from bench.applicants import Applicant
from bench.browser import Browser, GaveUp, Log, Puzzled
from bench.clerks import Clerk
from bench.postbox import Postbox

RESIDENTS = 0.33  # share of visits by somebody with an account
STRIDE = 29  # through the procedures in turn, not one after the other of the same kind
DRAIN = 1500.0  # seconds that visits under way may still take after the last has begun


@dataclass
class Crowd:
    """`order`: port, mail_port, seconds, rate (visits per second), clerks, think, clerk_think, people,
    wishes, seed, first (number of the first visitor), into (the file for what they met); big (files of two
    megabytes), pace (bytes a second of an applicant's line).
    """

    order: dict[str, Any]
    postbox: Postbox = field(default_factory=Postbox)
    applicants: Log = field(default_factory=Log)
    clerks: Log = field(default_factory=Log)
    acts: Counter[str] = field(default_factory=Counter)
    visits: list[dict[str, Any]] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)
    mails: list[float] = field(default_factory=list)
    lag: float = 0.0

    async def come(self) -> None:
        order, chance = self.order, Random(self.order["seed"])
        server = await self.postbox.open(order["mail_port"])
        staff = [asyncio.create_task(self._clerk(at)) for at in range(order["clerks"])]
        began, visits = time.perf_counter(), []
        for at in range(round(order["seconds"] * order["rate"])):
            due = began + at / order["rate"]
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            self.lag = max(self.lag, time.perf_counter() - due)
            visits.append(asyncio.create_task(self._visit(at, chance.random(), due)))
        if not visits:
            await asyncio.sleep(order["seconds"])
        if visits:
            await asyncio.wait(visits, timeout=DRAIN)
        for task in (*staff, *visits):
            task.cancel()
        await asyncio.gather(*staff, *visits, return_exceptions=True)
        server.close()

    async def _visit(self, at: int, luck: float, due: float) -> None:
        order = self.order
        number = order["first"] + at
        chance = Random(number)
        wishes, people = order["wishes"], order["people"]
        wish = wishes[at * STRIDE % len(wishes)]
        resident = chance.choice(people["residents"]) if luck < RESIDENTS or not wish["guests"] else None
        browser = Browser(order["port"], self.applicants, chance, order.get("pace", 0))
        who = Applicant(
            browser, wish, number, self.postbox, order["think"], resident, people["password"],
            attachments.big if order.get("big") else attachments.small,
        )  # fmt: skip
        trouble = ""
        try:
            await who.apply()
            self.whole.append(time.perf_counter() - due)
        except GaveUp as gave_up:
            trouble = f"gave up: {gave_up} {list(browser.trail)}"
        except Puzzled as puzzled:
            trouble = f"puzzled: {puzzled} {list(browser.trail)}"
        except asyncio.CancelledError:
            trouble = "still under way at the end"
        finally:
            browser.close()
            self.mails += who.mail_waits
            self.visits.append(
                {"procedure": wish["procedure"], "title": wish["title"], "draft": who.draft,
                 "number": who.receipt, "typed": who.typed, "trouble": trouble, "digests": who.digests}
            )  # fmt: skip

    async def _clerk(self, at: int) -> None:
        people, order = self.order["people"], self.order
        browser = Browser(order["port"], self.clerks, Random(at))
        login = people["staff"][at % len(people["staff"])]
        clerk = Clerk(browser, login, people["password"], order["clerk_think"], self.acts)
        with suppress(asyncio.CancelledError):
            try:
                await clerk.work()
            except (GaveUp, Puzzled) as trouble:
                self.acts[f"left: {trouble}"[:120]] += 1
        browser.close()

    def told(self) -> dict[str, Any]:
        used = resource.getrusage(resource.RUSAGE_SELF)
        return {
            "applicants": self.applicants.told(), "clerks": self.clerks.told(), "acts": dict(self.acts),
            "visits": self.visits, "whole": self.whole, "mails": self.mails, "letters": self.postbox.letters,
            "lag": self.lag, "cpu": used.ru_utime + used.ru_stime,
        }  # fmt: skip


def main() -> None:
    order = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    crowd = Crowd(order)
    asyncio.run(crowd.come())
    Path(order["into"]).write_text(json.dumps(crowd.told(), ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
