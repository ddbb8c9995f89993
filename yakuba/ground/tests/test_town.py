"""A town's facts are read from its folder, and nothing is guessed."""

from datetime import date

import pytest

from yakuba.ground import town

TOWN = """
name = "見本町"
kana = "みほんちょう"
prefecture = "北海道"
code = "015458"
postcode = "099-4192"
address = "北海道見本郡見本町1番地"
phone = "0152-00-0000"
email = "soumu@example.jp"
hours = "平日 8時30分〜17時15分"
mayor_title = "見本町長"
mayor_name = "見本 太郎"
corporate_number = "8000020015458"
url = "https://town.example.jp"
seal_text = "見本町長之印"
latitude = 43.9
longitude = 144
"""

ROWS = [
    {"valid_from": date(2024, 4, 1), "yen": 300},
    {"valid_from": date(2026, 4, 1), "valid_to": date(2027, 3, 31), "yen": 400},
]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("YAKUBA_TOWN", str(tmp_path))
    town.forget()
    (tmp_path / "town.toml").write_text(TOWN, encoding="utf-8")
    yield tmp_path
    town.forget()


def write(folder, old, new):
    (folder / "town.toml").write_text(TOWN.replace(old, new), encoding="utf-8")


def test_the_facts_of_the_named_town_are_read(folder):
    facts = town.facts()
    assert facts.name == "見本町"
    assert facts.longitude == 144.0
    assert town.facts() is facts


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('name = "見本町"\n', "", "name"),
        ('mayor_name = "見本 太郎"', 'mayor_name = " "', "mayor_name"),
        ("latitude = 43.9", 'latitude = "43.9"', "latitude"),
        ('code = "015458"', 'code = "015459"', "code"),
        ('code = "015458"', 'code = "01545"', "code"),
    ],
)
def test_a_missing_or_wrong_fact_is_an_error_that_names_file_and_key(folder, old, new, key):
    write(folder, old, new)
    with pytest.raises(town.TownError) as caught:
        town.facts()
    assert (caught.value.file, caught.value.key) == ("town.toml", key)
    assert "ください" in caught.value.mend


def test_a_file_that_is_missing_or_broken_is_named(folder):
    with pytest.raises(town.TownError, match=r"calendar\.toml"):
        town.read("calendar")
    (folder / "calendar.toml").write_text("weekly = [", encoding="utf-8")
    with pytest.raises(town.TownError, match=r"calendar\.toml"):
        town.read("calendar")


@pytest.mark.parametrize(
    ("day", "yen"), [(date(2024, 4, 1), 300), (date(2026, 3, 31), 300), (date(2026, 4, 1), 400)]
)
def test_the_row_in_force_on_a_day_is_the_latest_begun(day, yen):
    assert town.value_in_force(ROWS, day, file="fees.toml", key="permit")["yen"] == yen


@pytest.mark.parametrize("day", [date(2024, 3, 31), date(2027, 4, 1)])
def test_no_value_in_force_is_an_error_never_a_guess(day):
    with pytest.raises(town.TownError, match=r"fees\.toml の permit"):
        town.value_in_force(ROWS, day, file="fees.toml", key="permit")


def test_rows_without_a_day_or_with_the_same_day_are_refused():
    with pytest.raises(town.TownError, match="valid_from"):
        town.value_in_force([{"yen": 1}], date(2026, 4, 1), file="fees.toml", key="permit")
    with pytest.raises(town.TownError, match="2つ"):
        town.value_in_force([ROWS[0], ROWS[0]], date(2026, 4, 1), file="fees.toml", key="permit")


def test_municipal_codes_are_checked_by_their_check_digit():
    assert all(map(town.is_municipal_code, ("015458", "131016", "011002", "271004")))
    assert not any(map(town.is_municipal_code, ("015450", "15458", "０１５４５８", "01545a", "")))


def test_a_board_decides_in_its_own_name_and_every_other_section_in_the_mayors() -> None:
    assert town.authority_of("election_office").title == "斜里町選挙管理委員会"
    assert town.authority_of("education_library").name == ""
    assert town.authority_of("construction_road").title == town.facts().mayor_title
