"""Categories, life events and synonyms against the town's procedures."""

import shutil
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from yakuba.ground import town

CATEGORIES = '[[category]]\nkey = "animals"\ntitle = "犬・動物"\ntext = "犬の登録"\n'
EVENT = """title = "犬が死んだ"
text = "飼っている犬が死んだとき"
kana = "いぬがしんだ"

[[items]]
procedure = "dog_death"
why = "原簿から消します。"
place = "役場"
"""
SYNONYMS = '[[group]]\nwords = ["犬", "ペット"]\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A town of one procedure, one category, one life event and one group of synonyms."""
    left_out = shutil.ignore_patterns("procedures", "life_events*", "categories*", "synonyms*", "plan.csv")
    folder = Path(shutil.copytree(town.SHIPPED, tmp_path / "town", ignore=left_out))
    shutil.copytree(
        town.SHIPPED / "procedures/dog_death",
        folder / "procedures/dog_death",
        ignore=shutil.ignore_patterns("eligibility.toml"),
    )
    text = (folder / "procedures/dog_death/procedure.toml").read_text(encoding="utf-8")
    kept = [line for line in text.splitlines() if not line.startswith(("plan =", "life_events ="))]
    (folder / "procedures/dog_death/procedure.toml").write_text("\n".join(kept), encoding="utf-8")
    (folder / "life_events").mkdir()
    for name, given in (
        ("categories.toml", CATEGORIES),
        ("life_events/dog_died.toml", EVENT),
        ("synonyms.toml", SYNONYMS),
    ):
        (folder / name).write_text(given, encoding="utf-8")
    monkeypatch.setenv("YAKUBA_TOWN", str(folder))
    town.forget()
    yield folder
    town.forget()


def told(*keys: str) -> str:
    out, err = StringIO(), StringIO()
    try:
        call_command("town", "check", *keys, stdout=out, stderr=err)
    except CommandError as stopped:
        return f"{err.getvalue()}{stopped}"
    return out.getvalue()


# file, what stands there, what stands there instead, the words that must be told
FAULTS = {
    "an event without its name": (
        "life_events/dog_died.toml",
        "title = ",
        "titel = ",
        "dog_died.toml の title",
    ),
    "an event that leads nowhere": ("life_events/dog_died.toml", '"dog_death"', '"dog_deth"', "dog_death"),
    "a category without its line": ("categories.toml", 'text = "犬の登録"', "", "categories.toml"),
    "the category of a procedure": ("categories.toml", '"animals"', '"animal"', "「animal」ではありませんか"),
    "a procedure about no child that is needed for each": (
        "life_events/dog_died.toml",
        "[[items]]",
        '[[questions]]\nkey = "dogs"\nkind = "number"\nlabel = "何匹ですか"\n\n'
        '[[items]]\ntimes = { q = "dogs" }',
        "dog_died.toml の times: dog_death は",
    ),
    "a list that says what no procedure asks": (
        "life_events/dog_died.toml",
        "[[items]]",
        '[[gives]]\nkey = "shared.tag"\nvalue = "lost"\n\n[[items]]',
        "dog_died.toml の gives: shared.tag に「lost」と答える質問がありません",
    ),
    "a synonym of nothing": ("synonyms.toml", '["犬", "ペット"]', '["犬"]', "synonyms.toml の 1 番目"),
    "a life event nobody wrote": (
        "procedures/dog_death/procedure.toml",
        'category = "animals"',
        'category = "animals"\nlife_events = ["dog_dead"]',
        "「dog_died」ではありませんか",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_of_the_ways_to_find_is_named(name: str, folder: Path) -> None:
    file, before, after, words = FAULTS[name]
    assert "問題ありません" in told()
    text = (folder / file).read_text(encoding="utf-8")
    assert before in text
    (folder / file).write_text(text.replace(before, after, 1), encoding="utf-8")
    town.forget()
    assert words in told()


def test_whoever_checks_one_procedure_is_not_told_of_other_files(folder: Path) -> None:
    (folder / "life_events/dog_died.toml").write_text("title = 3", encoding="utf-8")
    assert "dog_died.toml" in told()
    assert "問題ありません" in told("dog_death")


def test_life_events_and_categories_are_translated_like_procedures(folder: Path) -> None:
    said = told("dog_died")
    assert "life_events/dog_died.en.toml: 訳がない文" in said
    english = '[text]\ntitle = "My dog died"\n'
    (folder / "life_events/dog_died.en.toml").write_text(english, encoding="utf-8")
    out = StringIO()
    call_command("town", "translate", "dog_died", "--stamp", stdout=out)
    assert "life_events/dog_died.en.toml: 1 件に印を付けました。" in out.getvalue()
    text = (folder / "life_events/dog_died.en.toml").read_text(encoding="utf-8")
    assert text.startswith(english)
    assert "[of]\ntitle = " in text
