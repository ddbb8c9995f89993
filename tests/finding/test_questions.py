"""Everyday questions lead to a right procedure among the first three results of the town's own search."""

import tomllib
from collections import Counter
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest

from yakuba.ground import town
from yakuba.ground.catalogue import shelf
from yakuba.ground.catalogue.finding import Index
from yakuba.ground.catalogue.loader import load_all

QUESTIONS = tomllib.loads((Path(__file__).parent / "questions.toml").read_text(encoding="utf-8"))["question"]
FIRST = 3
AIM = 0.9


@pytest.fixture(scope="module")
def index() -> Index:
    procedures = load_all(town.folder() / "procedures", sections=None)
    known = [shelf.EditionRef(uuid4(), one.key, "", date(2026, 4, 1), one) for one in procedures]
    return shelf.index_of(known)


def found(index: Index, text: str) -> list[str]:
    return [hit.key for hit in index.find(text).hits][:FIRST]


def test_every_right_answer_is_a_procedure_of_the_town() -> None:
    known = {path.parent.name for path in (town.folder() / "procedures").glob("*/procedure.toml")}
    assert {key for question in QUESTIONS for key in question["right"]} <= known


def test_nine_in_ten_questions_of_every_life_event_find_a_right_procedure(index: Index) -> None:
    asked = Counter(question["event"] for question in QUESTIONS)
    hit = Counter(
        question["event"]
        for question in QUESTIONS
        if set(found(index, question["text"])) & set(question["right"])
    )
    assert {event: count for event, count in asked.items() if hit[event] < AIM * count} == {}


def test_width_kana_and_one_wrong_letter_do_not_hide_a_procedure(index: Index) -> None:
    for text in ("ｽｲﾄﾞｳ", "すいどう", "水道の使用開使", "suidou 水道", "粗大ゴミ", "粗大ごみ", "そだいごみ"):
        right = "bulky_waste" if "大" in text or "だい" in text else "water_supply"
        assert right in found(index, text), text
