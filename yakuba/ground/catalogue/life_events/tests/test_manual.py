"""The life event that the manual shows can be used as it stands."""

import re
from datetime import date
from pathlib import Path

from yakuba.ground import town
from yakuba.ground.calendar.business import business_calendar
from yakuba.ground.catalogue.life_events import load_life_events, tasks

MANUAL = Path(__file__).parents[5] / "docs/manual/life_events.md"


def test_the_life_event_of_the_manual_gives_its_list(tmp_path: Path) -> None:
    block = re.search(r"^```toml\n(.*?)^```$", MANUAL.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    assert block
    (tmp_path / "new_house.toml").write_text(block.group(1), encoding="utf-8")
    standing = {folder.name for folder in (town.folder() / "procedures").iterdir()}
    [event] = load_life_events(tmp_path, procedures=standing)
    answers = {"moved_on": "2026-11-01", "uses_road": False, "dog": True}
    calendar = business_calendar({"weekly": ["sat", "sun"], "national_holidays": True})
    told = tasks(event, answers, {"today": date(2026, 11, 20)}, calendar)
    assert [task.item.key for task in told] == ["building_confirmation", "water_supply", "dog_address"]
    assert told[-1].due == date(2026, 12, 1)
