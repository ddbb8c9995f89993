"""The door is enough to take in a paper and to post the letter that follows."""

from typing import Any

import pytest

from yakuba.ground.catalogue import shelf
from yakuba.ground.identifiers import new_id
from yakuba.rooms.answers import door as answers
from yakuba.rooms.cases import door as cases
from yakuba.rooms.counter import door
from yakuba.rooms.counter.tests.conftest import details

pytestmark = pytest.mark.django_db


def test_a_program_takes_in_a_paper_by_the_door_alone(
    cast: Any, road: shelf.EditionRef, whole: dict[str, Any]
) -> None:
    brought = door.Brought(details())
    begun = door.start(new_id(), procedure_key=road.key, brought=brought, actor=cast.other_clerk)
    view = door.intake(begun, cast.other_clerk)
    answers.save(view.draft_id, answers.Key(cast.other_clerk), whole)
    case_id = door.file(begun, actor=cast.other_clerk, checked=True)
    assert cases.briefs([case_id], actor=cast.clerk)[case_id].applicant_name == "あさひ商店合同会社 斜里 花子"
    assert cases.briefs([case_id], actor=cast.other_clerk) == {}
    assert door.letters(cast.clerk) == ()
