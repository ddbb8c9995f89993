"""Whatever is posted or sent, a page answers with problems and never with an exception."""

from html import unescape
from typing import Any

from django.template.loader import render_to_string
from hypothesis import given, settings
from hypothesis import strategies as st

from yakuba.ground.catalogue import asking
from yakuba.ground.catalogue.definition import Option, Page, Procedure, Question, Step
from yakuba.ground.catalogue.kinds.kind import kind_names, kind_of

OPTIONS = (Option("a", "甲"), Option("b", "乙"))
FACTS = {"today": "2026-11-20", "channel": "online"}


def every_kind() -> tuple[Question, ...]:
    found = []
    for name in kind_names():
        if name in ("repeat", "computed"):
            continue
        options = OPTIONS if name in ("choice", "choices") else ()
        params = {"latitude": "43.9", "longitude": "144.6"} if name == "place" else {}
        found.append(Question(name, name, name, options=options, params=params, required=name != "text"))
    return tuple(found)


SINGLE = every_kind()
ROWS = tuple(Question(f"r_{one.key}", one.kind, one.label, options=one.options) for one in SINGLE)
QUESTIONS = (*SINGLE, Question("rows", "repeat", "行", questions=ROWS))
FORM = Procedure(
    "p", "手続", "て", "説明", "s", "permit", (Page("one", "頁", questions=QUESTIONS),),
    (Step("intake", "intake", "受付"), Step("close", "close", "完結")),
)  # fmt: skip


def control_names() -> list[str]:
    names = []
    for question in SINGLE:
        subs = [f".{sub.sub}" for sub in kind_of(question).subs(question)] or [""]
        names += [f"q-{question.key}{sub}" for sub in subs]
        names += [f"q-rows.{row}.r_{question.key}{sub}" for row in (0, 2) for sub in subs]
    return [*names, "q-place.map.x", "q-place.map.y", "q-rows", "q-rows.x.y", "q-rows.1."]


_typed = st.text(max_size=12) | st.sampled_from(
    [
        "",
        "元",
        "8",
        "１２",
        "13",
        "reiwa",
        "2026",
        "yes",
        "a",
        "0994113",
        "43.9",
        "１" * 40,
        "1e9",
        "NaN",
        "-0",
        "\ud800",
        "９" * 12,
    ]
)
_posted = st.dictionaries(st.sampled_from(control_names()), st.lists(_typed, max_size=3), max_size=25)


@settings(max_examples=150, deadline=None)
@given(_posted)
def test_any_post_is_read_shown_again_and_its_answers_are_canonical(posted: dict[str, list[str]]) -> None:
    reading = asking.read_page(FORM, QUESTIONS, posted, {}, FACTS)
    views = asking.fields(FORM, QUESTIONS, reading.answers, FACTS, raw=reading.raw, problems=reading.problems)
    ids = [part.id for view in views for part in view.parts] + [view.id for view in views]
    assert all(problem.message for problem in reading.problems)
    assert {one.anchor for one in reading.problems if not one.name.startswith("q-rows")} <= set(ids)
    for question in SINGLE:
        value = reading.answers.get(question.key)
        if value is not None:
            assert kind_of(question).clean(question, value) == value
            assert kind_of(question).display(question, value)
    kept = {problem.key for problem in asking.check_all(FORM, reading.answers, FACTS)}
    assert kept <= {problem.key for problem in reading.problems}


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["from", "to", "family", "lat", "file", "r_text", "x"]), inner, max_size=4
        )
    ),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from([one.key for one in QUESTIONS]), _json, max_size=8))
def test_any_json_sent_is_checked_with_words(sent: dict[str, Any]) -> None:
    assert all(problem.message and problem.anchor for problem in asking.check_all(FORM, sent, FACTS))


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from([one.key for one in QUESTIONS]), _json, max_size=8))
def test_stored_answers_of_another_kind_count_as_blank(stored: dict[str, Any]) -> None:
    kept, dropped = asking.prune(FORM, stored, FACTS)
    assert set(kept) | set(dropped) >= {key for key, value in stored.items() if value is not None}
    assert asking.display_rows(FORM, stored, FACTS)
    assert asking.fields(FORM, QUESTIONS, stored, FACTS)


def test_every_problem_points_at_a_control_of_the_page_that_is_drawn() -> None:
    posted = {
        "q-period.to_year": ["99"],
        "q-date.year": ["65"],
        "q-address.postcode": ["1"],
        "q-rows.1.r_phone": ["1"],
    }
    reading = asking.read_page(FORM, QUESTIONS, posted, {}, FACTS)
    views = asking.fields(FORM, QUESTIONS, reading.answers, FACTS, raw=reading.raw, problems=reading.problems)
    html = "".join(render_to_string("ui/field.html", {"field": view}) for view in views)
    assert len(reading.problems) > 20
    for problem in reading.problems:
        assert html.count(f' id="{problem.anchor}"') == 1, problem
        assert problem.message in unescape(html)


@settings(max_examples=100, deadline=None)
@given(
    _posted,
    st.sampled_from(
        ["add:rows", "remove:rows:0", "remove:rows:9", "lookup:address", "clearplace:place", "pin:text"]
    ),
)
def test_any_button_on_any_post_is_answered(posted: dict[str, list[str]], act: str) -> None:
    sent = {**posted, "act": [act]}
    pressed = asking.press(FORM, QUESTIONS, sent, {}, FACTS, asking.read_act(sent))
    assert asking.fields(FORM, QUESTIONS, pressed.answers, FACTS, raw=pressed.raw, problems=pressed.problems)
