"""The journal: how fast events are composed, sealed and verified; a million of them as a town writes them.

Run: `python -m bench.journal [--events 1000000] [--rounds 3]`; `--acts 40 --rounds 6`: what the journal costs
an act (`bench/act_cost.py`). Nothing is kept (`--data DIR`: the town is).

The events are real ones: matters are cast from real ones (`bench.great_town --journal whole`), with every
event of their rows composed anew: chained, digested, each row's newest commitment that of its columns. The
real sealer seals them batch by batch, as a town seals while it works, and the real export writes the evidence
of the whole town. The stand-alone verifier, as it lies in the evidence, then checks it in a process of its
own on one core. Told apart: *events* (the ZIP's stamp, the table of contents, every seal's signature, each
event's one spelling, digest, place in its subject's chain, in the tree and in the chain, every seal and the
heads of all subjects) and *rows* (each row's newest commitment against its columns, none missing, none too
many).
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from bench import act_cost, bulk, great_town
from bench.measuring import Spread, heading, seconds
from yakuba.ground.journal.evidence import export
from yakuba.ground.journal.sealer import seal
from yakuba.ground.journal.verifier.single import single_file

EVENTS_A_CASE, MATTERS = 8, 120
CASES_A_SEAL = 400
BAR = 10.0  # seconds for a million events
MILLION = 1_000_000
ORIGIN = "yakuba.example/bench"
# Runs the verifier as it is, and tells how long its parts took.
RUNNER = """
import json, resource, sys, time
import verify

took = {}

def timed(name):
    whole = getattr(verify, name)
    def run(*args, **given):
        start = time.perf_counter(), time.process_time()
        try:
            return whole(*args, **given)
        finally:
            took[name] = time.perf_counter() - start[0], time.process_time() - start[1]
    setattr(verify, name, run)

for name in sys.argv[2:]:
    timed(name)
report = verify.verify(sys.argv[1])
print(json.dumps({
    "took": took,
    "findings": len(report.findings),
    "counts": report.counts,
    "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
}))
"""
PARTS = (
    "verify", "read_manifest", "read_seals", "read_events", "check_heads", "read_tables", "check_files",
)  # fmt: skip
OF_ROWS = ("read_tables", "check_files")


class Enough(Exception):
    """The journal is as long as it was to be."""


@dataclass
class Sealing:
    """What writing and sealing took, in seconds."""

    composing: float = 0.0
    sealing: float = 0.0
    seals: int = 0
    events: int = 0


def written(events: int, folder: Path) -> Sealing:
    """A town with so many events in its journal, sealed every few hundred cases."""
    great_town.base(MATTERS)
    told = Sealing()
    with bulk.hasty():
        making = great_town.Making(events // EVENTS_A_CASE, seed=1, journal="whole")

        def flushed() -> None:
            told.sealing += seconds(lambda: seal(folder, origin=ORIGIN))
            told.seals += 1
            told.events = making.books.event
            if told.events >= events:
                raise Enough

        great_town.AT_ONCE, making.flushed = CASES_A_SEAL, flushed
        start = time.perf_counter()
        try:
            making.people_with_accounts()
            making.cast_all()
        except Enough:
            pass
        told.composing = time.perf_counter() - start - told.sealing
    return told


def verified(evidence: Path, folder: Path) -> dict[str, Any]:
    """One run of the stand-alone verifier: what RUNNER tells (seconds, counts, memory in MB)."""
    (folder / "verify.py").write_text(single_file(), encoding="utf-8")
    (folder / "run.py").write_text(RUNNER, encoding="utf-8")
    command = [sys.executable, "-S", "run.py", str(evidence), *PARTS]
    done = subprocess.run(command, capture_output=True, text=True, cwd=folder, check=False)
    told: dict[str, Any] = json.loads(done.stdout) if not done.returncode else sys.exit(done.stderr)
    if told["findings"]:
        sys.exit(f"the verifier found {told['findings']} faults in an honest file")
    return told


def verification(events: int, rounds: int, folder: Path) -> bool:
    """Write, seal, export, verify; print it all. Whether a million events take less than the bar."""
    told = written(events, folder / "seals")
    print(f"composed and written {told.events:,} events with their rows: "
          f"{told.composing / told.events * 1e6:.0f} µs an event")  # fmt: skip
    print(f"sealed in {told.seals:,} seals: {told.events / told.sealing:,.0f} events/s "
          f"({told.sealing / told.events * 1e6:.0f} µs an event, what is read again included)")  # fmt: skip
    evidence = folder / "evidence.zip"
    took = seconds(lambda: export(None, evidence, seal_dir=folder / "seals"))
    print(f"exported in {took:.0f} s, {evidence.stat().st_size / 1e6:,.0f} MB")
    runs = [verified(evidence, folder) for _ in range(rounds)]
    counts = runs[0]["counts"]
    print(f"verified: {counts}, {runs[0]['memory']:,} MB")
    print(f"{'part':<16}{'wall s':>34}{'CPU s':>34}")
    parts = {name: [run["took"][name] for run in runs] for name in runs[0]["took"]}
    for name, readings in parts.items():
        wall, cpu = (Spread(tuple(reading[at] for reading in readings)) for at in (0, 1))
        print(f"{name:<16}{wall!s:>34}{cpu!s:>34}")
    whole, rows = (sum_of(parts, names) for names in (("verify",), OF_ROWS))
    alone = Spread(
        tuple((one - other) / counts["記録"] * MILLION for one, other in zip(whole, rows, strict=True))
    )
    print(f"a million events {alone} s (bar {BAR:.0f} s); their rows too "
          f"{Spread(tuple(one / counts['記録'] * MILLION for one in whole))} s")  # fmt: skip
    return alone.median < BAR


def sum_of(parts: dict[str, list[tuple[float, float]]], names: tuple[str, ...]) -> list[float]:
    """Wall seconds of these parts together, run by run."""
    runs = len(next(iter(parts.values())))
    return [sum(parts[name][run][0] for name in names if name in parts) for run in range(runs)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--events", type=int, default=MILLION)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--data", help="folder of the town, if it is to be kept (read by bench/__init__)")
    parser.add_argument("--acts", type=int, default=0, help="instead: what it costs an act; how many a round")
    asked = parser.parse_args()
    if asked.acts:
        print(heading("Journal: what it costs an act"))
        sys.exit(0 if act_cost.main(asked.rounds, asked.acts) else 1)
    print(heading(f"Journal: {asked.events:,} events sealed and verified"))
    with tempfile.TemporaryDirectory(dir=settings.YAKUBA_DATA) as folder:
        sys.exit(0 if verification(asked.events, asked.rounds, Path(folder)) else 1)


if __name__ == "__main__":
    main()
