"""The story of a case from the journal: for staff with names, for the applicant in plain words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from yakuba.ground.catalogue.definition import Procedure
from yakuba.ground.journal.models import Event
from yakuba.ground.languages import say
from yakuba.rooms.cases.rules.happenings import HAPPENINGS, happening
from yakuba.rooms.cases.rules.values import TimelineLine

KEEP_TO_STAFF = frozenset({"case.looked_at", "case.reviewed", "case.noted", "case.letter_made"})


@dataclass(frozen=True)
class StaffLine:
    """One event as staff see it."""

    at: datetime
    title: str
    who: str
    text: str
    tone: str


def staff_ids(events: Sequence[Event], *, done_by: Iterable[str] = ()) -> set[UUID]:
    """The staff who acted in these events, were given the case, or ended a step (`done_by`: the deciders)."""
    found = {event.actor for event in events} | set(done_by)
    given = [event.facts.get("to") for event in events if event.kind == "case.assigned"]
    found |= {f"staff:{to}" for to in given if to}
    return {UUID(ref.removeprefix("staff:")) for ref in found if ref.startswith("staff:")}


def who(ref: str, names: Mapping[UUID, str], applicant: str = "申請した人") -> str:
    """A journal reference as a name."""
    kind, _, rest = ref.partition(":")
    if kind == "staff":
        return names.get(UUID(rest), "職員")
    return {"resident": applicant, "guest": applicant, "applicant": applicant}.get(kind, "自動")


def staff_lines(events: Iterable[Event], procedure: Procedure, names: Mapping[UUID, str]) -> list[StaffLine]:
    """Newest first, with what the facts add."""
    lines = []
    for event in events:
        known = happening(event.kind)
        text = _words(event.kind, event.facts, procedure, names)
        lines.append(StaffLine(event.at, known.title, who(event.actor, names), text, known.tone))
    return lines[::-1]


def public_lines(events: Iterable[Event]) -> tuple[TimelineLine, ...]:
    """Oldest first, only what concerns the applicant; nothing of the inner work, no names."""
    return tuple(
        TimelineLine(event.at, say(HAPPENINGS[event.kind].public))
        for event in events
        if event.kind in HAPPENINGS and HAPPENINGS[event.kind].public
    )


def _words(kind: str, facts: Mapping[str, Any], procedure: Procedure, names: Mapping[UUID, str]) -> str:
    titles = {step.key: step.title for step in procedure.steps}
    parts = []
    if kind == "case.assigned":
        parts.append(
            f"担当: {names.get(UUID(facts['to']), '職員')}" if facts.get("to") else "担当なしに戻した"
        )
    if facts.get("questions"):
        labels = {question.key: question.label for question in procedure.all_questions()}
        parts.append("項目: " + "、".join(labels.get(key, key) for key in facts["questions"]))
    for skip in facts.get("skipped", ()):
        parts.append(f"「{titles.get(skip, skip)}」は行わない")
    if facts.get("to") and kind != "case.assigned":
        parts.append(f"次は「{titles.get(facts['to'], facts['to'])}」")
    if facts.get("holes", {}).get("文書番号"):
        parts.append(f"文書番号 {facts['holes']['文書番号']}")
    return " / ".join(parts)
