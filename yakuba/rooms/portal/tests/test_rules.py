"""A row of the portal's file says the same as our own page, or says in words what is wrong where."""

from datetime import UTC, date, datetime

import pytest

from yakuba.ground import town
from yakuba.ground.catalogue.definition import Procedure
from yakuba.ground.catalogue.loader import load_procedure
from yakuba.rooms.portal.rules.cells import columns, told
from yakuba.rooms.portal.rules.judging import judge
from yakuba.rooms.portal.rules.sheet import SheetError, row_faults, rows_of, sent_at

DAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
CELLS = {
    "owner.family": "港", "owner.given": "次郎", "owner.family_kana": "ミナト", "owner.given_kana": "ジロウ",
    "address.postcode": "099-4113", "address.prefecture": "北海道", "address.city": "斜里郡斜里町",
    "address.town": "本町", "address.street": "2番地", "phone": "0152-23-0000", "tag_number": "R8-0123",
    "dog_name": "コロ", "died_on": "令和8年11月18日", "tag_returned": "なくしました",
}  # fmt: skip


@pytest.fixture
def dog_death() -> Procedure:
    return load_procedure(town.folder() / "procedures" / "dog_death", sections=None)


def test_a_whole_row_gives_the_answers_our_own_page_would_have_taken(dog_death: Procedure) -> None:
    judged = judge(dog_death, told(dog_death, CELLS), day=DAY, attached=())
    assert judged.faults == ()
    assert judged.answers["died_on"] == "2026-11-18"
    assert judged.answers["tag_returned"] == "lost"
    assert judged.answers["owner"]["family_kana"] == "ミナト"


@pytest.mark.parametrize(
    ("column", "text", "words"),
    [
        ("died_on", "2026-11-21", "日"),
        ("died_on", "きのう", "日"),
        ("tag_returned", "しらない", "選べません"),
        ("phone", "12", "電話"),
        ("owner.family_kana", "", "よみがな"),
        ("tag_nunber", "R8", "ない列"),
    ],
)
def test_a_spoilt_cell_is_named_with_its_column_and_how_to_mend_it(
    dog_death: Procedure, column: str, text: str, words: str
) -> None:
    cells = {name: value for name, value in (CELLS | {column: text}).items() if value}
    faults = judge(dog_death, told(dog_death, cells), day=DAY, attached=()).faults
    assert [fault.column for fault in faults] == [column]
    assert words in faults[0].message


def test_every_column_of_the_template_belongs_to_a_question(dog_death: Procedure) -> None:
    names = [column.name for column in columns(dog_death)]
    assert set(CELLS) <= set(names)
    assert len(names) == len(set(names))
    assert [
        fault.message
        for fault in told(dog_death, dict.fromkeys(names, "x")).faults
        if "ない列" in fault.message
    ] == []


def test_a_file_named_in_the_row_must_have_come_with_it() -> None:
    road = load_procedure(town.folder() / "procedures" / "road_occupancy", sections=None)
    path = next(question.key for question in road.all_questions() if question.kind == "file")
    row = told(road, {path: "map.pdf"})
    absent = [one for one in judge(road, row, day=DAY, attached=()).faults if one.column == path]
    present = [one for one in judge(road, row, day=DAY, attached=["map.pdf"]).faults if one.column == path]
    assert "入っていません" in absent[0].message
    assert present == []


def test_headings_may_be_explained_and_both_encodings_are_read() -> None:
    text = "受付番号,手続名,申請日時,phone（電話番号）\nP-1,犬の死亡届,2026-11-20 09:15,0152-23-0000\n"
    for content in (text.encode("utf-8-sig"), text.encode("cp932")):
        (row,) = rows_of(content)
        assert (row.number, row.procedure, row.answers) == ("P-1", "犬の死亡届", {"phone": "0152-23-0000"})
        assert row_faults(row, NOW) == []
    assert sent_at("2026-11-20 09:15") == datetime(2026, 11, 20, 0, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"a,b\n1,2\n", "受付番号"),
        ("受付番号,手続名,申請日時\n".encode(), "1件も"),
        ("受付番号,手続名,申請日時,phone,phone\nP-1,x,y,1,2\n".encode(), "2つ"),
        (b"abc\x81", "文字コード"),
        (b"", "受付番号"),
    ],
)
def test_a_file_that_cannot_be_read_says_how_to_mend_it(content: bytes, words: str) -> None:
    with pytest.raises(SheetError) as refused:
        rows_of(content)
    assert words in refused.value.message


@pytest.mark.parametrize(
    ("number", "moment", "column"),
    [
        ("", "2026-11-20 09:15", "受付番号"),
        ("P 1", "2026-11-20 09:15", "受付番号"),
        ("P-1", "昨日", "申請日時"),
        ("P-1", "2026-11-20 23:15", "申請日時"),
    ],
)
def test_the_rows_own_number_and_time_are_checked(number: str, moment: str, column: str) -> None:
    (row,) = rows_of(f"受付番号,手続名,申請日時\n{number},x,{moment}\n".encode())
    assert [fault.column for fault in row_faults(row, NOW)] == [column]
