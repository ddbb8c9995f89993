"""200 people arrive over 10 minutes and send an application with 3 files of 2 MB each: figure (5).

    python -m bench.uploads [--people 200] [--minutes 10] [--cases 0] [--workers N] [--line 0]
    python -m tests.postgres --durable python -m bench.uploads

Whole visits on the real pages; the files are JPEG photographs of 12 megapixels and scanned PDF pages, no two
the same. `--line`: megabits a second of each person's line (0: as fast as loopback); the time that the line
itself needs does not count. 4 clerks work meanwhile, so that it shows if they are held up. Bars: p95 of the
requests that carry files < 2 s, no file lost (the digest of what was sent is looked for in the database and
computed again over the content in the store).
"""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

from bench import serving
from bench.browser import UPLOAD
from bench.load import Phase, aftermath, phase, ready_town, report
from bench.measuring import Spread, heading

BAR = 2000.0  # ms
FILES = 3


def wanted(town: serving.Town) -> None:
    """Only applications with three files that a guest may send."""
    path = town.data / serving.WISHES
    wishes = json.loads(path.read_text(encoding="utf-8"))
    fitting = [one for one in wishes if sum(map(len, one["files"].values())) == FILES and one["guests"]]
    path.write_text(json.dumps(fitting, ensure_ascii=False), encoding="utf-8")


def verdict(found: Phase, lost: list[str]) -> Iterator[str]:
    """The bars, one a line."""
    times = found.met["applicants"]["times"].get(UPLOAD, [])
    visits = found.met["visits"]
    files = sum(len(visit["digests"]) for visit in visits)
    yield f"applications {sum(bool(v['number']) for v in visits)} of {len(visits)}, files sent {files}"
    if times:
        yield f"requests with files p95: {Spread(tuple(times)).quantile(0.95):.0f} ms (bar {BAR:.0f})"
    yield f"lost: {len(lost)} (bar 0)"
    yield from (f"  {line}" for line in lost)


def main() -> None:
    """Print the report."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--people", type=int, default=200)
    words.add_argument("--minutes", type=float, default=10)
    words.add_argument("--cases", type=int, default=0)
    words.add_argument("--workers", type=int, default=0)
    words.add_argument("--clerks", type=int, default=4)
    words.add_argument("--think", type=float, default=2)
    words.add_argument("--line", type=float, default=0, help="megabits a second")
    words.add_argument("--data", type=Path)
    options = words.parse_args()
    seconds, mail_port = options.minutes * 60, serving.free_port()
    line = f", lines of {options.line:g} Mbit/s" if options.line else ""
    print(heading(f"{options.people} people with {FILES} files of 2 MB in {options.minutes:g} minutes{line}"))
    with ready_town(options, mail_port) as town:
        wanted(town)
        order = {
            "seconds": seconds, "rate": options.people / seconds, "clerks": options.clerks,
            "seed": 5, "first": 1, "think": options.think, "clerk_think": 5,
            "big": True, "pace": options.line * 1e6 / 8,
        }  # fmt: skip
        found = phase("uploads", town, mail_port, order)
        print("\n".join(report(found)))
        print("\n" + "\n".join(verdict(found, aftermath(town, [found]))))


if __name__ == "__main__":
    main()
