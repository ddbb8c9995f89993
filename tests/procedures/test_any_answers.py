"""Every procedure of the town, answered at random from its own definition: whatever may be answered is taken,
whatever may not is refused with words.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

import pytest

from seeds.answering import Answering
from yakuba.ground import town
from yakuba.ground.catalogue import asking
from yakuba.ground.catalogue.definition import Procedure, Question
from yakuba.ground.catalogue.fees import assess
from yakuba.ground.catalogue.kinds.kind import kind_of
from yakuba.ground.catalogue.loader import load_all
from yakuba.ground.catalogue.scene import set_scene, walk
from yakuba.ground.catalogue.speech import in_language

SETS = 60
"""Random applications to each procedure; about forty procedures are run here."""


@cache
def procedures() -> dict[str, Procedure]:
    found = load_all(town.folder() / "procedures", sections=None)
    return {procedure.key: procedure for procedure in found if procedure.steps}


def of_the_town() -> list[str]:
    folders = sorted(path.parent.name for path in (town.folder() / "procedures").glob("*/questions.toml"))
    return folders


def facts(procedure: Procedure, chance: Random) -> dict[str, Any]:
    day = date(2026, 11, 20) + timedelta(days=chance.randint(0, 120))
    return {"today": day.isoformat(), "channel": chance.choice(procedure.channels)}


def random_applications(procedure: Procedure) -> Iterator[tuple[Random, dict[str, Any], dict[str, Any]]]:
    for seed in range(SETS):
        chance = Random(f"{procedure.key}-{seed}")
        known = facts(procedure, chance)
        yield chance, known, Answering(procedure, known, chance).applicant()


@pytest.mark.parametrize("key", of_the_town())
def test_whatever_may_be_answered_is_taken_shown_priced_and_led_through_the_steps(key: str) -> None:
    procedure = procedures()[key]
    last = procedure.steps[-1].key
    for _, known, answers in random_applications(procedure):
        whole = {**known, **asking.facts_for(procedure, answers, today=_day(known), channel=known["channel"])}
        assert asking.check_all(procedure, answers, whole) == ()
        kept, dropped = asking.prune(procedure, answers, whole)
        assert dropped == ()
        assert asking.display_rows(procedure, kept, whole)
        assert assess(procedure, kept, whole).total >= 0
        assert asking.steps_taken(procedure, kept, whole)[-1].key == last


@pytest.mark.parametrize("key", of_the_town())
def test_an_answer_left_out_or_spoilt_is_refused_with_words_in_every_language(key: str) -> None:
    procedure = procedures()[key]
    for chance, known, answers in random_applications(procedure):
        whole = {**known, **asking.facts_for(procedure, answers, today=_day(known), channel=known["channel"])}
        question = chance.choice(_asked(procedure, answers, whole))
        spoilt = {**answers, question.key: _spoilt(question, chance)}
        for language in ("ja", "ja-easy", "en"):
            problems = asking.check_all(in_language(procedure, language), spoilt, whole)
            mine = [problem.message for problem in problems if problem.key == question.key]
            assert mine, f"{key}: {question.key} = {spoilt[question.key]!r}"
            assert all(message.strip() for message in mine)


def _day(known: dict[str, Any]) -> date:
    return date.fromisoformat(known["today"])


def _asked(procedure: Procedure, answers: dict[str, Any], known: dict[str, Any]) -> list[Question]:
    """The visible questions whose spoiling must be noticed."""
    walked = walk(procedure, answers, set_scene(known, procedure, None))
    return [question for _, asked in walked for question, _ in asked if kind_of(question).asked]


def _spoilt(question: Question, chance: Random) -> Any:
    """Nothing at all where something is required, else something of a wrong shape."""
    wrong: list[Any] = [["\x00"], {"nobody": "asked"}, 12.5]
    return None if question.required and chance.random() < 0.5 else chance.choice(wrong)
