"""How a procedure may be begun, and what a renewal keeps."""

from dataclasses import replace

import pytest

from yakuba.ground.catalogue.loader import load_procedure
from yakuba.rooms.applications.rules.beginning import (
    Way,
    minutes_to_answer,
    renewable_answers,
    ways_to_begin,
)
from yakuba.rooms.applications.tests.conftest import FOLDER


@pytest.fixture(scope="module")
def procedure():
    return load_procedure(FOLDER, sections=None)


@pytest.mark.parametrize(
    ("identity", "ways"),
    [
        ("none", {Way.ACCOUNT, Way.EMAIL, Way.NOTHING}),
        ("email", {Way.ACCOUNT, Way.EMAIL}),
        ("account", {Way.ACCOUNT}),
        ("verified", set()),
    ],
)
def test_the_identity_level_decides_how_to_begin(procedure, identity, ways):
    assert set(ways_to_begin(replace(procedure, identity=identity))) == ways


def test_what_others_run_or_the_counter_takes_cannot_be_begun_here(procedure):
    assert ways_to_begin(replace(procedure, external="https://example.jp/")) == ()
    assert ways_to_begin(replace(procedure, channels=("counter",))) == ()


def test_more_questions_take_longer(procedure):
    longer = replace(procedure, pages=procedure.pages * 30)
    assert 1 <= minutes_to_answer(procedure) <= 5 < minutes_to_answer(longer)
    assert minutes_to_answer(longer) % 5 == 0


def test_a_renewal_asks_the_period_anew_and_keeps_the_rest(procedure):
    before = {
        "title": "あさひ商店",
        "size": "large",
        "term": {"from": "2026-04-01", "to": "2027-03-31"},
        "x": 1,
    }
    assert renewable_answers(procedure, before) == {"title": "あさひ商店", "size": "large"}
