"""A form of 312 questions with 246 conditions: how long the whole of it takes to evaluate. No database.

Run: `python -m bench.forms`. The budget of DESIGN §8 is 50 ms for a re-evaluation. All kinds of work are done
by turns, so that a noisy moment falls on all of them.
"""

import sys
from collections.abc import Callable
from datetime import date

from bench.measuring import heading, in_turns, seconds
from yakuba.ground.catalogue import asking
from yakuba.ground.catalogue.conditions import compile_authoring
from yakuba.ground.catalogue.definition import Page, Procedure, Question, Step

QUESTIONS, CONDITIONS, ROUNDS, BAR = 312, 246, 50, 50
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


def works() -> dict[str, Callable[[], object]]:
    """What is done with such a form: its pages to be asked (`plan`: as a page of a draft reckons them), what
    no longer applies, all checks, drawing the last page, reading what was typed on it, the summary; and all
    that one "next" makes necessary.
    """
    procedure, answers = form()
    facts = asking.facts_for(procedure, answers, today=date(2026, 11, 20), channel="online")
    plan, last = asking.plan_of(procedure), procedure.pages[-1].questions
    posted = {f"q-{question.key}": ["12"] for question in last}

    def next_page() -> None:
        asking.read_page(procedure, last, posted, answers, facts)
        asking.prune(procedure, answers, facts)
        plan.shown(answers, facts)
        asking.fields(procedure, last, answers, facts)

    return {
        "plan: pages to be asked": lambda: plan.shown(answers, facts),
        "visible_pages": lambda: asking.visible_pages(procedure, answers, facts),
        "prune": lambda: asking.prune(procedure, answers, facts),
        "check_all": lambda: asking.check_all(procedure, answers, facts),
        "fields of the last page": lambda: asking.fields(procedure, last, answers, facts),
        "read_page of the last page": lambda: asking.read_page(procedure, last, posted, answers, facts),
        "display_rows": lambda: asking.display_rows(procedure, answers, facts),
        'one "next" altogether': next_page,
    }


def main() -> None:
    """A line for each kind of work; fails where the median of one misses the budget."""
    print(heading(f"{QUESTIONS} questions, {CONDITIONS} conditions: milliseconds, {ROUNDS} rounds"))
    named = works()
    for work in named.values():
        work()  # what an edition works out once
    taken = in_turns(ROUNDS, [lambda work=work: seconds(work) * 1000 for work in named.values()])
    for name, spread in zip(named, taken, strict=True):
        print(f"{name:28} p50 {spread.median:6.2f} ms   p95 {spread.quantile(0.95):6.2f} ms")
    worst = max(spread.median for spread in taken)
    print(f"slowest {worst:.1f} ms (bar {BAR} ms)")
    sys.exit(0 if worst < BAR else 1)


if __name__ == "__main__":
    main()
