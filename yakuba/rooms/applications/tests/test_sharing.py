"""Sharing never changes what somebody typed, and only closes what the later question would take. Pure."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yakuba.ground.catalogue.asking import check_all, facts_for
from yakuba.ground.catalogue.loader import load_procedure
from yakuba.rooms.applications.rules.sharing import Member, Told, first_asked, share

DAY = date(2026, 11, 2)
FOLDER = Path(__file__).parent / "procedures"
PROCEDURES = {
    key: load_procedure(FOLDER / key, sections=None) for key in ("move_in", "school", "water", "grown")
}
NAMES = [
    {"family": "見本", "given": given, "family_kana": "ミホン", "given_kana": kana}
    for given, kana in (("花子", "ハナコ"), ("太郎", "タロウ"), ("葵", "アオイ"))
]
HOME = {
    "postcode": "099-4113", "prefecture": "北海道", "city": "斜里郡斜里町", "town": "本町", "street": "1",
    "building": "",
}  # fmt: skip
VALUES: dict[str, list[Any]] = {
    "person_name": [*NAMES, None, {"family": ""}],
    "address": [HOME, {**HOME, "street": "2"}, None, {}],
    "date": ["2026-11-01", "2025-01-01", None, "きのう"],
    "phone": ["0152-23-3131", None, "x"],
    "email": ["hanako@example.jp", None],
    "yes_no": [True, False, None],
    "text": ["3年", None],
    "bank_account": [None],
}


def answers_for(key: str) -> st.SearchStrategy[dict[str, Any]]:
    """Any answers somebody may have typed: right, wrong, or none."""
    fields = {}
    for question in PROCEDURES[key].all_questions():
        if question.questions:
            row = {inner.key: st.sampled_from(VALUES[inner.kind]) for inner in question.questions}
            fields[question.key] = st.none() | st.lists(st.fixed_dictionaries(row), max_size=3)
        else:
            fields[question.key] = st.sampled_from(VALUES[question.kind])
    filled = st.fixed_dictionaries(fields)
    return filled.map(lambda found: {name: value for name, value in found.items() if value is not None})


def members(order: list[str], typed: dict[str, dict[str, Any]]) -> list[Member]:
    return [Member(key, PROCEDURES[key], typed[key], DAY) for key in order]


BUNDLES = st.permutations(list(PROCEDURES)).flatmap(
    lambda order: st.fixed_dictionaries({key: answers_for(key) for key in order}).map(
        lambda typed: members(list(order), typed)
    )
)


@settings(max_examples=200, deadline=None)
@given(BUNDLES)
def test_what_somebody_typed_in_the_later_form_always_stands(bundle: list[Member]) -> None:
    for member, shared in zip(bundle, share(bundle, {}).given.values(), strict=True):
        assert not set(shared) & {key for key, value in member.own.items() if value is not None}


@settings(max_examples=200, deadline=None)
@given(BUNDLES)
def test_what_is_shared_is_never_refused_where_it_stands(bundle: list[Member]) -> None:
    for member, shared in zip(bundle, share(bundle, {}).given.values(), strict=True):
        answers = {**member.own, **{key: one.value for key, one in shared.items()}}
        facts = facts_for(member.procedure, answers, today=DAY, channel="online")
        assert not {problem.key for problem in check_all(member.procedure, answers, facts)} & set(shared)


@settings(max_examples=100, deadline=None)
@given(BUNDLES)
def test_sharing_again_with_the_same_answers_is_the_same(bundle: list[Member]) -> None:
    assert share(bundle, {}) == share(bundle, {})


@settings(max_examples=100, deadline=None)
@given(BUNDLES)
def test_what_is_shared_was_said_by_an_earlier_application(bundle: list[Member]) -> None:
    order = [member.key for member in bundle]
    for key, shared in share(bundle, {}).given.items():
        for one in shared.values():
            assert order.index(one.place.partition(":")[0]) < order.index(key)


def filled(**more: Any) -> dict[str, Any]:
    return {"applicant": NAMES[0], "address": HOME, "moved_on": "2026-11-01", "with_children": False, **more}


def test_a_plans_answers_close_questions_of_every_application() -> None:
    plan = {"moved_on": Told("2026-11-01", "", "手続をさがしたときの答え", "2026-11-02")}
    shared = share(members(["move_in", "water"], {"move_in": {}, "water": {}}), plan).given
    assert shared["move_in"]["moved_on"].value == shared["water"]["starts"].value == "2026-11-01"


@pytest.mark.parametrize(("day", "closed"), [("2026-11-01", True), ("2025-12-31", False)])
def test_a_value_that_fails_the_later_questions_check_leaves_it_open(day: str, closed: bool) -> None:
    shared = share(members(["move_in", "water"], {"move_in": filled(moved_on=day), "water": {}}), {}).given
    assert ("starts" in shared["water"]) is closed


@pytest.mark.parametrize(("children", "closed"), [(1, True), (2, False)])
def test_an_only_child_answers_questions_about_one_child(children: int, closed: bool) -> None:
    rows = [{"name": NAMES[2], "birth": f"201{n}-04-02"} for n in range(children)]
    told = filled(with_children=True, children=rows)
    shared = share(members(["move_in", "grown"], {"move_in": told, "grown": {}}), {}).given
    assert ("child" in shared["grown"]) is closed


def test_each_fact_is_first_asked_in_one_application_only() -> None:
    first = first_asked([PROCEDURES["move_in"], PROCEDURES["school"], PROCEDURES["water"]])
    assert "guardian" not in first[1] and "phone" in first[1] and first[2] == frozenset()
