"""What an application tells that may be remembered, and what makes two children one. Pure."""

from typing import Any

import pytest

from yakuba.ground.catalogue.definition import REMEMBERED, Page, Procedure, Question
from yakuba.ground.catalogue.kinds.kind import known_kind
from yakuba.rooms.profile import rules
from yakuba.rooms.profile.models.cipher import Unreadable, lock, unlock
from yakuba.rooms.profile.rules import Given

AOI = {"family": "見本", "given": "葵", "family_kana": "ミホン", "given_kana": "アオイ"}
REN = {**AOI, "given": "蓮", "given_kana": "レン"}
KEY, OTHER_KEY = b"k" * 32, b"o" * 32


def asked(*questions: Question) -> Procedure:
    return Procedure("x", "試験", "", "", "", "registration", (Page("p", "頁", "", questions),), ())


def question(key: str, kind: str, once_only: str, **more: Any) -> Question:
    return Question(key=key, kind=kind, label=key, once_only=once_only, **more)


CHILDREN = question(
    "kids", "repeat", "children",
    questions=(question("who", "person_name", "child.name"), question("born", "date", "child.birth")),
)  # fmt: skip


def test_every_key_that_may_be_remembered_has_a_label_and_a_question_of_its_kind() -> None:
    for key, kind in REMEMBERED.items():
        questions = rules.questions_of(key)
        assert all(known_kind(one.kind) for one in questions)
        assert key == "children" or [one.kind for one in questions] == [kind]


def test_answers_with_a_lasting_key_are_facts_and_others_are_not() -> None:
    procedure = asked(
        question("owner", "person_name", "name"), question("moved", "date", "moved_on"),
        question("note", "text", ""),
    )  # fmt: skip
    answers = {"owner": AOI, "moved": "2026-11-01", "note": "メモ"}
    assert rules.facts_in(procedure, answers, {}) == [Given("name", AOI)]


def test_a_hidden_answer_is_not_remembered() -> None:
    procedure = asked(
        question("has", "yes_no", ""), question("tel", "phone", "phone", show_when={"var": "q.has"})
    )
    assert rules.facts_in(procedure, {"has": False, "tel": "0152-23-3131"}, {}) == []


def test_a_list_of_children_is_one_fact_a_child() -> None:
    told = rules.facts_in(asked(CHILDREN), {"kids": [{"who": AOI, "born": "2020-01-02"}, {"who": REN}]}, {})
    assert told == [
        Given("children", {"child.name": AOI, "child.birth": "2020-01-02"}),
        Given("children", {"child.name": REN}),
    ]


def test_single_questions_about_a_child_are_one_child() -> None:
    procedure = asked(question("who", "person_name", "child.name"), question("born", "date", "child.birth"))
    told = rules.facts_in(procedure, {"who": AOI, "born": "2020-01-02"}, {})
    assert told == [Given("children", {"child.name": AOI, "child.birth": "2020-01-02"})]


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ({"child.name": AOI}, True),
        ({"child.name": AOI, "child.birth": "2020-01-02"}, True),
        ({"child.name": AOI, "child.birth": "2021-01-02"}, False),
        ({"child.name": REN, "child.birth": "2020-01-02"}, False),
    ],
)
def test_a_child_is_known_by_name_and_day_of_birth(other: dict[str, Any], same: bool) -> None:
    assert rules.same_child({"child.name": AOI, "child.birth": "2020-01-02"}, other) is same


@pytest.mark.parametrize(
    ("key", "value"),
    [("phone", "十"), ("nickname", "x"), ("children", {"child.birth": "2020-01-02"}), ("children", [1])],
)
def test_what_its_own_kind_would_not_take_is_refused(key: str, value: Any) -> None:
    with pytest.raises(rules.ProfileRefused):
        rules.cleaned(key, value)


def test_a_locked_value_opens_with_its_key_and_at_its_row_only() -> None:
    locked = lock(KEY, {"銀行": "見本"}, bound="row 1")
    assert unlock(KEY, locked, bound="row 1") == {"銀行": "見本"}
    assert "見本".encode() not in locked
    for key, bound, text in [(OTHER_KEY, "row 1", locked), (KEY, "row 2", locked), (KEY, "row 1", b"")]:
        with pytest.raises(Unreadable):
            unlock(key, text, bound=bound)
