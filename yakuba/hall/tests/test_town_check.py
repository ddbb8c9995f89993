"""A fault in the town's files is named with its file, its key and how to mend it."""

import shutil
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from yakuba.ground import town
from yakuba.ground.catalogue import shelf
from yakuba.hall import town_data


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A town's folder of its own, to be spoilt."""
    folder = Path(shutil.copytree(town.SHIPPED, tmp_path / "town"))
    monkeypatch.setenv("YAKUBA_TOWN", str(folder))
    town.forget()
    yield folder
    town.forget()


def spoil(folder: Path, file: str, before: str, after: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    town.forget()


def checked(*keys: str) -> str:
    out, err = StringIO(), StringIO()
    with pytest.raises(CommandError) as stopped:
        call_command("town", "check", *keys, stdout=out, stderr=err)
    assert stopped.value.returncode == 1
    return err.getvalue()


def test_the_shipped_town_has_no_fault(copy: Path) -> None:
    out = StringIO()
    call_command("town", "check", stdout=out)
    assert "問題ありません" in out.getvalue()


def test_with_keys_only_their_faults_are_told(copy: Path) -> None:
    spoil(copy, "procedures/water_supply/procedure.toml", 'effect = "', 'effect = "x')
    out = StringIO()
    call_command("town", "check", "road_occupancy", stdout=out)
    assert "手続 1 件" in out.getvalue()
    assert "water_supply/procedure.toml" in checked("road_occupancy", "water_supply")
    assert "「road_occupancy」ではありませんか" in checked("road_ocupancy")


ROADS, DOGS, WATER = (f"procedures/{key}" for key in ("road_occupancy", "dog_registration", "water_supply"))

# file, what stands there, what stands there instead, the words that must be told
FAULTS = {
    "a code with a wrong check digit": ("town.toml", 'code = "', 'code = "9', ("town.toml", "code")),
    "a table that is no TOML": ("rights.toml", "[[grant]]", "[[grant", ("rights.toml", "TOML")),
    "a right that does not exist": ("rights.toml", "case:read", "case:reed", ("rights.toml", "case:reed")),
    "a team without its section": (
        "organization.toml",
        'parent = "general_affairs"',
        'parent = "nowhere"',
        ("organization.toml", "parent", "nowhere"),
    ),
    "a section without its name": (
        "organization.toml",
        'name = "総務課"',
        "",
        ("organization.toml", "general_affairs", "name"),
    ),
    "a day that is none": ("calendar.toml", 'from = "12-29"', 'from = "13-29"', ("calendar.toml", "13-29")),
    "nobody signs receipts": (
        "payments.toml",
        "accountant_title",
        "accountant",
        ("payments.toml", "accountant_title"),
    ),
    "a procedure of no section": (
        f"{WATER}/procedure.toml",
        'section = "water_service"',
        'section = "nowhere"',
        ("water_supply/procedure.toml", "section", "nowhere"),
    ),
    "an example that comes out otherwise": (
        f"{DOGS}/examples.toml",
        "fee_total = 3550",
        "fee_total = 3551",
        ("dog_registration/examples.toml", "fee_total", "3551"),
    ),
    "a category nobody can open": (
        f"{WATER}/procedure.toml",
        'category = "water"',
        'category = "watre"',
        ("water_supply/procedure.toml", "category", "「water」ではありませんか"),
    ),
    "a decider the table does not give": (
        f"{ROADS}/examples.toml",
        'decider = "',
        'decider = "x',
        ("road_occupancy/examples.toml", "decider"),
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named(name: str, copy: Path) -> None:
    file, before, after, words = FAULTS[name]
    spoil(copy, file, before, after)
    told = checked()
    assert [word for word in words if word not in told] == [], told
    assert "Traceback" not in told


@pytest.mark.django_db
def test_publishing_makes_an_edition_of_what_has_changed_and_only_of_that(cast: object) -> None:
    data = town_data.check()
    first, second = StringIO(), StringIO()
    call_command("town", "publish", "--from", "2026-04-01", stdout=first)
    call_command("town", "publish", "--from", "2026-04-01", stdout=second)
    assert first.getvalue().count("  公開: ") == len(data.procedures)
    assert second.getvalue().count("変更なし: ") == len(data.procedures)
    assert len(shelf.editions_of("road_occupancy")) == 1


@pytest.mark.django_db
def test_a_town_with_a_fault_is_not_published(cast: object, copy: Path) -> None:
    spoil(copy, "procedures/dog_registration/examples.toml", "fee_total = 3550", "fee_total = 1")
    with pytest.raises(CommandError, match="公開していません"):
        call_command("town", "publish", stderr=StringIO())
    assert shelf.editions_of("road_occupancy") == []
