"""11,000 applications in an hour while 40 clerks work, then ten times as many: figure (4) of the issue.

    python -m bench.load [--minutes 60] [--surge-minutes 5] [--cases 10000] [--workers N]
    python -m tests.postgres --durable python -m bench.load ...

Whole visits on the real pages (guide, beginning, every question page of any of the town's worked examples
with its files, mailed link, summary, sending, receipt), two thirds as guests and one third signed in, begin
at a fixed pace (3.06 a second) whatever the server does; every request counts from the moment at which it was
due. `--minutes` shortens the hour, not the pace. In the surge people who are turned away wait as long as the
page says and press its button. Afterwards every receipt shown is looked for in the database, and every answer
that was typed. Bars: no error at the plain pace, clerks' pages p95 < 300 ms there; at ten times nothing
accepted is lost and what was typed is kept.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import serving
from bench.measuring import Spread, heading

AN_HOUR = 11_000 / 3600  # visits per second
BAR_CLERKS = 300.0  # ms
FIRST_OF_SURGE = 500_000


@dataclass(frozen=True)
class Phase:
    """One stretch of the test and what everybody met in it."""

    name: str
    seconds: float
    met: Mapping[str, Any]
    server_cpu: float
    database_cpu: float
    memory: int


def phase(name: str, town: serving.Town, mail_port: int, order: Mapping[str, Any]) -> Phase:
    """Let a crowd loose on the town, in a process of its own."""
    before, base = town.cpu_seconds(), town.database_cpu_seconds()
    into = town.data / f"{name}.json"
    whole = {
        **order, "port": town.port, "mail_port": mail_port, "people": dict(town.people), "into": str(into),
        "wishes": json.loads((town.data / serving.WISHES).read_text(encoding="utf-8")),
    }  # fmt: skip
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(whole, file)
        file.flush()
        done = subprocess.run(
            [sys.executable, "-m", "bench.crowd", file.name],
            cwd=Path(__file__).parents[1], capture_output=True, text=True, check=False,
        )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr[-4000:])
    met = json.loads(into.read_text(encoding="utf-8"))
    return Phase(
        name,
        order["seconds"],
        met,
        town.cpu_seconds() - before,
        town.database_cpu_seconds() - base,
        town.rss(),
    )


def report(found: Phase) -> Iterator[str]:
    """The lines of one phase."""
    met, visits = found.met, found.met["visits"]
    receipts = sum(bool(visit["number"]) for visit in visits)
    yield f"\n### {found.name}"
    yield f"visits {len(visits)}, receipts {receipts} ({receipts / max(1, len(visits)):.1%})"
    troubles = Counter(_short(visit["trouble"]) for visit in visits if visit["trouble"])
    yield from (f"  {times} × {trouble}" for trouble, times in troubles.most_common(12))
    for who in ("applicants", "clerks"):
        log = met[who]
        yield (
            f"{who}: errors {sum(log['errors'].values())} {log['errors'] or ''}; "
            f"sent again over a new connection {log['reopened']}"
        )
        yield from _times(log["times"])
        yield from _turned(log)
    yield f"clerks' acts: {met['acts']}"
    if met["mails"]:
        yield f"mailed link, s after it was asked for: {_quantiles([s * 1000 for s in met['mails']], 1000)}"
    if met["whole"]:
        yield f"whole visit with thinking, s: {_quantiles([s * 1000 for s in met['whole']], 1000)}"
    cpu = found.server_cpu + found.database_cpu
    yield (
        f"CPU: town {found.server_cpu:.0f} s, PostgreSQL {found.database_cpu:.0f} s, "
        f"client {met['cpu']:.0f} s; a visit {1000 * cpu / max(1, receipts):.0f} ms (clerks included); "
        f"memory {found.memory / 1e6:.0f} MB; letters {met['letters']}; client behind ≤ {met['lag']:.2f} s"
    )


def _times(times: Mapping[str, Sequence[float]]) -> Iterator[str]:
    everything = [one for values in times.values() for one in values]
    if everything:
        yield f"  {'all':<14}　n {len(everything):>6}  {_quantiles(everything)}"
    for kind, values in sorted(times.items(), key=lambda item: -len(item[1])):
        yield f"  {kind:<14}　n {len(values):>6}  {_quantiles(values)}"


def _quantiles(values: Sequence[float], unit: float = 1) -> str:
    spread = Spread(tuple(values))
    p50, p95, p99 = (spread.quantile(share) / unit for share in (0.5, 0.95, 0.99))
    return f"p50 {p50:,.1f}  p95 {p95:,.1f}  p99 {p99:,.1f}  max {max(values) / unit:,.1f}"


def _turned(log: Mapping[str, Any]) -> Iterator[str]:
    away = sum(log["turned_away"].values())
    if away:
        answered = sum(len(values) for values in log["times"].values())
        yield f"  turned away {away} of {away + answered} requests ({away / (away + answered):.1%})"
        yield f"    answers of that kind, ms: {_quantiles(log['turned_ms'])}; by page {log['turned_away']}"
        yield f"    typed and not kept on that page: {log['unkept'] or 'nothing'}"


def _short(trouble: str) -> str:
    return trouble[:600]


def verdict(calm: Phase, lost: Sequence[str]) -> Iterator[str]:
    """The bars, one a line."""
    errors = sum(sum(calm.met[who]["errors"].values()) for who in ("applicants", "clerks"))
    unsent = sum(not visit["number"] for visit in calm.met["visits"])
    clerks = [one for values in calm.met["clerks"]["times"].values() for one in values]
    p95 = Spread(tuple(clerks)).quantile(0.95) if clerks else 0.0
    yield f"errors at the plain pace: {errors}, visits without receipt: {unsent} (bar 0)"
    yield f"clerks' pages p95 at the plain pace: {p95:.0f} ms (bar {BAR_CLERKS:.0f})"
    yield f"lost, doubled or changed in the database: {len(lost)} (bar 0)"
    yield from (f"  {line}" for line in lost)


@contextmanager
def ready_town(options: argparse.Namespace, mail_port: int) -> Iterator[serving.Town]:
    """The town with so many cases, its mails going to the visitors' own postbox."""
    serve = ("--workers", str(options.workers)) if options.workers else ()
    environ = {
        "YAKUBA_DEMO": "0", "YAKUBA_MAP_TILES": "sketch",
        "YAKUBA_SMTP_HOST": "127.0.0.1", "YAKUBA_SMTP_PORT": str(mail_port),
    }  # fmt: skip
    with serving.town(
        data=options.data,
        cases=options.cases,
        residents=200,
        serve=serve,
        environ=environ,
        before=serving.wishes,
    ) as here:
        yield here


def aftermath(town: serving.Town, phases: Sequence[Phase]) -> list[str]:
    """What is wrong in the database now; each finding once."""
    found: list[str] = []
    for one in phases:
        told = json.loads(serving.run(town.data, "bench.aftermath", str(town.data / f"{one.name}.json")))
        found += told["shown"]
    return found


def main() -> None:
    """Print the report."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--minutes", type=float, default=60)
    words.add_argument("--surge-minutes", type=float, default=5)
    words.add_argument("--surge", type=float, default=10, help="times the plain pace")
    words.add_argument("--cases", type=int, default=10_000)
    words.add_argument("--clerks", type=int, default=40)
    words.add_argument("--think", type=float, default=2, help="applicants' seconds on a page")
    words.add_argument("--clerk-think", type=float, default=12)
    words.add_argument("--workers", type=int, default=0)
    words.add_argument("--data", type=Path)
    options = words.parse_args()
    order = {"clerks": options.clerks, "think": options.think, "clerk_think": options.clerk_think}
    mail_port = serving.free_port()
    print(heading("11,000 applications in an hour, 40 clerks"))
    with ready_town(options, mail_port) as town:
        phases = []
        for name, minutes, times, first in (
            ("1x", options.minutes, 1, 1), ("surge", options.surge_minutes, options.surge, FIRST_OF_SURGE),
        ):  # fmt: skip
            if minutes:
                whole = order | {
                    "seconds": minutes * 60,
                    "rate": AN_HOUR * times,
                    "seed": first,
                    "first": first,
                }
                phases.append(phase(name, town, mail_port, whole))
                print("\n".join(report(phases[-1])), flush=True)
        print("\n" + "\n".join(verdict(phases[0], aftermath(town, phases))))
        print(f"log of the server: {len(town.log().splitlines())} lines\n{town.log()[-1500:]}")


if __name__ == "__main__":
    main()
