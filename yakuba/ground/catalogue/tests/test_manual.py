"""What the manual shows can be used as it stands."""

import re
import tomllib
from pathlib import Path

import pytest

from yakuba.ground.catalogue.life_events import load_life_events
from yakuba.ground.catalogue.loader import load_procedure
from yakuba.ground.catalogue.tests.conftest import GUIDE

MANUAL = Path(__file__).parents[4] / "docs/manual/definition.md"
DOG = Path(__file__).parents[4] / "town/procedures/dog_death"


def shown_under(heading: str) -> str:
    """The first block of TOML under a heading of the manual."""
    _, found, rest = MANUAL.read_text(encoding="utf-8").partition(f"\n{heading}\n")
    block = re.search(r"^```toml\n(.*?)^```$", rest, re.DOTALL | re.MULTILINE)
    assert found
    assert block
    return block.group(1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A procedure another body runs, as the manual shows it."""
    folder = tmp_path / "parking_permit"
    folder.mkdir()
    (folder / "guide.md").write_bytes((GUIDE / "guide.md").read_bytes())
    (folder / "procedure.toml").write_text(shown_under("### 案内だけの手続"), encoding="utf-8")
    return folder


def test_the_guide_of_the_manual_loads(folder: Path) -> None:
    assert load_procedure(folder, sections={"construction_road"}).is_guide_only


def test_the_eligibility_of_the_manual_loads(folder: Path) -> None:
    (folder / "eligibility.toml").write_text(shown_under("## eligibility.toml"), encoding="utf-8")
    eligibility = load_procedure(folder, sections=None).eligibility
    assert eligibility is not None
    assert [outcome.result for outcome in eligibility.outcomes] == ["no", "yes"]


def test_the_texts_of_the_manual_are_those_of_its_procedure() -> None:
    own = load_procedure(DOG, sections=None).texts["en"]
    shown = tomllib.loads(shown_under("## text.en.toml、text.ja-easy.toml"))
    assert shown["text"].pop("words") == list(own.words)
    assert shown["text"]
    assert shown["text"].items() <= own.texts.items()
    assert shown["of"].items() <= own.of.items()


def test_the_life_event_of_the_manual_loads(tmp_path: Path) -> None:
    (tmp_path / "dog_died.toml").write_text(shown_under("## さがし方"), encoding="utf-8")
    [event] = load_life_events(tmp_path, procedures={"dog_death"})
    assert event.title == "犬が死んだ"
    assert event.items[0].deadline is not None
    assert event.items[0].deadline.count == 30
