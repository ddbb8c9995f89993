"""「いま、すること」: the panel of the present step with its fields, as the templates take it."""

from dataclasses import dataclass
from typing import Any

from yakuba.ground.access.actor import Actor
from yakuba.ground.access.rights import Right
from yakuba.ground.catalogue import asking
from yakuba.ground.catalogue.definition import Step
from yakuba.rooms.cases.forms import PREFIX, Typed
from yakuba.rooms.cases.models import IssuedLetter, Opinion
from yakuba.rooms.cases.reading.page import CasePage
from yakuba.rooms.cases.reading.papers import letter_at_issue
from yakuba.rooms.cases.rules.machine import Outcome, can_refuse, reviews_before
from yakuba.rooms.cases.rules.states import CORRECTABLE, ENDS, SEND_BACK_FROM, WITHDRAWABLE, State

TEMPLATES = {
    State.RECEIVED: "intake",
    State.REVIEW: "review",
    State.CONSULT: "consult",
    State.INQUIRE: "inquire",
    State.INSPECT: "inspect",
    State.WAIT: "wait",
    State.CORRECTION: "correction",
    State.DRAFTING: "drafting",
    State.CIRCULATING: "circulating",
    State.ASSESSING: "assessing",
    State.PAYMENT: "payment",
    State.ISSUE: "issue",
    State.CLOSING: "closing",
}


@dataclass(frozen=True)
class Panel:
    """What the act's template needs; `may` says which buttons stand."""

    template: str
    step: Step | None
    fields: list[Any]
    checks: list[dict[str, Any]]
    may: dict[str, bool]
    typed: Any
    back_to: tuple[Step, ...] = ()
    returned: Any = None
    deliveries: tuple[tuple[str, str], ...] = ()
    has_letter: bool = False
    asks_day: bool = False
    results: tuple[tuple[str, str], ...] = tuple(Opinion.RESULTS)
    opinions: tuple[Any, ...] = ()


def panel_of(page: CasePage, actor: Actor, typed: Typed) -> Panel:
    """The panel for the case's present state."""
    state = page.case.state
    if state in ENDS:
        return Panel("ended", None, [], [], {}, typed.posted)
    step = page.docket.step
    return Panel(
        template=TEMPLATES[State(state)],
        step=step,
        fields=_fields(page, step, typed),
        checks=_checks(page, step, typed),
        may=_may(page, actor),
        typed=typed.posted,
        back_to=reviews_before(page.procedure, page.case.step_key) if state in SEND_BACK_FROM else (),
        returned=_returned(page),
        deliveries=_deliveries(page),
        has_letter=_has_letter(page, step),
        asks_day=step is not None and any(question.kind == "date" for question in step.questions),
        opinions=_opinions(page, actor),
    )


def _fields(page: CasePage, step: Step | None, typed: Typed) -> list[Any]:
    if step is None or not step.questions or page.case.state == State.CORRECTION:
        return []
    return list(
        asking.fields(
            page.procedure,
            step.questions,
            page.docket.submission.answers,
            page.docket.staff_facts,
            staff=page.docket.staff if typed.staff is None else typed.staff,
            raw=typed.raw,
            problems=[problem for problem in typed.problems if hasattr(problem, "key")],
            prefix=PREFIX,
        )
    )


def _checks(page: CasePage, step: Step | None, typed: Typed) -> list[dict[str, Any]]:
    if step is None or page.docket.visit is None:
        return []
    ticked = set(page.docket.visit.ticks)
    if typed.raw is not None and hasattr(typed.posted, "getlist"):
        ticked = set(typed.posted.getlist("tick"))
    return [
        {
            "name": "tick",
            "value": item.key,
            "label": item.label,
            "help": item.help,
            "id": f"tick-{item.key}",
            "checked": item.key in ticked,
        }
        for item in step.checklist
    ]


def _may(page: CasePage, actor: Actor) -> dict[str, bool]:
    case = page.case
    here, own = case.work_section, case.section
    visit = page.docket.visit
    work = page.may_work and (not visit or not visit.post or actor.holds(visit.post))
    return {
        "work": work,
        "intake": actor.may(Right.CASE_INTAKE, section=here),
        "correct": page.may_work and case.state in CORRECTABLE,
        "draft": work and actor.may(Right.APPROVAL_DRAFT, section=own),
        "assess": actor.may(Right.PAYMENT_ASSESS, section=own),
        "issue": work and actor.may(Right.RECORD_NUMBER, section=own),
        "close": work and actor.may(Right.RECORD_FILE, section=own),
        "deliver": actor.may(Right.CASE_WORK, section=own),
        "withdraw": actor.may(Right.CASE_INTAKE, section=own) and case.state in WITHDRAWABLE,
        "refuse": can_refuse(page.procedure, case.step_key),
        "note": actor.may(Right.CASE_READ, section=own),
    }


def _returned(page: CasePage) -> Any:
    """The last draft when it came back, with what was said."""
    done = [visit for visit in page.docket.visits if hasattr(visit, "drafting")]
    came_back = (Outcome.SENT_BACK, Outcome.PULLED_BACK, Outcome.REJECTED)
    return page.drafts[-1] if done and done[-1].drafting.outcome in came_back else None


def _deliveries(page: CasePage) -> tuple[tuple[str, str], ...]:
    """Ways to hand a letter over, the likeliest first: online for those who applied online."""
    ways = tuple(IssuedLetter.DELIVERIES)
    return ways if page.case.applicant_email else (ways[1], ways[2], ways[0])


def _has_letter(page: CasePage, step: Step | None) -> bool:
    if step is None or step.kind != "issue":
        return False
    decided = any(
        getattr(visit, "drafting", None) and visit.drafting.outcome == Outcome.APPROVED
        for visit in page.docket.visits
    )
    return decided or letter_at_issue(page.procedure, step) is not None


def _opinions(page: CasePage, actor: Actor) -> tuple[Any, ...]:
    """Opinions asked for at the present step, with whether this actor may answer."""
    return tuple(
        (line, line.at is None and actor.may(Right.CASE_WORK, section=line.section)) for line in page.opinions
    )
