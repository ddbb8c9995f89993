"""Reading pages, hidden answers, buttons inside a page, and what the templates get."""

from typing import Any

import pytest

from yakuba.ground.catalogue import asking
from yakuba.ground.catalogue.definition import Check, Option, Page, Procedure, Question, Step
from yakuba.ground.catalogue.holes import hole_values
from yakuba.ground.catalogue.schema import schema_of


def page(procedure: Procedure, key: str) -> tuple[Question, ...]:
    return next(one.questions for one in procedure.pages if one.key == key)


def posted(
    procedure: Procedure, key: str, answers: Any, facts: Any, **changes: list[str]
) -> dict[str, list[str]]:
    """What a browser would post for a page filled with these answers."""
    found: dict[str, list[str]] = {}
    for field in asking.fields(procedure, page(procedure, key), answers, facts):
        for sub, value in field.raw.items():
            name = f"{field.name}.{sub}" if sub else field.name
            found[name] = value if isinstance(value, list) else [value]
    return {**found, **{name.replace("__", "."): value for name, value in changes.items()}}


def test_a_page_filled_soundly_reads_back_its_answers(procedure: Procedure, answers: Any, facts: Any) -> None:
    sent = posted(procedure, "object", answers, facts)
    reading = asking.read_page(procedure, page(procedure, "object"), sent, answers, facts)
    assert reading.problems == ()
    assert reading.answers == answers


def test_a_wrong_answer_is_named_at_its_control_and_what_was_typed_stays(
    procedure: Procedure, answers: Any, facts: Any
) -> None:
    sent = posted(procedure, "object", answers, facts) | {"q-area": ["ひろい"], "q-period.to_month": ["13"]}
    questions = page(procedure, "object")
    reading = asking.read_page(procedure, questions, sent, answers, facts)
    assert [(one.anchor, one.key) for one in reading.problems] == [
        ("q-area", "area"),
        ("q-period-to_year", "period"),
    ]
    assert "area" not in reading.answers
    shown = {
        field.key: field
        for field in asking.fields(
            procedure, questions, reading.answers, facts, raw=reading.raw, problems=reading.problems
        )
    }
    assert shown["area"].raw[""] == "ひろい"
    assert "数字だけ" in shown["area"].error
    ends = {part.sub: part for part in shown["period"].parts}
    assert ends["to_month"].raw == "13" and ends["to_year"].error and ends["to_year"].id == "q-period-to_year"


def test_nothing_posted_at_all_gives_problems_and_no_exception(procedure: Procedure, facts: Any) -> None:
    for one in procedure.pages:
        reading = asking.read_page(procedure, one.questions, {}, {}, facts)
        visible = asking.visible_questions(procedure, one.questions, {}, facts)
        needed = {question.key for question in visible if question.required and question.kind != "computed"}
        assert {problem.key for problem in reading.problems} == needed


def test_a_question_is_asked_only_while_its_condition_holds(
    procedure: Procedure, answers: Any, facts: Any
) -> None:
    questions = page(procedure, "object")
    keys = [one.key for one in asking.visible_questions(procedure, questions, answers, facts)]
    assert "wording" in keys
    other = [
        one.key for one in asking.visible_questions(procedure, questions, {**answers, "class": "pipe"}, facts)
    ]
    assert "wording" not in other


def test_hidden_answers_are_kept_while_filling_and_dropped_by_name_at_the_end(
    procedure: Procedure, answers: Any, facts: Any
) -> None:
    sent = posted(procedure, "object", answers, facts) | {"q-class": ["pipe"]}
    reading = asking.read_page(procedure, page(procedure, "object"), sent, answers, facts)
    assert reading.answers["wording"] == "あさひ商店"
    kept, dropped = asking.prune(procedure, {**reading.answers, "stranger": 1}, facts)
    assert set(dropped) == {"wording", "stranger"}
    assert "wording" not in kept


def test_a_hidden_page_hides_its_answers_and_what_depends_on_them(
    procedure: Procedure, answers: Any, facts: Any
) -> None:
    rows = [{"what": "other", "what_other": "台車"}]
    assert [one.key for one in asking.visible_pages(procedure, answers, facts)] == ["applicant", "object"]
    shown, none = asking.prune(procedure, {**answers, "more": True, "extras": rows}, facts)
    assert (shown["extras"], shown["extras_count"], none) == (rows, "1", ())
    _, dropped = asking.prune(procedure, {**answers, "extras": rows}, facts)
    assert dropped == ("extras",)


def test_a_hidden_answer_in_a_row_is_dropped_and_named(
    procedure: Procedure, answers: Any, facts: Any
) -> None:
    rows = [{"what": "box", "what_other": "台車"}, {}]
    kept, dropped = asking.prune(procedure, {**answers, "more": True, "extras": rows}, facts)
    assert kept["extras"] == [{"what": "box"}]
    assert dropped == ("extras.what_other",)


def test_rows_are_read_and_only_empty_rows_at_the_end_are_left_out(
    procedure: Procedure, answers: Any, facts: Any
) -> None:
    sent = {
        "q-extras.0.what": ["other"], "q-extras.0.what_other": ["台車"],
        "q-extras.1.what": ["other"], "q-extras.1.what_other": [""],
        "q-extras.2.what": [""],
    }  # fmt: skip
    reading = asking.read_page(procedure, page(procedure, "extras"), sent, {**answers, "more": True}, facts)
    assert reading.answers["extras"] == [{"what": "other", "what_other": "台車"}, {"what": "other"}]
    assert [(one.anchor, one.key) for one in reading.problems] == [("q-extras-1-what_other", "extras")]


def test_too_many_rows_are_refused_and_kept(procedure: Procedure, answers: Any, facts: Any) -> None:
    sent = {f"q-extras.{at}.what": ["box"] for at in range(4)} | {"q-extras.99999999.what": ["box"]}
    reading = asking.read_page(procedure, page(procedure, "extras"), sent, {**answers, "more": True}, facts)
    assert len(reading.answers["extras"]) == 4
    assert "1つ消して" in reading.problems[0].message


def press(procedure: Procedure, key: str, sent: Any, answers: Any, facts: Any) -> asking.Pressed:
    act = asking.read_act(sent)
    return asking.press(procedure, page(procedure, key), sent, answers, facts, act)


def test_a_row_is_added_and_removed_without_losing_what_was_typed(
    procedure: Procedure, answers: Any, facts: Any
) -> None:
    full = {**answers, "more": True}
    sent = {"q-extras.0.what": ["box"], "q-extras.1.what": ["other"], "q-extras.1.what_other": ["台車"]}
    added = press(procedure, "extras", {**sent, "act": ["add:extras"]}, full, facts)
    rows = asking.fields(procedure, page(procedure, "extras"), added.answers, facts, raw=added.raw)[0].rows
    assert len(rows) == 3
    refused = press(procedure, "extras", {**added.raw, "act": ["add:extras"]}, full, facts)
    assert "3つまで" in refused.problems[0].message
    removed = press(procedure, "extras", {**sent, "act": ["remove:extras:0"]}, full, facts)
    assert removed.raw["q-extras.0.what_other"] == ["台車"]
    assert removed.answers["extras"] == [{"what": "other", "what_other": "台車"}]


def test_the_first_row_of_an_optional_repeat_is_added_once() -> None:
    form = small(
        Question("dogs", "repeat", "犬", required=False, questions=(Question("name", "text", "名前"),))
    )
    questions, facts = form.pages[0].questions, {"today": "2026-11-20"}
    assert asking.fields(form, questions, {}, facts)[0].rows == ()
    pressed = asking.press(form, questions, {}, {}, facts, asking.Act("add", "dogs"))
    assert len(asking.fields(form, questions, pressed.answers, facts, raw=pressed.raw)[0].rows) == 1


def test_files_of_a_row_move_with_their_row(procedure: Procedure, answers: Any, facts: Any) -> None:
    ref = {
        "file": "00000000-0000-0000-0000-000000000007",
        "name": "a.jpg",
        "size": 5,
        "media_type": "image/jpeg",
    }
    stored = asking.with_files(
        {**answers, "more": True, "extras": [{"what": "box"}]}, "extras.1.photo", [ref]
    )
    assert stored["extras"][1] == {"photo": [ref]}
    sent = {"q-extras.0.what": ["box"], "q-extras.1.what": ["box"], "act": ["remove:extras:0"]}
    after = press(procedure, "extras", sent, stored, facts).answers
    assert after["extras"] == [{"what": "box", "photo": [ref]}]
    assert asking.without_file(after, "extras.0.photo", ref["file"])["extras"] == [{"what": "box"}]


def test_a_file_answer_survives_a_page_sent_without_it(
    procedure: Procedure, answers: Any, facts: Any
) -> None:
    sent = posted(procedure, "object", answers, facts)
    reading = asking.read_page(procedure, page(procedure, "object"), sent, answers, facts)
    assert reading.answers["drawings"] == answers["drawings"]
    shown = {one.key: one for one in asking.fields(procedure, page(procedure, "object"), answers, facts)}
    assert [one.name for one in shown["drawings"].files] == ["plan.pdf"]


def test_looking_up_a_postcode_fills_the_address_on_the_page(procedure: Procedure, facts: Any) -> None:
    sent = {"q-address.postcode": ["0994113"], "q-applicant.family": ["半"], "act": ["lookup:address"]}
    pressed = press(procedure, "applicant", sent, {}, facts)
    assert pressed.raw["q-address.town"] == ["本町"]
    assert pressed.raw["q-applicant.family"] == ["半"]
    bad = press(procedure, "applicant", {**sent, "q-address.postcode": ["1"]}, {}, facts)
    assert bad.problems[0].anchor == "q-address"


def test_a_click_on_the_map_is_a_pin(procedure: Procedure, answers: Any, facts: Any) -> None:
    act = asking.read_act({"q-place.map.x": ["3"], "q-place.map.y": ["4"], "act": ["next"]})
    assert (act.verb, act.key) == ("pin", "place")


@pytest.mark.parametrize("text", ["", "drop table", "add:", "remove:../x", "A:b", "x" * 500])
def test_a_button_of_another_shape_means_next(text: str) -> None:
    assert asking.read_act({"act": [text]}) == asking.Act("next")


def test_a_button_for_a_question_that_is_not_there_changes_nothing(
    procedure: Procedure, answers: Any, facts: Any
) -> None:
    pressed = press(procedure, "object", {"act": ["add:nowhere"]}, answers, facts)
    assert (pressed.answers, pressed.problems) == (answers, ())


def test_check_all_finds_what_is_missing_in_the_order_of_the_pages(
    procedure: Procedure, answers: Any, facts: Any
) -> None:
    assert asking.check_all(procedure, answers, facts) == ()
    broken = {**answers, "applicant": {"family": "斜里"}, "area": "0", "drawings": None}
    keys = [problem.key for problem in asking.check_all(procedure, broken, facts)]
    assert keys == ["applicant", "applicant", "applicant", "area", "drawings"]


def test_a_period_that_has_begun_is_refused_on_the_day_it_is_sent(
    procedure: Procedure, answers: Any, facts: Any
) -> None:
    late = {**facts, "today": "2026-12-02"}
    assert [problem.key for problem in asking.check_all(procedure, answers, late)] == ["period"]


def small(*questions: Question, staff: tuple[Question, ...] = ()) -> Procedure:
    steps = (Step("intake", "intake", "受付", questions=staff), Step("close", "close", "完結"))
    return Procedure(
        "p", "手続", "てつづき", "説明", "s", "permit", (Page("one", "頁", "", questions),), steps
    )


def test_a_check_may_look_at_its_own_question_and_those_above() -> None:
    even = Check({"<": [{"var": "q.used"}, {"var": "q.all"}]}, "全体より小さい数にしてください。")
    form = small(Question("all", "number", "全体"), Question("used", "number", "使う分", check=(even,)))
    facts = {"today": "2026-11-20"}
    assert asking.check_all(form, {"all": "10", "used": "9"}, facts) == ()
    problem = asking.check_all(form, {"all": "10", "used": "10"}, facts)[0]
    assert (problem.key, problem.message) == ("used", "全体より小さい数にしてください。")


def test_the_age_by_law_is_known_as_soon_as_the_birth_is_answered() -> None:
    birth = Question("birth", "date", "生年月日", role="applicant.birth")
    parent = Question("parent", "text", "保護者", show_when={"<": [{"var": "fact.applicant_age"}, 18]})
    form = small(birth, parent)
    facts = {"today": "2026-11-20", "applicant_age": None}
    young = asking.visible_questions(form, form.pages[0].questions, {"birth": "2010-01-01"}, facts)
    adult = asking.visible_questions(form, form.pages[0].questions, {"birth": "2008-11-21"}, facts)
    assert [one.key for one in young] == ["birth", "parent"]
    assert [one.key for one in adult] == ["birth"]


def test_staff_answer_questions_of_their_own_beside_the_applicants() -> None:
    grade = Question(
        "grade", "choice", "被害の程度", options=(Option("full", "全壊"), Option("part", "一部"))
    )
    why = Question("why", "text", "理由", show_when={"===": [{"var": "staff.grade"}, "part"]})
    form = small(Question("name", "text", "名前"), staff=(grade, why))
    step, given, facts = form.steps[0], {"name": "家"}, {"today": "2026-11-20"}
    reading = asking.read_page(
        form, step.questions, {"s-grade": ["part"]}, given, facts, staff={}, prefix="s"
    )
    assert reading.answers == {"grade": "part"}
    assert [problem.anchor for problem in reading.problems] == ["s-why"]
    rows = asking.display_staff(form, step.questions, given, facts, {"grade": "full"})
    assert [(row.label, row.lines) for row in rows] == [("被害の程度", ("全壊",))]
    assert asking.check_staff(form, step.questions, given, facts, {"grade": "full"}) == ()


def test_a_computed_value_shows_its_reasons(procedure: Procedure, answers: Any, facts: Any) -> None:
    given = {**answers, "more": True, "extras": [{"what": "box"}, {"what": "box"}]}
    field = asking.fields(procedure, page(procedure, "extras"), given, facts)[-1]
    assert (field.kind, field.raw[""], field.required) == ("computed", "2個", False)


def test_roles_and_holes_find_the_answers_without_knowing_keys(
    procedure: Procedure, answers: Any, facts: Any
) -> None:
    assert asking.role_text(procedure, answers, "applicant.name") == "斜里 花子"
    assert asking.role_value(procedure, answers, "area") == "10.00"
    holes = hole_values(procedure, answers, facts, extra={"理由": "支障がないため"})
    assert holes["申請者"] == "斜里 花子"
    assert holes["period.to"] == "令和9年5月31日"
    assert holes["料金合計"] == "6,000円"
    assert holes["件名"] == "道路占用許可申請(看板)"
    assert (holes["理由"], holes["place.note"], "文書番号" in holes) == ("支障がないため", "", False)


def test_the_schema_for_programs_asks_for_what_is_always_asked(procedure: Procedure) -> None:
    schema = schema_of(procedure)
    assert set(schema["required"]) == {
        "applicant", "address", "class", "area", "period", "place", "public", "drawings", "more",
    }  # fmt: skip
    assert schema["properties"]["class"]["enum"] == ["sign", "scaffold", "pipe"]
    assert "extras_count" not in schema["properties"]


def test_only_questions_marked_for_search_are_found(procedure: Procedure, answers: Any) -> None:
    text = asking.search_text(procedure, answers)
    assert "斜里花子" in text and "本町" not in text
