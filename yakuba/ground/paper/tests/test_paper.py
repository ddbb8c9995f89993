"""A paper form asks what the pages ask, says in words when, and shows what was answered."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from yakuba.ground import town
from yakuba.ground.catalogue.asking import wording
from yakuba.ground.catalogue.definition import Procedure
from yakuba.ground.catalogue.kinds.kind import kind_of
from yakuba.ground.catalogue.loader import load_procedure
from yakuba.ground.letters import set_form
from yakuba.ground.paper import FormHead, blank, filled
from yakuba.ground.paper.requirement import OTHERWISE, requirement

HEAD = FormHead(
    receiver="斜里町長",
    sender_title="斜里町長",
    made_on=date(2026, 11, 23),
    edition="様式版 1a2b3c4d",
    qr="https://tetsuzuki.example.jp/papers/form/1/",
    qr_label="役場で読み取る印",
)


def procedure(key: str) -> Procedure:
    return load_procedure(Path(town.folder()) / "procedures" / key, sections=None)


def words(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).replace("\n", "")


def test_a_blank_form_asks_every_question_the_pages_ask() -> None:
    water = procedure("water_supply")
    fields = [field for section in blank(water, HEAD).sections for field in section.fields]
    asked = [question.label for question in water.all_questions() if kind_of(question).asked]
    assert [field.label for field in fields] == asked
    assert [field.number for field in fields] == [f"問{at}" for at in range(1, len(asked) + 1)]


def test_a_conditional_question_says_by_number_when_it_is_answered() -> None:
    water = procedure("water_supply")
    fields = {field.label: field for section in blank(water, HEAD).sections for field in section.fields}
    assert fields["いつまで止めますか"].when == "問1が「しばらく止める（一時休止）」のとき"
    assert fields["電話番号"].when == ""


def test_a_filled_form_shows_the_choice_made_and_leaves_hidden_questions_out() -> None:
    water = procedure("water_supply")
    example = water.examples[0]
    form = filled(water, example.answers, example.facts, HEAD)
    fields = {field.label: field for section in form.sections for field in section.fields}
    chosen = [mark.label for mark in fields["どの届ですか"].marks if mark.chosen]
    assert chosen == ["使い始める（開始）"]
    assert "いつまで止めますか" not in fields
    assert fields["水栓番号"].parts[0].value == "01-1234"


@pytest.mark.parametrize("key", ["water_supply", "road_occupancy", "disaster_certificate"])
def test_blank_and_filled_forms_come_out_as_pdf_with_title_and_edition(key: str) -> None:
    found = procedure(key)
    example = next(one for one in found.examples if one.expect.get("valid"))
    for form in (blank(found, HEAD), filled(found, example.answers, example.facts, HEAD)):
        text = words(set_form(form))
        assert found.title in text
        assert "様式版 1a2b3c4d" in text
        assert "字形未確認" not in text


def test_a_repeat_has_room_for_a_few_and_shows_as_many_as_were_answered() -> None:
    road = procedure("road_occupancy")
    example = next(one for one in road.examples if one.answers.get("objects"))
    empty = {field.label: field for part in blank(road, HEAD).sections for field in part.fields}
    full = {
        field.label: field
        for part in filled(road, example.answers, example.facts, HEAD).sections
        for field in part.fields
    }
    label = road.question("objects").label
    assert len(empty[label].rows) == 3
    assert len(full[label].rows) == len(example.answers["objects"])


def test_a_condition_that_has_no_short_wording_is_never_left_out() -> None:
    said = requirement({">=": [{"days_between": [{"var": "fact.today"}, {"var": "q.on_day"}]}, 3]}, wording(
        procedure("water_supply")
    ))  # fmt: skip
    assert said == OTHERWISE


def test_a_procedure_that_asks_nothing_has_no_form_of_ours() -> None:
    with pytest.raises(ValueError, match="asks nothing"):
        blank(replace(procedure("water_supply"), pages=()), HEAD)
