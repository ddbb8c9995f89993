"""A form of 312 questions with 246 conditions: how long the whole of it takes to evaluate. No database.

Run: `python -m bench.forms`. The budget of DESIGN §8 is 50 ms for a re-evaluation.
"""

import statistics
import time
from collections.abc import Callable
from datetime import date

from yakuba.ground.catalogue import asking
from yakuba.ground.catalogue.conditions import compile_authoring
from yakuba.ground.catalogue.definition import Page, Procedure, Question, Step

QUESTIONS, CONDITIONS, ROUNDS = 312, 246, 50
KINDS = ("text", "number", "date", "yes_no")
VALUES = {"text": "見本の答え", "number": "12", "date": "2026-12-01", "yes_no": True}
TESTS = {
    "text": {"is": "見本の答え"},
    "number": {"at_least": 5},
    "date": {"after": date(2026, 1, 1)},
    "yes_no": {"is": True},
}


def form() -> tuple[Procedure, dict[str, object]]:
    """The form and an answer to every question; each of the last 246 depends on two questions above it."""
    questions = []
    for at in range(QUESTIONS):
        kind, rule = KINDS[at % len(KINDS)], None
        if at >= QUESTIONS - CONDITIONS:
            above = (at - 1, at - 4)
            rule = compile_authoring(
                {"all": [{"q": f"q{one}", **TESTS[KINDS[one % len(KINDS)]]} for one in above]}
            )
        questions.append(Question(f"q{at}", kind, f"質問{at}", show_when=rule))
    pages = tuple(
        Page(f"p{at}", f"頁{at}", questions=tuple(questions[at : at + 12])) for at in range(0, QUESTIONS, 12)
    )
    steps = (Step("intake", "intake", "受付"), Step("close", "close", "完結"))
    procedure = Procedure("big", "大きな手続", "おおきなてつづき", "見本", "s", "permit", pages, steps)
    return procedure, {f"q{at}": VALUES[KINDS[at % len(KINDS)]] for at in range(QUESTIONS)}


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Median and 95th percentile in milliseconds over the rounds."""
    taken = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken), sorted(taken)[int(ROUNDS * 0.95)]


def main() -> None:
    """Print one line for each kind of work."""
    procedure, answers = form()
    facts = asking.facts_for(procedure, answers, today=date(2026, 11, 20), channel="online")
    last = procedure.pages[-1].questions
    posted = {f"q-{question.key}": ["12"] for question in last}
    works: dict[str, Callable[[], object]] = {
        "visible_pages": lambda: asking.visible_pages(procedure, answers, facts),
        "prune": lambda: asking.prune(procedure, answers, facts),
        "check_all": lambda: asking.check_all(procedure, answers, facts),
        "fields of the last page": lambda: asking.fields(procedure, last, answers, facts),
        "read_page of the last page": lambda: asking.read_page(procedure, last, posted, answers, facts),
        "display_rows": lambda: asking.display_rows(procedure, answers, facts),
    }
    print(f"{QUESTIONS} questions, {CONDITIONS} conditions, {ROUNDS} rounds")
    for name, work in works.items():
        median, late = timed(work)
        print(f"{name:28} median {median:6.2f} ms   p95 {late:6.2f} ms")


if __name__ == "__main__":
    main()
