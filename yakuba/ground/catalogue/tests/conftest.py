"""The sample definition of these tests and a writer of broken copies of it."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from yakuba.ground.catalogue.asking import facts_for
from yakuba.ground.catalogue.definition import Procedure
from yakuba.ground.catalogue.examples import canonical
from yakuba.ground.catalogue.loader import load_procedure

SAMPLE = Path(__file__).parent / "definitions" / "road_occupancy"
GUIDE = SAMPLE.parent / "parking_permit"
TODAY = date(2026, 11, 20)


@pytest.fixture(scope="session")
def procedure() -> Procedure:
    return load_procedure(SAMPLE, sections={"construction_road"})


@pytest.fixture
def answers(procedure: Procedure) -> dict[str, Any]:
    return canonical(procedure.all_questions(), procedure.examples[0].answers)


@pytest.fixture
def facts(procedure: Procedure, answers: dict[str, Any]) -> dict[str, Any]:
    return facts_for(procedure, answers, today=TODAY, channel="online")


@pytest.fixture(scope="session")
def guide() -> Procedure:
    """A procedure the town only tells of."""
    return load_procedure(GUIDE, sections={"construction_road"})


Edited = Callable[[str, str, str], Path]


def _editor(sample: Path, below: Path) -> Edited:
    folder = below / sample.name
    shutil.copytree(sample, folder)

    def edit(file: str, before: str, after: str) -> Path:
        path = folder / file
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        assert before in text
        path.parent.mkdir(exist_ok=True)
        path.write_text(text.replace(before, after, 1), encoding="utf-8")
        return folder

    return edit


@pytest.fixture
def edited(tmp_path: Path) -> Edited:
    """A copy of the sample with one text of one file replaced by another; "" begins a file anew."""
    return _editor(SAMPLE, tmp_path)


@pytest.fixture
def edited_guide(tmp_path: Path) -> Edited:
    """The same of the procedure the town only tells of."""
    return _editor(GUIDE, tmp_path)
