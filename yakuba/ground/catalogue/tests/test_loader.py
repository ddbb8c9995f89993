"""Every fault of a definition is found, with file, key and the way to mend it."""

# A table reads best with one case a line.
# ruff: noqa: E501

from collections.abc import Callable
from pathlib import Path

import pytest

from yakuba.ground.catalogue import examples
from yakuba.ground.catalogue.content import content_of, digest_of, procedure_from
from yakuba.ground.catalogue.definition import Procedure
from yakuba.ground.catalogue.loader import DefinitionErrors, Fault, load_all, load_procedure

Edited = Callable[[str, str, str], Path]


def faults(folder: Path, sections: set[str] | None = None) -> list[Fault]:
    with pytest.raises(DefinitionErrors) as caught:
        load_procedure(folder, sections=sections)
    return caught.value.faults


def test_the_sample_loads_and_its_examples_come_out(procedure: Procedure) -> None:
    assert examples.run(procedure) == []
    assert [step.key for step in procedure.steps] == [
        "intake",
        "review",
        "police",
        "decide",
        "pay",
        "issue",
        "close",
    ]
    assert procedure.letter("permit").addressee == "{{申請者}} 様"


def test_a_definition_survives_the_way_to_json_and_back(procedure: Procedure) -> None:
    content = content_of(procedure)
    assert procedure_from(content) == procedure
    assert digest_of(content_of(procedure_from(content))) == digest_of(content)


Q, P, F, X = "questions.toml", "procedure.toml", "fees.toml", "examples.toml"


@pytest.mark.parametrize(
    ("file", "before", "after", "key", "said"),
    [
        (P, 'title = "道路占用許可申請"', "", "title", "書かれていません"),
        (P, 'key = "road_occupancy"', 'key = "road"', "key", "フォルダー"),
        (P, 'key = "road_occupancy"', 'key = "Road-1"', "key", "英小文字"),
        (P, 'effect = "permit"', 'effect = "permitt"', "effect", "「permit」ではありませんか"),
        (P, "standard_days = 14", 'standard_days = "14"', "standard_days", "整数"),
        (P, "standard_days = 14", "standard_dys = 14", "standard_dys", "「standard_days」ではありませんか"),
        (P, "[[basis]]", "[[grounds]]", "basis", "根拠がありません"),
        (P, "[record]", "[recorded]", "record", "保存期間"),
        (P, 'kind = "intake"', 'kind = "wait"', "steps[0].kind", "受付"),
        (P, 'kind = "close"', 'kind = "wait"', "steps[6].kind", "完結"),
        (P, 'key = "review"\nkind', 'key = "intake"\nkind', "steps[1].key", "2回"),
        (P, 'back_to = "review"', 'back_to = "pay"', "steps[3].params.back_to", "前の手順ではありません"),
        (P, 'letter = "permit"\nrefusal', 'letter = "permt"\nrefusal', "steps[3].letter", "「permit」ではありませんか"),
        (P, 'matter = "road_occupancy.permit"', "", "steps[3].matter", "matter ="),
        (P, 'to = ["斜里警察署"]', "", "steps[2].to", "相手がありません"),
        (P, 'in = ["scaffold", "pipe"]', 'in = ["scafold"]', "steps[2].when.in[0]", "合いません"),
        (P, 'source = "place"', 'source = "plase"', "register.fields[0].source", "「place」ではありませんか"),
        (P, 'valid_to = "period.to"', 'valid_to = "period.end"', "register.valid_to", "period"),
        (P, "renewable = true", 'number_question = "no"', "register.number_question", "職員の質問ではありません"),
        (P, 'title = "道路占用許可申請"', "title = 道路", "ファイル", "TOML として読めません"),
        (Q, 'kind = "choice"', 'kind = "choise"', "pages[1].questions[0].kind", "「choice」ではありませんか"),
        (Q, 'key = "wording"', 'key = "class"', "pages[1]", "2回"),
        (Q, 'key = "what_other"', 'key = "area"', "pages[2]", "2回"),
        (Q, '{ key = "pipe", label = "管" }', '{ key = "sign", label = "管" }', "pages[1].questions[0].options[2].key", "2回"),
        (Q, "max_length = 50", "max_lenght = 50", "pages[1].questions[1].max_lenght", "「max_length」ではありませんか"),
        (Q, "max_length = 50", "max_length = 0", "pages[1].questions[1].max_length", "1から"),
        (Q, 'q = "class", is = "sign" }', 'q = "period.from", is = 3 }', "pages[1].questions[1].show_when.q", "下の質問"),
        (Q, 'q = "class", is = "sign" }', 'q = "klass", is = "sign" }', "pages[1].questions[1].show_when.q", "class"),
        (Q, 'role = "area"', 'role = "size"', "pages[1].questions[2].role", "役目"),
        (Q, 'once_only = "name"', 'once_only = "nickname"', "pages[0].questions[0].once_only", "町が持つ事実"),
        (Q, 'accept = ["pdf", "jpeg", "png"]', 'accept = ["exe"]', "pages[1].questions[6].accept", "選んで"),
        (Q, "min = 0.01", "min = 20000", "pages[1].questions[2].min", "max より大きい"),
        (Q, "min = 0.01", 'options = [{ key = "a", label = "b" }]', "pages[1].questions[2].options", "選択肢は書けません"),
        (Q, 'earliest = "today"', 'earliest = "tomorrow"', "pages[1].questions[3].earliest", "today+14"),
        (Q, 'title_from = "what"', 'title_from = "which"', "pages[2].questions[0].title_from", "中にありません"),
        (Q, 'q = "what", is = "other"', 'q = "what", is = "othr"', "pages[2].questions[0].questions[1].show_when.is", "other"),
        (Q, 'var = "q.extras"', 'var = "q.extra"', "pages[2].questions[1].value.logic.count[0]", "extras"),
        (Q, "search = true", 'search = "yes"', "pages[0].questions[0].search", "true か false"),
        (F, 'kind = "rate_table"', 'kind = "rates"', "fees[0].kind", "rate_table"),
        (F, 'quantity = "area"', 'quantity = "class"', "fees[0].quantity", "数の質問ではありません"),
        (F, 'period = "period"', 'period = "area"', "fees[0].period", "期間の質問ではありません"),
        (F, 'period = "period"', "", "fees[0].period", "期間で計算する"),
        (F, 'rounding = "floor"', 'rounding = "up"', "fees[0].rounding", "floor"),
        (F, "valid_from = 2024-04-01", "", "fees[0].tables[0].valid_from", "日付ではありません"),
        (F, 'basis = "町道占用料徴収条例 別表(例)"', "", "fees[0].tables[0].basis", "書かれていません"),
        (F, 'amount = "58.5"', "amount = -1", "fees[0].tables[0].rates[2].amount", "0以上"),
        (F, "percent = 100", "percent = 120", "fees[0].reductions[0].percent", "100まで"),
        (F, 'q = "public", is = true', 'fact = "fee_total", more_than = 1', "fees[0].reductions[0].when.fact", "fee_total"),
        (F, "[[fees.reductions]]", "[[fees.tables]]\nvalid_from = 2023-04-01\nbasis = \"x\"\nrates = [{ label = \"a\", amount = 1 }]\n[[fees.reductions]]", "fees[0].tables[1].valid_from", "後ろに足して"),
        (X, "valid = true, fee_total = 6000", "valid = true, fee_totl = 6000", "example[0].expect.fee_totl", "fee_total"),
        (X, 'class = "sign"', 'clas = "sign"', "example[0].answers.clas", "「class」ではありませんか"),
        (X, "facts = { today = 2026-11-20, channel", "facts = { channel", "example[0].facts.today", "日付"),
        ("letters/permit.md", "{{place}}", "{{plase}}", "本文", "「place」ではありませんか"),
        ("letters/permit.md", "title = ", "titel = ", "title", "書かれていません"),
        ("letters/permit.md", "{{place}}", "<b>場所</b>", "本文", "HTML"),
        ("letters/permit.md", "+++\ntitle", "++\ntitle", "+++", "題名"),
    ],
)  # fmt: skip
def test_a_fault_names_file_key_and_mend(
    edited: Edited, file: str, before: str, after: str, key: str, said: str
) -> None:
    found = faults(edited(file, before, after))
    here = [fault for fault in found if fault.file == file and fault.key == key]
    assert here, [str(fault) for fault in found]
    assert said in f"{here[0].message}{here[0].mend}"
    assert here[0].mend


def test_a_section_nobody_has_is_named_with_the_nearest(edited: Edited) -> None:
    folder = edited(P, "road", "road")
    found = faults(folder, {"construction_roads"})
    assert [(fault.key, fault.mend) for fault in found] == [
        ("section", "「construction_roads」ではありませんか。")
    ]


def test_all_faults_are_told_at_once(edited: Edited) -> None:
    folder = edited(P, 'effect = "permit"', 'effect = "x"')
    edited_questions = folder / Q
    edited_questions.write_text(
        edited_questions.read_text(encoding="utf-8").replace('kind = "yes_no"', 'kind = "no"', 1),
        encoding="utf-8",
    )
    assert {fault.file for fault in faults(folder)} >= {P, Q}


@pytest.mark.parametrize("name", [P, Q, X, "guide.md"])
def test_a_file_that_is_missing_is_named(edited: Edited, name: str) -> None:
    folder = edited(P, "road", "road")
    (folder / name).unlink()
    assert name in {fault.file for fault in faults(folder)}


def test_a_file_nobody_reads_is_named(edited: Edited) -> None:
    folder = edited(P, "road", "road")
    (folder / "fee.toml").write_text("", encoding="utf-8")
    assert [fault.file for fault in faults(folder)] == ["fee.toml"]


def test_without_a_valid_example_nothing_loads(edited: Edited) -> None:
    folder = edited(P, "road", "road")
    (folder / X).write_text("", encoding="utf-8")
    assert [fault.message for fault in faults(folder)] == ["正しい申請の例がありません。"]


def test_faults_of_a_whole_town_are_named_by_folder(edited: Edited) -> None:
    folder = edited(P, 'effect = "permit"', 'effect = "x"')
    with pytest.raises(DefinitionErrors) as caught:
        load_all(folder.parent, sections=None)
    assert [fault.file for fault in caught.value.faults] == ["road_occupancy/procedure.toml"]


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        ("fee_total = 6000", "fee_total = 6001", "fee_total"),
        ("2026 = 4000", "2026 = 4001", "fee_by_year"),
        ('"pay", "issue", "close"], decider', '"issue", "close"], decider', "steps"),
        ('hidden = ["wording"]', "hidden = []", "hidden"),
        ('problem_keys = ["area", "drawings", "more"]', 'problem_keys = ["area"]', "problem_keys"),
        ("area = 10\n", "area = 0\n", "valid"),
    ],
)
def test_an_example_that_does_not_come_out_is_named(
    edited: Edited, before: str, after: str, what: str
) -> None:
    broken = load_procedure(edited(X, before, after), sections=None)
    found = examples.run(broken)
    assert what in [fault.what for fault in found]


def test_who_decides_is_asked_from_above(procedure: Procedure) -> None:
    def by_area(_: Procedure, answers: object, facts: object, fee: int) -> str:
        return "construction.head" if fee < 10_000 else "mayor"

    assert examples.run(procedure, decider=by_area) == []
    wrong = examples.run(procedure, decider=lambda *_: "mayor")
    assert [(fault.what, fault.found) for fault in wrong] == [("decider", "mayor")]
