"""The plan of a procedure asks what walking down it asks, and knows what decides."""

from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

import pytest

from seeds.answering import Answering
from yakuba.ground import town
from yakuba.ground.catalogue import asking, characters
from yakuba.ground.catalogue.definition import Check, Page, Procedure, Question, Step
from yakuba.ground.catalogue.loader import load_all

DAY = date(2026, 11, 20)
SHIPPED = {
    one.key: one for one in load_all(town.folder() / "procedures", sections=None) if one.steps and one.pages
}


def walked(
    procedure: Procedure, answers: dict[str, Any], facts: dict[str, Any]
) -> list[tuple[str, list[str]]]:
    return [
        (page.key, [one.key for one in asking.visible_questions(procedure, page.questions, answers, facts)])
        for page in asking.visible_pages(procedure, answers, facts)
    ]


@pytest.mark.parametrize("key", sorted(SHIPPED))
def test_the_plan_shows_what_a_walk_over_every_answer_shows(key: str) -> None:
    procedure, plan = SHIPPED[key], asking.plan_of(SHIPPED[key])
    for seed in range(8):
        chance = Random(f"{key}-{seed}")
        known = {"today": DAY.isoformat(), "channel": "online"}
        whole = Answering(procedure, known, chance).applicant()
        answers = {one: value for one, value in whole.items() if chance.random() < (1, 0.5, 0, 0.1)[seed % 4]}
        facts = asking.facts_for(procedure, answers, today=DAY, channel="online")
        cheap = facts if plan.uses_fee else {**facts, "fee_total": "not looked at"}
        shown = [(page.key, [one.key for one in page.questions]) for page in plan.shown(answers, cheap)]
        assert shown == walked(procedure, answers, facts)


def small(**more: Any) -> Procedure:
    first = Question("kind", "choice", "種類", options=())
    second = Question("why", "text", "理由", **more)
    steps = (Step("intake", "intake", "受付"), Step("close", "close", "完結"))
    page = Page("one", "1", questions=(first, second))
    return Procedure("small", "小さい手続", "ちいさい", "見本", "s", "permit", (page,), steps)


def keys(plan: asking.Plan, answers: dict[str, Any], **facts: Any) -> list[str]:
    return [one.key for page in plan.shown(answers, facts) for one in page.questions]


def test_an_empty_form_is_walked_anew_when_a_fact_that_decides_is_another() -> None:
    plan = asking.Plan(small(show_when={"===": [{"var": "fact.channel"}, "counter"]}))
    assert keys(plan, {}, channel="online") == ["kind"]
    assert keys(plan, {}, channel="counter") == ["kind", "why"]
    assert keys(plan, {"why": "x"}, channel="online", origins={"why": {}}) == ["kind"]


def test_a_rule_that_reads_everything_leaves_nothing_out() -> None:
    plan = asking.Plan(small(show_when={"===": [{"var": ["", None]}, 1]}))
    assert plan.needed == {"kind", "why"} and plan.uses_fee
    assert keys(plan, {}, channel="online") == ["kind"]


def test_the_fee_is_worked_out_only_where_a_condition_or_a_check_looks_at_it() -> None:
    looks = {">": [{"var": "fact.fee_total"}, 0]}
    assert not asking.Plan(small()).uses_fee
    assert asking.Plan(small(show_when=looks)).uses_fee
    assert asking.Plan(small(check=(Check(looks, "高すぎます。"),))).uses_fee


def test_each_procedure_has_its_own_plan_and_keeps_it() -> None:
    one = small()
    assert asking.plan_of(one) is asking.plan_of(one)
    assert asking.plan_of(one) is not asking.plan_of(replace(one))


def test_no_plain_character_is_changed_or_refused() -> None:
    """What is passed by quickly is what would come out slowly: held together for every single character."""
    plain = [chr(code) for code in range(0x20, 0xA000) if characters._PLAIN.fullmatch(chr(code))]
    plain_text = "".join(plain)
    assert len(plain_text) > 20_000
    slow = f"\u00a0{plain_text}"  # one character that is not plain sends all of them the long way
    assert characters.tidy_lines(slow) == f"\u00a0{plain_text}".strip()
    assert characters.widen_kana(plain_text) == plain_text
    assert characters.length(slow) == len(slow)
    assert all(not characters.is_emoji(one) and not characters.first_private(one) for one in plain)
    spoken = [one for one in plain if characters._KATAKANA.fullmatch(one)]
    assert characters.katakana("ｱ" + "".join(spoken)) == "ア" + "".join(spoken)
    ascii_only = "".join(chr(code) for code in range(0x20, 0x7F))
    assert characters.narrow(f"{ascii_only}Ａ") == f"{ascii_only}A".strip()


@pytest.mark.parametrize(
    "text", ["1234 5678 9018", "番号は123456789018です", "1234ー5678ー9018", "１２３４５６７８９０１８"]
)
def test_a_personal_number_is_found_among_plain_characters_too(text: str) -> None:
    assert characters.has_my_number(text) and characters.trouble(text)


def test_spaces_are_made_single_and_trimmed() -> None:
    assert characters.tidy_line("  斜里  花子 ") == "斜里 花子" == characters.tidy_line("\t斜里  花子")
