"""Everyday questions against the search: how many have a right procedure among the first three.

Run: `python -m bench.finding [--missed]`. The questions and their right procedures stand in
`tests/finding/questions.toml`; any of `right` counts. The town's procedures are read from their files; the
index is the one the pages ask. Nothing is written.
"""

import argparse
import statistics
import sys
import time
import tomllib
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

from yakuba.ground.catalogue import shelf
from yakuba.ground.catalogue.finding import Index
from yakuba.hall import town_data

QUESTIONS = Path(__file__).resolve().parents[1] / "tests" / "finding" / "questions.toml"
FIRST = 3
AIM = 0.9


def index() -> Index:
    """The index of every procedure of the town's folder."""
    checked = town_data.check()
    if checked.faults:
        sys.exit("\n".join(checked.faults))
    standing = [
        shelf.EditionRef(uuid4(), procedure.key, "", date(2026, 4, 1), procedure)
        for procedure in checked.procedures
    ]
    return shelf.index_of(standing)


def place(found: Sequence[str], right: Sequence[str]) -> int:
    """At which place the first right procedure stands, from 1; 0 when none was found."""
    return next((at for at, key in enumerate(found, start=1) if key in right), 0)


def asked(index: Index, questions: list[dict[str, Any]]) -> tuple[list[int], list[float]]:
    """The place of the right answer to each question, and how long each took in milliseconds."""
    places, times = [], []
    for question in questions:
        start = time.perf_counter()
        hits = index.find(question["text"]).hits
        times.append((time.perf_counter() - start) * 1000)
        places.append(place([hit.key for hit in hits], question["right"]))
    return places, times


def table(questions: list[dict[str, Any]], places: list[int]) -> None:
    by_event: dict[str, list[int]] = defaultdict(list)
    for question, at in zip(questions, places, strict=True):
        by_event[question["event"]].append(at)
    for event, own in [*by_event.items(), ("all", places)]:
        first, among = (sum(0 < at <= most for at in own) for most in (1, FIRST))
        print(f"{event:<16}{len(own):>4} questions   first {first:>4}   among the first {FIRST} {among:>4}"
              f"   {among / len(own):>4.0%}")  # fmt: skip


def missed(index: Index, questions: list[dict[str, Any]], places: list[int]) -> None:
    for question, at in zip(questions, places, strict=True):
        if not 0 < at <= FIRST:
            found = ", ".join(hit.key for hit in index.find(question["text"]).hits[:FIRST]) or "(nothing)"
            print(
                f"- {question['event']} 「{question['text']}」 right {', '.join(question['right'])} / {found}"
            )


def main() -> None:
    parser = argparse.ArgumentParser(description="ふだんの言葉の質問で、手続が見つかるか")
    parser.add_argument("--missed", action="store_true", help="はじめの3件に出なかった質問も出す")
    show_missed = parser.parse_args().missed
    questions = tomllib.loads(QUESTIONS.read_text(encoding="utf-8"))["question"]
    start = time.perf_counter()
    built = index()
    made = time.perf_counter() - start
    places, times = asked(built, questions)
    table(questions, places)
    print(f"reading and checking the town and making the index {made:.1f} s, "
          f"a question median {statistics.median(times):.1f} ms, slowest {max(times):.0f} ms")  # fmt: skip
    if show_missed:
        missed(built, questions, places)
    sys.exit(0 if sum(0 < at <= FIRST for at in places) >= AIM * len(places) else 1)


if __name__ == "__main__":
    main()
