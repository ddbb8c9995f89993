"""「対象になるか確かめる」: the questions as written, what is read, and what comes of it."""

# A table reads best with one case a line.
# ruff: noqa: E501

from collections.abc import Callable
from pathlib import Path

import pytest

from yakuba.ground.catalogue import eligibility
from yakuba.ground.catalogue.asking import fields
from yakuba.ground.catalogue.definition import Procedure
from yakuba.ground.catalogue.loader import DefinitionErrors, load_procedure

Edited = Callable[[str, str, str], Path]
FACTS = {"today": "2026-11-20", "channel": "online", "fiscal_year": 2026}


@pytest.mark.parametrize(
    ("posted", "result", "title"),
    [
        ({"q-nearby": ["yes"]}, "no", "許可は出ません"),
        ({"q-nearby": ["no"], "q-minutes": ["６０"], "q-why": ["care"]}, "yes", "申請できます"),
        ({"q-nearby": ["no"], "q-minutes": ["61"], "q-why": ["care"]}, "ask", "警察署に聞いてください"),
        ({"q-nearby": ["yes"], "q-minutes": ["多い"]}, "no", "許可は出ません"),
    ],
)
def test_the_first_outcome_that_holds_counts(
    guide: Procedure, posted: dict[str, list[str]], result: str, title: str
) -> None:
    read = eligibility.read(guide, posted, FACTS)
    assert read.problems == ()
    found = eligibility.judge(guide, read.answers, FACTS)
    assert found is not None and (found.result, found.title) == (result, title)


@pytest.mark.parametrize(
    ("posted", "keys"),
    [
        ({}, ["nearby"]),
        ({"q-nearby": ["no"], "q-minutes": ["601"], "q-why": ["care"]}, ["minutes"]),
        ({"q-nearby": ["no"], "q-minutes": ["10"], "q-why": ["fun"]}, ["why"]),
    ],
)
def test_what_is_missing_or_wrong_is_told_and_nothing_comes_of_it(
    guide: Procedure, posted: dict[str, list[str]], keys: list[str]
) -> None:
    read = eligibility.read(guide, posted, FACTS)
    assert [problem.key for problem in read.problems] == keys
    assert all(problem.message for problem in read.problems)
    assert read.raw is posted
    assert eligibility.judge(guide, read.answers, FACTS) is None


def test_the_questions_can_be_shown_like_those_of_a_page(guide: Procedure) -> None:
    asked = eligibility.asked_of(guide)
    shown = fields(asked, asked.all_questions(), {"nearby": False}, FACTS)
    assert [one.key for one in shown] == ["nearby", "minutes", "why"]


def test_a_procedure_without_such_questions_asks_and_says_nothing(procedure: Procedure) -> None:
    assert eligibility.asked_of(procedure).all_questions() == ()
    assert eligibility.judge(procedure, eligibility.read(procedure, {}, FACTS).answers, FACTS) is None


SEVEN = "\n".join(f'[[questions]]\nkey = "k{at}"\nkind = "yes_no"\nlabel = "あ"' for at in range(4))


@pytest.mark.parametrize(
    ("before", "after", "key", "said"),
    [
        ('kind = "number"', 'kind = "text"', "questions[1].kind", "使えません"),
        ('key = "minutes"', 'key = "nearby"', "questions[1].key", "2回"),
        ('q = "nearby", is = false', 'q = "why", is = "care"', "questions[1].show_when.q", "下の質問"),
        ('unit = "分"', 'once_only = "name"', "questions[1]", "残らない"),
        ("[[outcomes]]", f"{SEVEN}\n[[outcomes]]", "questions", "1つから6つ"),
        ('result = "yes"', 'result = "yse"', "outcomes[1].result", "「yes」ではありませんか"),
        ('title = "申請できます"', "", "outcomes[1].title", "書かれていません"),
        ('when = { q = "nearby", is = true }', "", "outcomes[0].when", "届きません"),
        ('result = "ask"', 'result = "ask"\nwhen = { q = "nearby", is = true }', "outcomes[2].when", "最後に足して"),
        ('q = "why", is = "care"', 'q = "wy", is = "care"', "outcomes[1].when.all[0].q", "「why」ではありませんか"),
        ('text = "駐車', 'txt = "駐車', "outcomes[0].txt", "「text」ではありませんか"),
    ],
)  # fmt: skip
def test_a_fault_of_eligibility_names_key_and_mend(
    edited_guide: Edited, before: str, after: str, key: str, said: str
) -> None:
    with pytest.raises(DefinitionErrors) as caught:
        load_procedure(edited_guide("eligibility.toml", before, after), sections=None)
    told = {fault.key: f"{fault.message}{fault.mend}" for fault in caught.value.faults}
    assert key in told, told
    assert said in told[key]
