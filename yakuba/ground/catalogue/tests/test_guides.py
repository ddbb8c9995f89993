"""A procedure that another body runs: told of, and never half taken."""

# A table reads best with one case a line.
# ruff: noqa: E501

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from yakuba.ground.catalogue.content import content_of, procedure_from
from yakuba.ground.catalogue.definition import Procedure
from yakuba.ground.catalogue.loader import DefinitionErrors, Fault, load_procedure

Edited = Callable[[str, str, str], Path]
P, Q = "procedure.toml", "questions.toml"
PAGES = '[[pages]]\nkey = "a"\ntitle = "あ"\n[[pages.questions]]\nkey = "b"\nkind = "text"\nlabel = "い"\n'


def faults(folder: Path) -> list[Fault]:
    with pytest.raises(DefinitionErrors) as caught:
        load_procedure(folder, sections=None)
    return caught.value.faults


def test_what_another_body_runs_needs_no_steps_no_questions_and_no_record(guide: Procedure) -> None:
    assert guide.is_guide_only
    assert guide.completeness == "guide"
    assert (guide.steps, guide.pages, guide.channels, guide.record) == ((), (), (), None)
    assert guide.run_by is not None and guide.run_by.name == "北海道警察 斜里警察署"
    assert [(link.kind, link.note) for link in guide.links] == [("paper", "A4で2枚")]
    assert guide.plan == ("plan24/13",)
    assert procedure_from(content_of(guide)) == guide


@pytest.mark.parametrize(
    ("file", "before", "after", "where", "said"),
    [
        (P, 'operator = "police"', 'operator = "polise"', (P, "operator"), "「police」ではありませんか"),
        (P, "[run_by]", "[ran_by]", (P, "run_by"), "だれが受け付けて決めるか"),
        (P, "[run_by]", "[ran_by]", (P, "ran_by"), "「run_by」ではありませんか"),
        (P, "decides = ", "decide = ", (P, "run_by.decides"), "書かれていません"),
        (P, "decides = ", "decide = ", (P, "run_by.decide"), "「decides」ではありませんか"),
        (P, 'url = "http://www.example.jp/"', 'url = "www.example.jp"', (P, "run_by.url"), "https://"),
        (P, 'kind = "paper"', 'kind = "papr"', (P, "links[0].kind"), "「paper」ではありませんか"),
        (P, 'label = "申請書', 'title = "申請書', (P, "links[0].label"), "書かれていません"),
        (P, 'url = "https://www.example.jp/form"', "", (P, "links[0].url"), "書かれていません"),
        (P, "https://www.example.jp/apply", "http://www.example.jp/apply", (P, "external"), "https://"),
        (P, "plan24/13", "plan24-13", (P, "plan[0]"), "myna/1"),
        (P, "prepare =", 'channels = ["counter"]\nprepare =', (P, "channels"), "受け付けない"),
        (P, "prepare =", 'waits_for = "抽選"\nprepare =', (P, "waits_for"), "受け付けない"),
        (P, "[run_by]", '[record]\nclassification = "a"\nfile_title = "b"\nretention = "1y"\n[run_by]', (P, "record"), "消して"),
        (P, "[run_by]", '[register]\nkey = "a"\n[run_by]', (P, "register"), "消して"),
        (Q, "", PAGES, (Q, ""), "questions.toml を消すか"),
        ("letters/permit.md", "", "+++\ntitle = \"許可\"\n+++\n本文", ("letters", "フォルダー"), "消すか"),
    ],
)  # fmt: skip
def test_a_fault_of_a_guide_names_file_key_and_mend(
    edited_guide: Edited, file: str, before: str, after: str, where: tuple[str, str], said: str
) -> None:
    found = faults(edited_guide(file, before, after))
    told = [f"{one.message}{one.mend}" for one in found if (one.file, one.key) == where]
    assert told, [str(one) for one in found]
    assert said in told[0]


def test_steps_make_it_a_procedure_that_needs_everything(edited_guide: Edited) -> None:
    folder = edited_guide(
        P, "[run_by]", '[[steps]]\nkey = "intake"\nkind = "intake"\ntitle = "受付"\n[run_by]'
    )
    assert {fault.file for fault in faults(folder)} == {"questions.toml", "examples.toml"}
    for name in ("questions.toml", "examples.toml"):
        (folder / name).write_text("", encoding="utf-8")
    assert {(fault.file, fault.key) for fault in faults(folder)} >= {
        (P, "effect"),
        (P, "record"),
        (P, "steps[0].kind"),
        (Q, "pages"),
        ("examples.toml", "example"),
    }


@pytest.mark.parametrize("operator", ["town", "fire"])
def test_what_the_town_takes_for_another_says_who_decides_and_only_then(
    edited: Edited, operator: str
) -> None:
    run_by = '[run_by]\nname = "消防署"\ndecides = "決めるのは消防署です。"\n\n[[basis]]'
    edited(P, "[[basis]]", run_by)
    text = (folder := edited(P, "renewable = true", "renewable = true")) / P
    written = text.read_text(encoding="utf-8")
    given = [line for line in written.splitlines() if not line.startswith("operator")]
    text.write_text(f'operator = "{operator}"\n' + "\n".join(given), encoding="utf-8")
    if operator == "town":
        assert [(fault.key, fault.file) for fault in faults(folder)] == [("run_by", P)]
    else:
        found = load_procedure(folder, sections=None)
        assert found.run_by is not None and found.completeness == "complete"


def test_what_waits_for_a_room_is_complete_but_for_that(edited: Edited, procedure: Procedure) -> None:
    waiting = load_procedure(edited(P, "standard_days", 'waits_for = "空き枠"\nstandard_days'), sections=None)
    assert procedure.completeness == "complete"
    assert waiting.completeness == "all but 空き枠"


def test_an_edition_published_before_these_parts_were_known_still_decodes(procedure: Procedure) -> None:
    content = json.loads(content_of(procedure))
    for name in ("plan", "portal", "run_by", "links", "waits_for", "eligibility", "texts"):
        del content[name]
    assert procedure_from(json.dumps(content)) == procedure
