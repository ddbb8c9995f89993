"""What is prepared without a lock is what will stand: the same view, the same fee, or nothing at all."""

from datetime import date, timedelta

import pytest
from django.db import transaction

from yakuba.ground import town
from yakuba.ground.catalogue import examples
from yakuba.ground.catalogue.asking import facts_but_fee, facts_for, prune
from yakuba.ground.catalogue.fees import FeeError, assess
from yakuba.ground.catalogue.loader import load_procedure
from yakuba.ground.writing import group
from yakuba.ground.writing.write_set import Overtaken
from yakuba.rooms.answers import door
from yakuba.rooms.answers.actions.writing import touch
from yakuba.rooms.answers.models import Draft, Submission
from yakuba.rooms.answers.tests.conftest import Screen


def prepared(screen: Screen) -> door.Sealing:
    draft = door.draft(screen.draft_id, door.Key(screen.actor, screen.token))
    return door.sealing(draft, screen.actor, declared=True)


@pytest.mark.django_db
def test_the_view_of_a_prepared_submission_is_the_view_of_the_one_that_stands(finished: Screen) -> None:
    act = prepared(finished)
    assert Submission.objects.count() == 0
    with transaction.atomic():
        group.write([act])
    assert door.submission(act.submission.id) == act.submission


@pytest.mark.django_db
def test_a_draft_touched_since_it_was_read_is_not_sent_as_it_was(
    finished: Screen, moved_clock: object
) -> None:
    act = prepared(finished)
    moved_clock.advance(timedelta(seconds=1))  # type: ignore[attr-defined]
    touch(Draft.objects.get(id=finished.draft_id))
    with pytest.raises(Overtaken), transaction.atomic():
        group.write([act])
    assert Submission.objects.count() == 0
    assert door.draft(finished.draft_id, door.Key(finished.actor, finished.token)).answers


def _folders() -> list[str]:
    return sorted(place.name for place in (town.folder() / "procedures").iterdir() if place.is_dir())


@pytest.mark.parametrize("key", _folders())
def test_the_fee_is_the_same_before_and_after_hidden_answers_are_left_out(key: str) -> None:
    """It is computed once, for the facts and for the seal."""
    procedure = load_procedure(town.folder() / "procedures" / key, sections=None)
    for example in procedure.examples:
        answers = examples.canonical(procedure.all_questions(), example.answers)
        today = date.fromisoformat(str(example.facts["today"]))
        bare = facts_but_fee(procedure, answers, today=today, channel="online")
        whole = facts_for(procedure, answers, today=today, channel="online")
        kept, _dropped = prune(procedure, answers, whole)
        assert _fee(procedure, answers, bare) == _fee(procedure, kept, whole)


def _fee(*given: object) -> object:
    try:
        return assess(*given)  # type: ignore[arg-type]
    except FeeError as problem:
        return problem.message
