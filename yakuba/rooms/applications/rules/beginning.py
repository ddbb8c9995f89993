"""How somebody may begin a procedure, and how long its questions take. Pure."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from math import ceil

from yakuba.ground.catalogue.definition import Procedure, Question


class Way(StrEnum):
    """How to begin: signed in, with an e-mail address alone, or with nothing at all."""

    ACCOUNT = "account"
    EMAIL = "email"
    NOTHING = "nothing"


_WAYS = {
    "none": (Way.ACCOUNT, Way.EMAIL, Way.NOTHING),
    "email": (Way.ACCOUNT, Way.EMAIL),
    "account": (Way.ACCOUNT,),
    # Online proof of identity (公的個人認証) is not connected yet: these are taken at the counter only.
    "verified": (),
}


def ways_to_begin(procedure: Procedure) -> tuple[Way, ...]:
    """The ways this procedure allows online; none when it is not taken online by this house."""
    if "online" not in procedure.channels or procedure.external:
        return ()
    return _WAYS[procedure.identity]


def common_ways(procedures: Sequence[Procedure]) -> tuple[Way, ...]:
    """The ways that every one of these allows, as the strictest of them; none when there are none."""
    allowed = [set(ways_to_begin(procedure)) for procedure in procedures]
    return tuple(way for way in Way if allowed and all(way in ways for ways in allowed))


# Seconds people need for one question of a kind, after the figures of demarches-simplifiees.fr (10/60/180).
_SECONDS = {"file": 120, "place": 120, "address": 60, "bank_account": 90, "long_text": 90, "person_name": 30}
_OTHER_KINDS = 15


def minutes_to_answer(procedure: Procedure) -> int:
    """About how many minutes the questions take, each counted once; rounded up to fives beyond five."""
    seconds = sum(_SECONDS.get(question.kind, _OTHER_KINDS) for question in _each(procedure.all_questions()))
    minutes = max(1, ceil(seconds / 60))
    return minutes if minutes <= 5 else ceil(minutes / 5) * 5


def _each(questions: tuple[Question, ...]) -> Iterator[Question]:
    for question in questions:
        yield from _each(question.questions) if question.kind == "repeat" else (question,)


def renewable_answers(procedure: Procedure, answers: dict[str, object]) -> dict[str, object]:
    """The answers a renewal begins with: not the old period, no old files, no declaration made then."""
    left_out = {"file", "period", "declaration", "computed"}
    keep = {
        question.key
        for question in procedure.all_questions()
        if question.kind not in left_out and question.role != "period"
    }
    return {key: value for key, value in answers.items() if key in keep}
