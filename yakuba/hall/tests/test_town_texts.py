"""The town's procedures against the plan, and what of them is said in other languages."""

import shutil
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from yakuba.ground import town
from yakuba.hall import town_data, town_plan, town_texts

ONE = "procedures/dog_death"
PLAN = """list,no,name_ja,status_2023,operator,id_suggestion
myna,1,犬の登録,,town,dog
plan24,17,犬の登録申請、死亡届,済,town,dog
plan24,18,ほかの届,済,town,other
"""


@pytest.fixture
def one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A town with one procedure that is said in no other language, and a plan of three rows."""
    left_out = shutil.ignore_patterns("procedures", "life_events", "plan.csv", "*.*.toml")
    folder = Path(shutil.copytree(town.SHIPPED, tmp_path / "town", ignore=left_out))
    left_out = shutil.ignore_patterns("text.*", "eligibility.toml")
    shutil.copytree(town.SHIPPED / ONE, folder / ONE, ignore=left_out)
    text = (folder / ONE / "procedure.toml").read_text(encoding="utf-8")
    kept = [line for line in text.splitlines() if not line.startswith(("plan =", "portal ="))]
    (folder / ONE / "procedure.toml").write_text("\n".join(kept), encoding="utf-8")
    (folder / "plan.csv").write_text(PLAN, encoding="utf-8")
    monkeypatch.setenv("YAKUBA_TOWN", str(folder))
    town.forget()
    yield folder
    town.forget()


def answer(folder: Path, lines: str) -> None:
    path = folder / ONE / "procedure.toml"
    path.write_text(f"{lines}\n{path.read_text(encoding='utf-8')}", encoding="utf-8")


def run(*words: str) -> str:
    out = StringIO()
    call_command("town", *words, stdout=out, stderr=out)
    return out.getvalue()


def refused(*words: str) -> str:
    err = StringIO()
    with pytest.raises(CommandError) as stopped:
        call_command("town", *words, stdout=StringIO(), stderr=err)
    return f"{err.getvalue()}{stopped.value}"


def test_rows_of_the_plan_without_a_procedure_are_named_and_fail_only_when_asked(one: Path) -> None:
    answer(one, 'plan = ["myna/1", "plan24/17"]\nportal = ["犬の登録"]')
    said = run("check")
    assert "plan24/18「ほかの届」" in said
    assert "plan24/17" not in said
    assert "手続のない計画の行 1 行" in refused("check", "--plan")
    shorter = PLAN.replace("plan24,18,ほかの届,済,town,other\n", "")
    (one / "plan.csv").write_text(shorter, encoding="utf-8")
    assert "手続がありません" not in run("check")


def test_a_procedure_taken_here_shows_five_examples_and_two_refusals(one: Path) -> None:
    file = one / ONE / "examples.toml"
    whole = file.read_text(encoding="utf-8")
    examples = [f"[[example]]{part}" for part in whole.split("[[example]]")[1:]]
    right = next(part for part in examples if "valid = true" in part)
    wrong = next(part for part in examples if "valid = false" in part)
    (one / "plan.csv").unlink()
    for given, enough in (
        ([right] * 3 + [wrong] * 2, True),
        ([right] * 4 + [wrong], False),
        ([right] * 2 + [wrong] * 2, False),
    ):
        file.write_text("\n".join(given), encoding="utf-8")
        assert "問題ありません" in run("check")
        if enough:
            assert "例が" not in run("check", "--plan")
        else:
            assert "例の足りない手続 1 件" in refused("check", "--plan")
            assert f"例が {len(given)} こ" in run("check")


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ('plan = ["plan24/99"]', "plan24/99"),
        ('plan = ["myna/1"]', "portal に書き足して"),
        ('plan = ["myna/1"]\nportal = ["犬のとうろく"]', "name_ja"),
        ('plan = ["plan24/17"]\nportal = ["犬の登録"]', "name_ja"),
    ],
)
def test_a_row_or_a_portal_name_the_plan_does_not_have_is_refused(one: Path, lines: str, said: str) -> None:
    assert "問題ありません" in run("check")
    answer(one, lines)
    found = refused("check")
    assert "dog_death/procedure.toml" in found
    assert said in found


def test_a_town_without_a_plan_answers_to_none(one: Path) -> None:
    (one / "plan.csv").unlink()
    assert town_plan.rows() == ()
    assert "手続がありません" not in run("check")


def test_a_plan_without_its_headings_is_named(one: Path) -> None:
    (one / "plan.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    assert "plan.csv" in refused("check")


def test_the_shipped_plan_has_its_rows_and_subjects() -> None:
    rows = town_plan.rows()
    assert len(rows) == 55
    assert len({row.subject for row in rows}) == 51


def texts(folder: Path, language: str = "en") -> Path:
    """Everything of the town said, not yet stamped; the file of its one procedure."""
    for spoken in town_data.check().spoken:
        lines = ["[text]"]
        for path, japanese in spoken.japanese.items():
            said = japanese.replace("\n", "\\n").replace('"', '\\"')
            lines.append(f'"{path}" = "{said}"')
        (folder / spoken.in_file(language)).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder / ONE / f"text.{language}.toml"


def test_what_is_not_said_is_counted_and_fails_only_when_asked(one: Path) -> None:
    assert "日本語で出ます" in run("check")
    found = refused("check", "--translations")
    assert "procedures/dog_death/text.en.toml: 訳がない文" in found
    assert "procedures/dog_death/text.ja-easy.toml: 訳がない文" in found
    for language in town_texts.LANGUAGES:
        texts(one, language)
    assert "古くなった訳" in refused("check", "--translations")
    run("translate", "dog_death", "--stamp")
    said = refused("check", "--translations")
    assert "categories.en.toml" in said
    assert "dog_death" not in said
    run("translate", "--stamp")
    assert "訳" not in run("check", "--translations")


def test_a_changed_japanese_text_is_named_until_it_is_stamped_anew(one: Path) -> None:
    file = texts(one)
    run("translate", "dog_death", "--stamp", "--language", "en")
    assert "そろっています" in run("translate", "dog_death", "--language", "en")
    guide = one / ONE / "guide.md"
    guide.write_text(guide.read_text(encoding="utf-8") + "\n\n電話でも聞けます。\n", encoding="utf-8")
    said = run("translate", "dog_death", "--language", "en")
    assert "残り 1 件" in said
    assert "電話でも聞けます。" in said
    assert "古い訳" in said
    assert "古くなった訳 1 件（guide）" in refused("check", "--translations", "--language", "en")
    run("translate", "dog_death", "--stamp", "--language", "en")
    assert "そろっています" in run("translate", "dog_death", "--language", "en")
    assert file.read_text(encoding="utf-8").count("[of]") == 1


def test_stamping_leaves_what_the_author_wrote_as_it_is(one: Path) -> None:
    file = texts(one)
    written = "# 訳した人の覚え\n" + file.read_text(encoding="utf-8").rstrip()
    file.write_text(written, encoding="utf-8")
    for _ in range(2):
        run("translate", "dog_death", "--stamp", "--language", "en")
        assert file.read_text(encoding="utf-8").startswith(written)
    assert "ファイルがありません" in run("translate", "dog_death", "--stamp", "--language", "ja-easy")


def test_a_text_that_looks_like_stamps_is_never_cut(one: Path) -> None:
    file = texts(one)
    looks = "\"summary\" = '''\n[of]\nx = 1\n'''\n# \""
    written = file.read_text(encoding="utf-8").replace('"summary" = "', looks, 1)
    file.write_text(written, encoding="utf-8")
    assert "いちばん下に" in refused("translate", "dog_death", "--stamp", "--language", "en")
    assert file.read_text(encoding="utf-8") == written


OUTCOME = """[[questions]]
key = "a"
kind = "yes_no"
label = "犬ですか"

[[outcomes]]
result = "no"
title = "ほかへ"
procedure = "{}"
"""


def test_an_outcome_that_sends_people_nowhere_is_refused(one: Path) -> None:
    file = one / ONE / "eligibility.toml"
    file.write_text(OUTCOME.format("dog_death"), encoding="utf-8")
    assert "問題ありません" in run("check")
    file.write_text(OUTCOME.format("dog_deth"), encoding="utf-8")
    assert "「dog_death」ではありませんか" in refused("check")


def test_publishing_takes_no_keys() -> None:
    assert "key を書かずに" in refused("publish", "dog_death")
