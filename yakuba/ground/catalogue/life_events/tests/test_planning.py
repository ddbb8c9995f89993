"""From answers to a list: which items, in which order, until when."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from yakuba.ground.calendar.business import Calendar, business_calendar
from yakuba.ground.catalogue import life_events
from yakuba.ground.catalogue.life_events import Deadline, LifeEvent, due_day, load_life_events
from yakuba.ground.catalogue.loading.report import DefinitionErrors
from yakuba.ground.catalogue.speech import stamp_of

EVENT = """
title = "引っ越した"
kana = "ひっこした"
text = "住む所が変わった"
words = ["引っ越し"]
[[questions]]
key = "moved_on"
kind = "date"
label = "引っ越した日"
required = false
once_only = "moved_on"
[[questions]]
key = "dog"
kind = "yes_no"
label = "犬がいますか"
[[items]]
key = "later"
order = 90
title = "あとのこと"
text = "あとでします。"
why = "急がない。"
place = "役場"
[[items]]
key = "move_in"
order = 10
title = "転入届"
text = "住所を届けます。"
why = "住民票のため。"
place = "役場"
deadline = { days = 14, from = "moved_on", text = "14日以内", basis = "住民基本台帳法第22条" }
[[items]]
procedure = "dog_registration"
why = "登録のため。"
place = "役場"
when = { q = "dog", is = true }
"""
FACTS = {"today": "2026-11-23"}
ENGLISH = '[text]\ntitle = "I have moved"\n"items.move_in.title" = "Notice"\n[of]\ntitle = "{title}"\n'


@pytest.fixture
def calendar() -> Calendar:
    return business_calendar({"weekly": ["sat", "sun"], "national_holidays": True})


def written(folder: Path, text: str = EVENT, **others: str) -> Path:
    (folder / "moving.toml").write_text(text, encoding="utf-8")
    for name, content in others.items():
        (folder / f"{name.replace('__', '.')}.toml").write_text(content, encoding="utf-8")
    return folder


def loaded(folder: Path, **others: str) -> LifeEvent:
    return load_life_events(written(folder, **others), procedures={"dog_registration"})[0]


def keys(event: LifeEvent, answers: Mapping[str, Any], calendar: Calendar) -> list[str]:
    return [task.item.key for task in life_events.tasks(event, answers, FACTS, calendar)]


def test_items_come_in_their_order_and_only_those_meant(tmp_path: Path, calendar: Calendar) -> None:
    event = loaded(tmp_path)
    assert keys(event, {"dog": False}, calendar) == ["move_in", "later"]
    assert keys(event, {"dog": True}, calendar) == ["move_in", "dog_registration", "later"]


def test_an_unanswered_question_never_makes_an_item_appear(tmp_path: Path, calendar: Calendar) -> None:
    assert "dog_registration" not in keys(loaded(tmp_path), {}, calendar)


def test_the_day_is_shown_only_when_it_was_given(tmp_path: Path, calendar: Calendar) -> None:
    event = loaded(tmp_path)
    given = life_events.tasks(event, {"moved_on": "2026-11-02"}, FACTS, calendar)[0]
    assert given.due == date(2026, 11, 16)
    assert life_events.tasks(event, {}, FACTS, calendar)[0].due is None


@pytest.mark.parametrize(
    ("count", "unit", "first_day_counts", "due"),
    [
        (14, "days", False, date(2026, 11, 16)),
        (14, "days", True, date(2026, 11, 16)),  # 11/15 is a Sunday: the next open day
        (13, "days", False, date(2026, 11, 16)),
        (7, "days", True, date(2026, 11, 9)),  # 11/8 is a Sunday
        (5, "business_days", False, date(2026, 11, 10)),  # 11/3 is a holiday
        (3, "months", False, date(2027, 2, 2)),
    ],
)
def test_a_deadline_is_counted_as_its_law_says(
    count: int, unit: str, first_day_counts: bool, due: date, calendar: Calendar
) -> None:
    deadline = Deadline("text", "law", count, unit, "on", first_day_counts)
    assert due_day(deadline, {"on": "2026-11-02"}, calendar) == due


def test_every_fault_is_told_at_once_with_its_mend(tmp_path: Path) -> None:
    broken = (
        EVENT.replace('kind = "yes_no"', 'kind = "file"')
        .replace('from = "moved_on"', 'from = "nothing"')
        .replace('key = "later"\n', 'key = "move_in"\n')
        .replace('basis = "住民基本台帳法第22条"', 'url = "x"')
    )
    with pytest.raises(DefinitionErrors) as told:
        load_life_events(written(tmp_path, broken, moving__fr="[text]\n"), procedures={"cat"})
    text = str(told.value)
    for word in ("file", "nothing", "2回", "basis", "dog_registration", "moving.fr.toml", "url"):
        assert word in text, word


COUNTED = (
    EVENT.replace(
        """[[items]]
key = "later\"""",
        """[[questions]]
key = "dogs"
kind = "number"
label = "何匹いますか"
min = 1
max = 9
show_when = { q = "dog", is = true }
[[items]]
key = "later\"""",
    )
    + 'times = { q = "dogs" }\n'
)


@pytest.mark.parametrize(
    ("answers", "times"),
    [
        ({"dog": True, "dogs": "3"}, {"move_in": 1, "dog_registration": 3, "later": 1}),
        ({"dog": True}, {"move_in": 1, "dog_registration": 1, "later": 1}),
        ({"dog": False, "dogs": "3"}, {"move_in": 1, "later": 1}),
    ],
)
def test_an_item_is_needed_as_often_as_was_answered(
    tmp_path: Path, calendar: Calendar, answers: dict[str, Any], times: dict[str, int]
) -> None:
    event = load_life_events(written(tmp_path, COUNTED), procedures=None)[0]
    found = life_events.tasks(event, answers, FACTS, calendar)
    assert {task.item.key: task.times for task in found} == times


@pytest.mark.parametrize("question", ["moved_on", "cats"])
def test_how_often_is_asked_by_a_number_question_of_the_event(tmp_path: Path, question: str) -> None:
    text = COUNTED.replace('times = { q = "dogs" }', f'times = {{ q = "{question}" }}')
    with pytest.raises(DefinitionErrors, match=f"「{question}」という数の質問がありません。"):
        load_life_events(written(tmp_path, text), procedures=None)


def test_only_a_procedure_can_be_needed_several_times(tmp_path: Path) -> None:
    text = COUNTED.replace('key = "later"', 'key = "later"\ntimes = { q = "dogs" }')
    with pytest.raises(DefinitionErrors, match="手続でないことには書けません。"):
        load_life_events(written(tmp_path, text), procedures=None)


def test_what_a_list_says_for_its_procedures_is_something_asked_once(tmp_path: Path) -> None:
    said = '[[gives]]\nkey = "{}"\nvalue = "start"\nwhen = {{ q = "dog", is = true }}\n[[items]]'
    known = EVENT.replace("[[items]]", said.format("shared.notice"), 1)
    (event,) = load_life_events(written(tmp_path, known), procedures=None)
    assert [(give.key, give.value) for give in event.gives] == [("shared.notice", "start")]
    with pytest.raises(DefinitionErrors, match="一度だけ聞く言葉ではありません"):
        load_life_events(written(tmp_path, known.replace("shared.notice", "notice")), procedures=None)


@pytest.mark.parametrize("deadline", ["{ days = 3, text = 'x' }", "{ from = 'moved_on', text = 'x' }"])
def test_half_a_rule_of_counting_is_refused(tmp_path: Path, deadline: str) -> None:
    text = EVENT.replace('place = "役場"\ndeadline = {', f'place = "役場"\ndeadline = {deadline}\n#', 1)
    with pytest.raises(DefinitionErrors, match="数え方"):
        load_life_events(written(tmp_path, text), procedures=None)


def test_an_event_is_told_in_english_where_the_translation_is_of_this_japanese(tmp_path: Path) -> None:
    event = loaded(tmp_path, moving__en=ENGLISH.format(title=stamp_of("引っ越した")))
    told = life_events.in_language(event, "en")
    assert (told.title, told.items[1].title) == ("I have moved", "転入届")
    assert life_events.stale(event, "en") == ["items.move_in.title"]
    assert "items.move_in.why" in life_events.missing(event, "en")
    assert life_events.in_language(event, "ja") is event
