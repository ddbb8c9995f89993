"""The step machine: which step comes next, and why steps between were passed over.

A case walks through the steps of its edition in their order. A step is passed over when its `when` does not
hold, when a payment has nothing to pay, or when the decision makes it pointless; each with its reason kept.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from yakuba.ground.catalogue.conditions import Wording, explain
from yakuba.ground.catalogue.definition import Procedure, Step
from yakuba.ground.catalogue.trace import PLAIN


class Outcome(StrEnum):
    """How a visit to a step ended."""

    DONE = "done"
    ACCEPTED = "accepted"
    REFUSAL = "refusal"
    APPROVED = "approved"
    REJECTED = "rejected"
    SENT_BACK = "sent_back"
    PULLED_BACK = "pulled_back"
    BACK = "back"
    SKIPPED = "skipped"
    STOPPED = "stopped"


OUTCOME_LABELS: dict[str, str] = {
    Outcome.DONE: "済み",
    Outcome.ACCEPTED: "受付",
    Outcome.REFUSAL: "不許可の起案へ",
    Outcome.APPROVED: "決裁",
    Outcome.REJECTED: "否認",
    Outcome.SENT_BACK: "差戻し",
    Outcome.PULLED_BACK: "引戻し",
    Outcome.BACK: "審査へ戻した",
    Outcome.SKIPPED: "行わない",
    Outcome.STOPPED: "打切り",
}

_STAYS = frozenset({Outcome.REJECTED, Outcome.SENT_BACK, Outcome.PULLED_BACK})


class MachineError(ValueError):
    """A move the edition does not allow; `message` says in Japanese what to do instead."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Sight:
    """What the machine looks at: condition data, the decision so far ("", permit, refuse), the fee in yen."""

    data: Mapping[str, Any]
    decision: str = ""
    fee_total: int = 0
    wording: Wording = PLAIN


@dataclass(frozen=True)
class Skip:
    """A step passed over and the sentences that say why."""

    step: Step
    because: tuple[str, ...]


@dataclass(frozen=True)
class Move:
    """Where a case goes: the step entered (None: the case ends) and the steps passed over."""

    to: Step | None
    skipped: tuple[Skip, ...] = ()


def first_move(procedure: Procedure, look: Callable[[], Sight]) -> Move:
    """The first step of a new case; it is looked at only where the step asks for something."""
    first = next(iter(procedure.steps), None)
    if first is not None and first.when is None and first.kind != "payment":
        return Move(first)
    return _onward(procedure, 0, look())


def next_move(
    procedure: Procedure, step_key: str, outcome: Outcome, sight: Sight, *, back_to: str = ""
) -> Move:
    """The step after `step_key` ended with `outcome`.

    Raises MachineError when the edition knows no such step or cannot take such an outcome.
    """
    place = _place(procedure, step_key)
    if outcome in _STAYS:
        return Move(procedure.steps[place])
    if outcome == Outcome.BACK:
        return Move(_earlier(procedure, place, back_to))
    if outcome == Outcome.REFUSAL:
        return _to_refusal(procedure, place)
    return _onward(procedure, place + 1, sight)


def can_refuse(procedure: Procedure, step_key: str) -> bool:
    """Whether the edition has, from this step on, an approval with a letter of refusal and an issue after
    it.
    """
    keys = [step.key for step in procedure.steps]
    if step_key not in keys:
        return False
    ahead = procedure.steps[keys.index(step_key) :]
    decides = [i for i, step in enumerate(ahead) if step.kind == "approval" and step.refusal_letter]
    return bool(decides) and any(step.kind == "issue" for step in ahead[decides[0] :])


def steps_ahead(procedure: Procedure, step_key: str, sight: Sight) -> tuple[Step, ...]:
    """The steps still to come if all goes well and nothing changes; for the picture of the progress."""
    ahead = range(_place(procedure, step_key) + 1, len(procedure.steps))
    return tuple(procedure.steps[place] for place in ahead if not _why_not(procedure, place, sight))


def reviews_before(procedure: Procedure, step_key: str) -> tuple[Step, ...]:
    """The reviews and inspections a case can be sent back to from this step."""
    place = _place(procedure, step_key)
    return tuple(step for step in procedure.steps[:place] if step.kind in ("review", "inspect"))


def _place(procedure: Procedure, step_key: str) -> int:
    for place, step in enumerate(procedure.steps):
        if step.key == step_key:
            return place
    raise MachineError(f"この様式版に「{step_key}」という段階はありません。")


def _earlier(procedure: Procedure, place: int, key: str) -> Step:
    for step in reviews_before(procedure, procedure.steps[place].key):
        if step.key == key:
            return step
    raise MachineError("戻す先の段階を選んでください。前にある審査か現地調査に戻せます。")


def _to_refusal(procedure: Procedure, place: int) -> Move:
    skipped: list[Skip] = []
    for step in procedure.steps[place + 1 :]:
        if step.kind == "approval" and step.refusal_letter:
            return Move(step, tuple(skipped))
        skipped.append(Skip(step, ("不許可の起案に進むため",)))
    raise MachineError("この手続には不許可の通知がありません。補正を求めるか、返戻してください。")


def _onward(procedure: Procedure, place: int, sight: Sight) -> Move:
    skipped: list[Skip] = []
    for at in range(place, len(procedure.steps)):
        because = _why_not(procedure, at, sight)
        if because is None:
            return Move(procedure.steps[at], tuple(skipped))
        skipped.append(Skip(procedure.steps[at], because))
    return Move(None, tuple(skipped))


def _why_not(procedure: Procedure, place: int, sight: Sight) -> tuple[str, ...] | None:
    """The sentences that say why the step is passed over, or None when it is entered."""
    step = procedure.steps[place]
    if sight.decision == "refuse":
        return _why_not_refused(procedure, place)
    if step.kind == "payment" and not sight.fee_total:
        return ("料金がかからないため",)
    if step.when is None:
        return None
    trace = explain(step.when, sight.data, sight.wording)
    return None if trace.value else tuple(trace.sentences) or ("条件に当たらないため",)


def _why_not_refused(procedure: Procedure, place: int) -> tuple[str, ...] | None:
    """After a refusal its letter is issued, once, and the case is closed."""
    step, before = procedure.steps[place], procedure.steps[:place]
    decided = max((at for at, one in enumerate(before) if one.kind == "approval"), default=-1)
    told = any(one.kind == "issue" for one in before[decided + 1 :])
    if step.kind == "close" or (step.kind == "issue" and not told):
        return None
    return ("不許可を通知したため",) if told else ("不許可と決定したため",)
