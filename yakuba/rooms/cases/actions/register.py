"""台帳: what outlives the case is written, or ended, by the step the edition names (issue unless it says
another).
"""

from datetime import date
from typing import Any

from django.urls import reverse

from yakuba.ground.access.actor import Actor
from yakuba.ground.calendar.era import format_era
from yakuba.ground.catalogue.definition import RegisterRule
from yakuba.ground.search import fold
from yakuba.rooms.cases.actions.turn import Refused, Turn
from yakuba.rooms.cases.models import Drafting
from yakuba.rooms.cases.reading.papers import Proposal, fields_of, register_number
from yakuba.rooms.cases.rules.machine import Outcome
from yakuba.rooms.registers import door as registers


def keep_register(turn: Turn, actor: Actor) -> dict[str, Any]:
    """Do what the edition's register rule says for the present step; returns facts for the step's event.

    A refused matter writes nothing. Raises Refused, Denied.
    """
    rule = turn.docket.procedure.register
    if rule is None or turn.case.decision == "refuse" or not _is_here(turn, rule):
        return {}
    try:
        return _end(turn, actor, rule) if rule.action == "end" else _write(turn, actor, rule)
    except registers.RegisterRefused as problem:
        raise Refused(str(problem), field=_field(rule)) from problem


def _is_here(turn: Turn, rule: RegisterRule) -> bool:
    visit = turn.visit
    return visit.step_key == rule.step if rule.step else visit.kind == "issue"


def _write(turn: Turn, actor: Actor, rule: RegisterRule) -> dict[str, Any]:
    case, number = turn.case, register_number(turn.docket)
    if rule.number_question and number is None:
        raise Refused("台帳の番号を入力してください。", field=_field(rule))
    drafting = approved(turn)
    conditions = drafting.conditions if drafting else ""
    letter = getattr(turn.visit, "letter", None)
    values = fields_of(turn.docket, Proposal(case.decision or "permit", conditions)) | {
        "施行日": format_era(turn.day),
        "文書番号": letter.number if letter else "",
    }
    entry = registers.write(
        register=rule.key,
        register_title=rule.title,
        title=case.subject or case.title,
        holder_name=case.applicant_name,
        holder_ref=case.applicant_ref,
        facts={field.label: values.get(field.source, "") for field in rule.fields},
        number=number,
        valid_from=_day(turn, rule.valid_from),
        valid_to=_day(turn, rule.valid_to),
        conditions=conditions,
        subject=case.ref,
        procedure_key=case.procedure_key,
        section=case.section,
        by=actor,
        link=reverse("cases:case", args=[case.id]),
        submission_id=case.submission_id,
        replaces=turn.docket.submission.renewal_of,
    )
    return _noted(turn, entry.id, entry.number)


def _end(turn: Turn, actor: Actor, rule: RegisterRule) -> dict[str, Any]:
    """End the entry whose number staff gave; without a number there is none to end."""
    number = register_number(turn.docket)
    if number is None:
        return {}
    for entry in registers.find(rule.key, number, actor):
        if fold(entry.number) == fold(number):
            registers.end(entry.id, reason=turn.case.title, on=turn.day, subject=turn.case.ref, by=actor)
            return _noted(turn, entry.id, entry.number)
    raise Refused(
        f"「{number}」は{rule.title}に見つかりません。番号を確かめるか、台帳にないときは空にしてください。",
        field=_field(rule),
    )


def _noted(turn: Turn, entry_id: object, number: str) -> dict[str, Any]:
    visit = turn.visit
    visit.entry_id = entry_id  # type: ignore[assignment]
    visit.entry_number = number
    turn.keep(visit)
    return {"entry": entry_id}


def approved(turn: Turn) -> Drafting | None:
    """The draft that was decided, None when nothing had to be."""
    for visit in reversed(turn.docket.visits):
        drafting: Drafting | None = getattr(visit, "drafting", None)
        if drafting is not None and drafting.outcome == Outcome.APPROVED:
            return drafting
    return None


def _field(rule: RegisterRule) -> str:
    return f"s-{rule.number_question}" if rule.number_question else ""


def _day(turn: Turn, source: str) -> date | None:
    """A day of the register rule: "issue_day", or one among the answers (`period.from`, a date question)."""
    if source in ("", "issue_day"):
        return turn.day if source else None
    key, _, part = source.partition(".")
    given = {**turn.docket.submission.answers, **turn.docket.staff}
    question = turn.docket.procedure.by_role(key)
    value = given.get(key, given.get(question.key) if question else None)
    if isinstance(value, dict):
        value = value.get(part or "to")
    return date.fromisoformat(value) if value else None
