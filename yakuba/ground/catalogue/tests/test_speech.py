"""A procedure in another language: what is said, what stays Japanese, what is missing and what is stale."""

# A table reads best with one case a line.
# ruff: noqa: E501

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from yakuba.ground.catalogue import speech
from yakuba.ground.catalogue.content import content_of, procedure_from
from yakuba.ground.catalogue.definition import Procedure, Translation
from yakuba.ground.catalogue.loader import DefinitionErrors, load_procedure

Edited = Callable[[str, str, str], Path]
EN = "text.en.toml"


def translated(procedure: Procedure, *, without: str = "") -> Procedure:
    """Every text of it said in "English": the Japanese in brackets, and stamped."""
    japanese = {path: text for path, text in speech.texts_of(procedure).items() if path != without}
    said = {path: f"<{text}>" for path, text in japanese.items()}
    stamps = {path: speech.stamp_of(text) for path, text in japanese.items()}
    return replace(procedure, texts={"en": Translation(said, stamps)})


def test_every_text_a_resident_meets_has_a_path(procedure: Procedure, guide: Procedure) -> None:
    told = speech.texts_of(guide)
    assert told["run_by.decides"] == "受け付けて決めるのは警察署長です。町は決めません。"
    assert {
        "title", "summary", "for_whom", "guide", "prepare.0.label", "prepare.0.help", "run_by.name",
        "run_by.place", "links.0.label", "links.0.note", "eligibility.minutes.label",
        "eligibility.minutes.unit", "eligibility.why.options.care.label",
        "eligibility.why.options.care.help", "outcomes.0.title", "outcomes.0.text",
    } <= set(told)  # fmt: skip
    told = speech.texts_of(procedure)
    for path in (
        "pages.applicant.title", "questions.class.label", "questions.class.options.sign.label",
        "questions.extras.what.label",
    ):  # fmt: skip
        assert path in told, sorted(told)
    assert [path for path in told if path.startswith("fees.") and ".tables.0.0" in path]
    assert not [path for path in told if "review" in path or "permit" in path]


def test_said_in_a_language_and_back_nothing_else_has_changed(procedure: Procedure) -> None:
    english = speech.in_language(translated(procedure), "en")
    assert english.title == f"<{procedure.title}>"
    assert english.question("class").options[0].label == f"<{procedure.question('class').options[0].label}>"
    assert english.fees[0].tables[0].rates[0].label.startswith("<")
    assert (english.steps, english.letters, english.record) == (
        procedure.steps, procedure.letters, procedure.record,
    )  # fmt: skip
    texts = speech.texts_of(procedure)
    again = speech.retold(english, lambda path, _: texts[path])
    assert replace(again, texts={}) == procedure


def test_it_is_retold_once_and_japanese_is_the_procedure_itself(procedure: Procedure) -> None:
    own = translated(procedure)
    assert speech.in_language(own, "en") is speech.in_language(own, "en")
    assert speech.in_language(own, "ja") is own
    assert speech.in_language(own, "ja-easy") is own
    assert speech.in_language(procedure, "en") is procedure


def test_what_is_missing_is_named_and_shown_in_japanese(procedure: Procedure) -> None:
    own = translated(procedure, without="summary")
    assert speech.missing(own, "en") == ["summary"]
    assert speech.stale(own, "en") == []
    assert speech.in_language(own, "en").summary == procedure.summary
    assert "title" in speech.missing(own, "ja-easy")


def test_a_changed_japanese_text_makes_its_translation_stale_and_only_that(procedure: Procedure) -> None:
    own = translated(procedure)
    assert speech.stale(own, "en") == []
    changed = replace(own, summary="べつの説明です。")
    assert speech.stale(changed, "en") == ["summary"]
    shown = speech.in_language(changed, "en")
    assert (shown.summary, shown.title) == ("べつの説明です。", f"<{procedure.title}>")


def test_a_text_nobody_stamped_counts_as_stale(procedure: Procedure) -> None:
    own = translated(procedure)
    stamps = {path: stamp for path, stamp in own.texts["en"].of.items() if path != "title"}
    bare = replace(own, texts={"en": Translation(own.texts["en"].texts, stamps)})
    assert speech.stale(bare, "en") == ["title"]


def test_signs_that_say_the_same_everywhere_need_no_translation(procedure: Procedure) -> None:
    units = [path for path, text in speech.texts_of(procedure).items() if text in ("㎡", "m", "km")]
    assert units
    assert not set(units) & set(speech.missing(procedure, "en"))


def test_the_texts_travel_with_the_edition(procedure: Procedure) -> None:
    own = translated(procedure)
    assert procedure_from(content_of(own)) == own
    assert content_of(own) != content_of(procedure)


TEXTS = """
[text]
title = "Road occupancy"
words = ["road", "sign board"]
"questions.class.label" = "What it is"

[of]
title = "{}"
"pages.gone.title" = "00000000"
"""


def test_a_file_of_texts_is_read_and_stamps_of_texts_that_are_gone_are_passed_over(
    edited: Edited, procedure: Procedure
) -> None:
    stamped = TEXTS.format(speech.stamp_of(procedure.title))
    own = load_procedure(edited(EN, "", stamped), sections=None).texts["en"]
    assert own.words == ("road", "sign board")
    assert own.texts == {"title": "Road occupancy", "questions.class.label": "What it is"}
    assert own.of == {"title": speech.stamp_of(procedure.title)}


@pytest.mark.parametrize(
    ("before", "after", "key", "said"),
    [
        ("questions.class.label", "questions.klass.label", "text.questions.klass.label", "questions.class.label"),
        ("title = ", "titel = ", "text.titel", "「title」ではありませんか"),
        ('"questions.class.label"', "questions.class.label", "text.questions", "と囲んでください"),
        ('"Road occupancy"', "3", "text.title", "文字ではありません"),
        ('["road", "sign board"]', '"road"', "text.words", "文字の並び"),
        ('"00000000"', '"x"', "of.pages.gone.title", "--stamp"),
        ("[text]", "[texts]", "text", "[text] の下に"),
        ("[text]", "[text]\nguide = '''\n## One heading'''", "text.guide", "見出しが 1 こ"),
        ("[text]", "[text]\nguide = '<b>x</b>'", "text.guide", "HTML"),
    ],
)  # fmt: skip
def test_a_fault_of_the_texts_names_key_and_mend(
    edited: Edited, before: str, after: str, key: str, said: str
) -> None:
    stamped = TEXTS.format("0a1b2c3d")
    assert before in stamped
    with pytest.raises(DefinitionErrors) as caught:
        load_procedure(edited(EN, "", stamped.replace(before, after, 1)), sections=None)
    told = [str(fault) for fault in caught.value.faults if (fault.file, fault.key) == (EN, key)]
    assert any(said in one for one in told), caught.value.faults


def test_a_language_the_house_does_not_speak_is_named(edited: Edited) -> None:
    with pytest.raises(DefinitionErrors) as caught:
        load_procedure(edited("text.fr.toml", "", TEXTS.format("0a1b2c3d")), sections=None)
    assert [(fault.file, fault.message) for fault in caught.value.faults] == [
        ("text.fr.toml", "使われないファイルです。")
    ]
