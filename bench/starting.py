"""(6) Cold start and memory: how long from the command to the first page, what each worker takes.

`python -m bench.starting` (PostgreSQL: `python -m tests.postgres --durable python -m bench.starting`); there
with 1, 2 and 3 workers, on SQLite with its one. RSS counts what is shared in full, PSS its share.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from django.db import connection

from bench import processes, serving
from bench.measuring import Spread, heading

REQUESTS = 1000
HEAD = (
    "| workers | start → first 200, s | again, s | parent MB | sealer, jobs MB "
    f"| a worker, RSS/PSS MB | after {REQUESTS} requests | all, PSS MB |\n|---|---|---|---|---|---|---|---|"
)
PAGES = ("/", "/procedures/dog_registration/", "/procedures/road_occupancy/", "/search/?q=%E7%8A%AC")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--times", type=int, default=5)
    times = parser.parse_args().times
    counts = (1, 2, 3) if connection.vendor == "postgresql" else (1,)
    print(heading("Cold start and memory"))
    print(f"import of the application: {_imports(times)} s, of the parent alone: {_imports(times, PARENT)} s")
    with tempfile.TemporaryDirectory(prefix="yakuba-bench-") as name:
        folder = Path(name) / "town"
        folder.mkdir()
        serving.prepare(folder)
        try:
            print(HEAD)
            for count in counts:
                print(_row(folder, count, times))
        finally:
            serving.databases.drop(folder)


APPLICATION = "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'yakuba.hall.settings'; " \
    "import django; django.setup(); import yakuba.hall.urls"  # fmt: skip
PARENT = "import yakuba.hall.server"


def _imports(times: int, code: str = APPLICATION) -> Spread:
    def one() -> float:
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True)
        return time.perf_counter() - began

    return Spread(tuple(one() for _ in range(times)))


def _row(folder: Path, workers: int, times: int) -> str:
    words = ("--workers", str(workers)) if workers > 1 else ()
    starts = []
    for _ in range(times):
        began = time.perf_counter()
        with serving.served(folder, serve=words) as town:
            starts.append(time.perf_counter() - began)
            time.sleep(6)  # what is read beforehand
            fresh = _workers(town.pid)
            serving.hammer(
                [town.url + path for path in PAGES], seconds=REQUESTS / 100, connections=4, rate=100
            )
            used, every = _workers(town.pid), processes.memory(town.pid)
            beside = [pid for pid in town.pids[1:] if not _is_web(pid)]
            sizes = _sizes(town.pid)[0], sum(_sizes(pid)[1] for pid in beside)
    first, *again = starts
    return (
        f"| {workers} | {first:.2f} | {Spread(tuple(again or starts))} | {_megabytes(sizes[0])} | "
        f"{_megabytes(sizes[1])} | {_pair(fresh)} | {_pair(used)} | {_megabytes(every)} |"
    )


def _workers(parent: int) -> list[tuple[int, int]]:
    return [_sizes(pid) for pid in processes.family(parent) if _is_web(pid)]


def _is_web(pid: int) -> bool:
    return b"serving.web" in Path(f"/proc/{pid}/cmdline").read_bytes()


def _sizes(pid: int) -> tuple[int, int]:
    """RSS and PSS in bytes."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    told = {line.split(":")[0]: int(line.split()[1]) * 1024 for line in lines[1:]}
    return told["Rss"], told["Pss"]


def _pair(sizes: Sequence[tuple[int, int]]) -> str:
    rss, pss = zip(*sizes, strict=True)
    return f"{_megabytes(max(rss))} / {_megabytes(max(pss))}"


def _megabytes(size: float) -> str:
    return f"{size / 2**20:.0f}"


if __name__ == "__main__":
    main()
