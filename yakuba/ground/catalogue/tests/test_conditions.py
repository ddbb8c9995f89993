"""Authored conditions: compiled, checked, explained."""

from datetime import date
from typing import Any

import pytest

from yakuba.ground.catalogue.conditions import ConditionErrors, compile_authoring, evaluate, explain
from yakuba.ground.catalogue.definition import Option, Question
from yakuba.ground.catalogue.trace import Wording
from yakuba.ground.catalogue.vocabulary import Vocabulary

CLASS = Question("class", "choice", "占用物件の種類", options=(Option("sign", "看板"), Option("pipe", "管")))
AREA = Question("area", "number", "面積")
PERIOD = Question("period", "period", "期間")
PARTS = Question("parts", "choices", "部分", options=(Option("roof", "屋根"),))
WORDING = Wording(
    {"q.class": "占用物件の種類", "q.area": "面積", "q.own": "自分のものですか"},
    {"q.class": lambda value: f"「{ {'sign': '看板', 'pipe': '管'}[value] }」"},
)


@pytest.fixture
def words() -> Vocabulary:
    vocabulary = Vocabulary.start(fees=False, below=["q.later", "q.class"])
    for question in (CLASS, AREA, PERIOD, PARTS):
        vocabulary.add(question)
    return vocabulary


DATA = {
    "q": {
        "class": "sign",
        "area": 12,
        "period": {"from": "2026-12-01", "to": "2027-05-31"},
        "parts": ["roof"],
    },
    "fact": {"today": "2026-11-20"},
}


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ({"q": "class", "is": "sign"}, True),
        ({"q": "class", "is_not": "sign"}, False),
        ({"q": "class", "in": ["sign", "pipe"]}, True),
        ({"q": "class", "not_in": ["pipe"]}, True),
        ({"q": "area", "at_least": 12}, True),
        ({"q": "area", "more_than": 12}, False),
        ({"q": "area", "at_most": 11.5}, False),
        ({"q": "area", "less_than": 12.5}, True),
        ({"q": "period.from", "after": {"fact": "today"}}, True),
        ({"q": "period.to", "on_or_before": date(2027, 5, 31)}, True),
        ({"q": "period.from", "before": {"q": "period.to"}}, True),
        ({"q": "parts", "includes": "roof"}, True),
        ({"q": "parts.count", "is": 1}, True),
        ({"q": "class", "answered": False}, False),
        ({"all": [{"q": "class", "is": "sign"}, {"not": {"q": "area", "is": 3}}]}, True),
        ({"any": [{"q": "class", "is": "pipe"}, {"q": "area", "is": 12}]}, True),
        ({"logic": {">=": [{"var": "q.area"}, 10]}}, True),
    ],
)
def test_a_condition_holds_as_it_reads(condition: Any, holds: bool, words: Vocabulary) -> None:
    assert evaluate(compile_authoring(condition, words), DATA) is holds


@pytest.mark.parametrize("test", ["at_least", "at_most", "more_than", "less_than"])
def test_no_answer_is_neither_large_nor_small(test: str, words: Vocabulary) -> None:
    rule = compile_authoring({"q": "area", test: 0}, words)
    assert evaluate(rule, {"q": {}}) is False


@pytest.mark.parametrize(
    ("condition", "place", "said"),
    [
        ({"q": "clas", "is": "sign"}, ".q", "class"),
        ({"q": "later", "is": "x"}, ".q", "下の質問"),
        ({"q": "class", "is": "sing"}, ".is", "合いません"),
        ({"q": "class", "at_least": 3}, ".at_least", "比べられません"),
        ({"q": "class", "equals": "sign"}, "", "比べ方"),
        ({"q": "area", "at_least": "ten"}, ".at_least", "合いません"),
        ({"q": "period.from", "before": "soon"}, ".before", "日付"),
        ({"q": "period.begin", "before": date(2026, 1, 1)}, ".q", "period"),
        ({"q": "class", "is": {"q": "area"}}, ".is", "種類が違います"),
        ({"all": []}, ".all", "all"),
        ({"all": [{"q": "class", "is": "sign"}, "x"]}, ".all[1]", "形"),
        ({"logic": {"==": [1, {"var": "q.area"}]}}, ".logic", "==="),
        ({"logic": {"run": [1]}}, ".logic", "計算"),
        ({"logic": {"===": [{"var": "q.none"}, 1]}}, ".logic.===[0]", "none"),
        ({"fact": "fee_total", "more_than": 0}, ".fact", "ありません"),
    ],
)
def test_a_broken_condition_names_its_place(condition: Any, place: str, said: str, words: Vocabulary) -> None:
    with pytest.raises(ConditionErrors) as caught:
        compile_authoring(condition, words)
    fault = caught.value.faults[0]
    assert fault.place == place
    assert said in f"{fault.message}{fault.mend}"


def test_all_faults_of_a_condition_are_told_at_once(words: Vocabulary) -> None:
    with pytest.raises(ConditionErrors) as caught:
        compile_authoring({"any": [{"q": "no", "is": 1}, {"q": "class", "is": "x"}]}, words)
    assert len(caught.value.faults) == 2


@pytest.mark.parametrize(
    ("condition", "data", "sentences"),
    [
        ({"q": "class", "is": "sign"}, {"class": "sign"}, ("占用物件の種類が「看板」なので",)),
        (
            {"q": "class", "is": "sign"},
            {"class": "pipe"},
            ("占用物件の種類が「管」で、「看板」ではないので",),
        ),
        ({"q": "own", "is": True}, {"own": True}, ("「自分のものですか」が「はい」なので",)),
        ({"q": "area", "at_least": 5}, {"area": 7}, ("面積が7で、5以上なので",)),
        ({"q": "area", "at_least": 5}, {}, ("「面積」が答えられていないので",)),
        (
            {"all": [{"q": "class", "is": "pipe"}, {"q": "area", "is": 1}]},
            {"class": "sign", "area": 2},
            ("占用物件の種類が「看板」で、「管」ではないので",),
        ),
        (
            {"any": [{"q": "class", "is": "pipe"}, {"q": "area", "is": 2}]},
            {"class": "sign", "area": 2},
            ("面積が2なので",),
        ),
    ],
)
def test_the_trace_says_what_decided(condition: Any, data: Any, sentences: tuple[str, ...]) -> None:
    rule = compile_authoring(condition)
    trace = explain(rule, {"q": data}, WORDING)
    assert trace.sentences == sentences
    assert bool(trace.value) is bool(evaluate(rule, {"q": data}))
