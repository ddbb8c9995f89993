"""What staff find at a step: ticks, answers to staff questions of any kind, and files."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from yakuba.ground.catalogue import asking
from yakuba.ground.catalogue.definition import Step
from yakuba.rooms.cases.actions.added import NewPaper, keep_file
from yakuba.rooms.cases.actions.turn import Refused, Turn


@dataclass(frozen=True)
class Findings:
    """What staff found at a step: ticked checklist items, answers to staff questions, files for some of
    them.
    """

    ticked: tuple[str, ...] = ()
    answers: Mapping[str, Any] = field(default_factory=dict)
    uploads: Mapping[str, tuple[NewPaper, ...]] = field(default_factory=dict)


NOTHING = Findings()


def note_findings(turn: Turn, found: Findings, *, complete: bool = True) -> None:
    """Put ticks, staff answers and files on the present visit; a tick keeps who set it first and when.

    Keys the step does not know are left out. The caller tells the event. Raises Refused for a file not
    taken and,
    when they have to be `complete`, for an answer that is missing or wrong and an item not ticked.
    """
    visit = turn.visit
    step = turn.docket.procedure.step(visit.step_key)
    known = {item.key for item in step.checklist}
    fresh = {"by": turn.by.actor, "at": turn.at.isoformat()}
    visit.ticks = {key: visit.ticks.get(key, fresh) for key in found.ticked if key in known}
    asked = {question.key for question in step.questions}
    answers = {key: value for key, value in found.answers.items() if key in asked}
    for key, papers in found.uploads.items():
        if key in asked:
            answers[key] = [*answers.get(key, []), *(keep_file(turn, paper) for paper in papers)]
    visit.answers = answers
    turn.keep(visit)
    if complete:
        _need_answers(turn, step)
        _need_all_ticks(step, visit.ticks)


def _need_answers(turn: Turn, step: Step) -> None:
    docket = turn.docket
    problems = asking.check_staff(
        docket.procedure, step.questions, docket.submission.answers, docket.staff_facts, docket.staff
    )
    if problems:
        raise Refused(problems[0].message, field=problems[0].anchor)


def _need_all_ticks(step: Step, ticks: Mapping[str, Any]) -> None:
    missing = [item.label for item in step.checklist if item.key not in ticks]
    if missing:
        listed = "、".join(f"「{label}」" for label in missing[:5])
        raise Refused(
            f"まだ確かめていない項目があります: {listed}。確かめて印を付けるか、補正を求めてください。",
            field="tick",
        )
