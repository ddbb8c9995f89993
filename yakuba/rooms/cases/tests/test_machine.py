"""The step machine on frozen values, without a database."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yakuba.ground.catalogue.definition import Page, Procedure, Step
from yakuba.rooms.cases.rules.machine import (
    MachineError,
    Move,
    Outcome,
    Sight,
    can_refuse,
    first_move,
    next_move,
    reviews_before,
    steps_ahead,
)

BIG = {">=": [{"var": "q.area"}, 10]}


def procedure(*steps: Step) -> Procedure:
    return Procedure(
        key="sample", title="見本", kana="みほん", summary="", section="construction", effect="permit",
        pages=(Page("p", "p"),), steps=steps,
    )  # fmt: skip


PERMIT = procedure(
    Step("accept", "intake", "受付"),
    Step("check", "review", "審査"),
    Step("police", "inquire", "警察協議", when=BIG),
    Step("decide", "approval", "決裁", letter="permit", refusal_letter="refusal"),
    Step("pay", "payment", "納付"),
    Step("hand", "issue", "交付"),
    Step("file", "close", "完結"),
)


def sight(*, area: int = 20, fee: int = 1000, decision: str = "") -> Sight:
    return Sight({"q": {"area": area}, "staff": {}, "fact": {}, "row": {}}, decision, fee)


def keys(move: Move) -> tuple[str | None, list[str]]:
    return (move.to.key if move.to else None), [skip.step.key for skip in move.skipped]


def test_a_new_case_stands_at_the_first_step():
    assert keys(first_move(PERMIT, sight)) == ("accept", [])


def test_a_step_whose_condition_does_not_hold_is_passed_over_with_its_reason():
    move = next_move(PERMIT, "check", Outcome.DONE, sight(area=3))

    assert keys(move) == ("decide", ["police"])
    assert "3" in " ".join(move.skipped[0].because)


def test_a_step_whose_condition_holds_is_entered():
    assert keys(next_move(PERMIT, "check", Outcome.DONE, sight(area=10))) == ("police", [])


def test_nothing_to_pay_passes_the_payment_over():
    move = next_move(PERMIT, "decide", Outcome.APPROVED, sight(fee=0, decision="permit"))

    assert keys(move) == ("hand", ["pay"])
    assert move.skipped[0].because == ("料金がかからないため",)


def test_a_refusal_goes_to_the_approval_and_then_only_to_issue_and_close():
    proposed = next_move(PERMIT, "check", Outcome.REFUSAL, sight())
    decided = next_move(PERMIT, "decide", Outcome.APPROVED, sight(decision="refuse"))
    issued = next_move(PERMIT, "hand", Outcome.DONE, sight(decision="refuse"))

    assert keys(proposed) == ("decide", ["police"])
    assert keys(decided) == ("hand", ["pay"])
    assert keys(issued) == ("file", [])


def test_a_refusal_is_issued_once_and_later_issues_are_passed_over():
    twice = procedure(
        Step("decide", "approval", "決裁", letter="yes", refusal_letter="no"),
        Step("tell", "issue", "通知"),
        Step("look", "inspect", "工事の後の確認"),
        Step("pay_out", "issue", "支給の通知"),
        Step("file", "close", "完結"),
    )
    refused, granted = sight(decision="refuse"), sight(decision="permit")

    assert keys(next_move(twice, "decide", Outcome.APPROVED, refused)) == ("tell", [])
    assert keys(next_move(twice, "tell", Outcome.DONE, refused)) == ("file", ["look", "pay_out"])
    assert keys(next_move(twice, "tell", Outcome.DONE, granted)) == ("look", [])


def test_a_notification_cannot_be_refused():
    notification = procedure(Step("check", "review", "確認"), Step("file", "close", "完結"))

    assert not can_refuse(notification, "check")
    with pytest.raises(MachineError, match="不許可の通知がありません"):
        next_move(notification, "check", Outcome.REFUSAL, sight())


@pytest.mark.parametrize("outcome", [Outcome.SENT_BACK, Outcome.PULLED_BACK, Outcome.REJECTED])
def test_a_draft_that_comes_back_stands_at_its_step_again(outcome: Outcome):
    assert keys(next_move(PERMIT, "decide", outcome, sight())) == ("decide", [])


def test_a_case_goes_back_only_to_an_earlier_review():
    assert [step.key for step in reviews_before(PERMIT, "decide")] == ["check"]
    assert keys(next_move(PERMIT, "decide", Outcome.BACK, sight(), back_to="check")) == ("check", [])
    with pytest.raises(MachineError, match="戻す先"):
        next_move(PERMIT, "check", Outcome.BACK, sight(), back_to="decide")


def test_the_picture_of_what_is_to_come_leaves_out_what_will_be_passed_over():
    assert [step.key for step in steps_ahead(PERMIT, "check", sight(area=3, fee=0))] == [
        "decide",
        "hand",
        "file",
    ]


def test_an_unknown_step_is_an_error():
    with pytest.raises(MachineError, match="様式版"):
        next_move(PERMIT, "nowhere", Outcome.DONE, sight())


KINDS = ["review", "consult", "inquire", "inspect", "approval", "payment", "issue", "wait"]
WHENS = st.one_of(st.none(), st.just(BIG), st.just({"===": [{"var": "q.kind"}, "sign"]}))


@st.composite
def procedures(draw: Any) -> Procedure:
    kinds = draw(st.lists(st.sampled_from(KINDS), max_size=7))
    middle = [
        Step(
            f"s{place}",
            kind,
            kind,
            when=draw(WHENS),
            letter="l",
            refusal_letter=draw(st.sampled_from(["", "r"])),
        )
        for place, kind in enumerate(kinds)
    ]
    return procedure(Step("accept", "intake", "受付"), *middle, Step("file", "close", "完結"))


@given(
    procedures(), st.integers(0, 20), st.integers(0, 3), st.lists(st.sampled_from(list(Outcome)), max_size=12)
)
def test_any_case_reaches_its_end_whatever_happens_on_the_way(
    edition: Procedure, area: int, fee: int, outcomes: list[Outcome]
):
    here = first_move(edition, lambda: sight(area=area, fee=fee)).to
    decision, walked = "", 0
    while here is not None and here.kind != "close":
        wished = outcomes.pop() if outcomes else Outcome.DONE
        outcome = _possible(edition, here, wished)
        if outcome == Outcome.APPROVED:
            decision = decision or "permit"
        if outcome == Outcome.REFUSAL:
            decision = ""
        now = sight(area=area, fee=fee, decision=decision)
        back = reviews_before(edition, here.key)
        here = next_move(edition, here.key, outcome, now, back_to=back[0].key if back else "").to
        walked += 1
        assert walked <= 12 + 9 * 13, "a case went round for ever"
    assert here is not None and here.kind == "close"


def _possible(edition: Procedure, here: Step, wished: Outcome) -> Outcome:
    if here.kind == "approval":
        allowed = {Outcome.APPROVED, Outcome.SENT_BACK, Outcome.PULLED_BACK, Outcome.REJECTED}
        return wished if wished in allowed else Outcome.APPROVED
    if wished == Outcome.BACK and reviews_before(edition, here.key):
        return wished
    ahead = edition.steps[edition.steps.index(here) + 1 :]
    refusable = here.kind == "review" and any(
        step.kind == "approval" and step.refusal_letter for step in ahead
    )
    return wished if wished == Outcome.REFUSAL and refusable else Outcome.DONE


@given(procedures(), st.integers(0, 20), st.integers(0, 3))
def test_every_step_is_either_entered_or_passed_over_with_a_reason(edition: Procedure, area: int, fee: int):
    now = sight(area=area, fee=fee, decision="permit")
    move, met = first_move(edition, lambda: now), []
    while move.to is not None:
        met += [skip.step.key for skip in move.skipped] + [move.to.key]
        assert all(skip.because for skip in move.skipped)
        move = next_move(edition, move.to.key, Outcome.DONE, now)
    met += [skip.step.key for skip in move.skipped]

    assert met == [step.key for step in edition.steps]
