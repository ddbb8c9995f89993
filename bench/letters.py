"""Letters a second: decision letters and filled forms of real matters, set as PDF/A-3b by the warm press.

Run: `python -m bench.letters [--count 200] [--rounds 3] [--matters 80]`. One process, one core; nothing is
kept. The letters are those issued in a town of real matters (every procedure's own words, tables and 教示),
each time with another addressee and number, so that the compiler finds nothing it has set before; the forms
are the same matters' application forms. Told: how many a second, CPU and wall time of one, the first one of a
process (fonts are read), memory. Keeping, recording and mailing are not in it.
"""

import argparse
import resource
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench import great_town
from bench.measuring import Spread, heading, seconds
from bench.townspeople import townsperson
from yakuba.ground import town
from yakuba.ground.catalogue import shelf
from yakuba.ground.letters import LetterHead, holes, set_letter
from yakuba.ground.paper.printing import CASE, filled_form
from yakuba.rooms.answers import door as answers
from yakuba.rooms.cases.models import Case, IssuedLetter

COUNT, ROUNDS, MATTERS = 200, 3, 80
Set = Callable[[int], bytes]


@dataclass(frozen=True)
class Taken:
    """One round: wall and CPU seconds, milliseconds of each paper, bytes of an average one."""

    wall: float
    cpu: float
    times: tuple[float, ...]
    size: float

    @property
    def rate(self) -> float:
        return len(self.times) / self.wall


def letter(rows: Sequence[IssuedLetter]) -> Set:
    """The n-th letter: the words of a real one, to somebody else, under another number."""

    def make(number: int) -> bytes:
        row, who = rows[number % len(rows)], townsperson(number)
        sender = town.authority_of(row.case.section)
        head = LetterHead(
            number=row.number and f"{row.number.partition('第')[0]}第{number + 1}号",
            day=row.issued_on,
            addressee=f"{who.town}{who.street}\n{who.family} {who.given} 様",
            sender_title=sender.title,
            sender_name=sender.name,
            seal=sender.seal_text,
        )
        open_number = {name: "" for name in holes(row.body) if name == "文書番号" and not row.number}
        return set_letter(title=row.title, body_markdown=row.body, fields=open_number, head=head)

    return make


def form(cases: Sequence[Case]) -> Set:
    """The n-th application form: a real matter's answers under another number."""
    sent = {case.id: answers.submission(case.submission_id) for case in cases}

    def make(number: int) -> bytes:
        case = cases[number % len(cases)]
        said = sent[case.id]
        return filled_form(
            shelf.edition(case.edition_id), said.answers, said.facts,
            what=CASE, id=case.id, number=f"R8-{number + 1:04d}", day="令和8年11月23日",
        )  # fmt: skip

    return make


def taken(make: Set, numbers: range) -> Taken:
    start, cpu, times, size = time.perf_counter(), time.process_time(), [], 0
    for number in numbers:
        before = time.perf_counter()
        size += len(make(number))
        times.append((time.perf_counter() - before) * 1000)
    spent = time.perf_counter() - start, time.process_time() - cpu
    return Taken(*spent, tuple(times), size / len(times))


def tell(name: str, make: Set, count: int, rounds: int) -> None:
    cold = seconds(lambda: make(0)) * 1000
    for number in range(1, 20):
        make(number)
    runs = [taken(make, range(20 + turn * count, 20 + (turn + 1) * count)) for turn in range(rounds)]
    every = Spread(tuple(one for run in runs for one in run.times))
    print(f"{name}: {Spread(tuple(run.rate for run in runs))} a second; "
          f"CPU {Spread(tuple(run.cpu / count * 1000 for run in runs))} ms each; "
          f"p50 {every.median:.1f} ms, p95 {every.quantile(0.95):.1f} ms; "
          f"{runs[0].size / 1000:.0f} kB; the first {cold:.0f} ms")  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--count", type=int, default=COUNT, help="papers a round")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--matters", type=int, default=MATTERS, help="real matters they come from")
    asked = parser.parse_args()
    print(heading("Letters a second, one process"))
    great_town.base(asked.matters)
    letters = list(IssuedLetter.objects.select_related("case"))
    cases = [case for case in Case.objects.all() if shelf.edition(case.edition_id).procedure.pages]
    if not letters or not cases:
        sys.exit("too few matters: no letter was issued")
    print(f"{len(letters)} letters of {len({row.case.procedure_key for row in letters})} procedures, "
          f"{len(cases)} forms")  # fmt: skip
    tell("letters", letter(letters), asked.count, asked.rounds)
    tell("forms", form(cases), asked.count, asked.rounds)
    print(f"memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most")


if __name__ == "__main__":
    main()
