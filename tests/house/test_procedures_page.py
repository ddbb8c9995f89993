"""The page of all procedures says how the plan is answered and how complete each procedure is."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from docs import catalogue
from yakuba.ground import town

SAMPLES = Path(town.SHIPPED).parent / "yakuba/ground/catalogue/tests/definitions"
PLAN = """list,no,name_ja,status_2023,operator,id_suggestion
plan24,10,道路占用許可申請等,済,town,road-occupancy
plan24,11,道路使用許可の申請,済,police,road-use
plan24,13,駐車の許可の申請,済,police,parking-permit
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A town that takes one procedure and tells of another."""
    left_out = shutil.ignore_patterns("procedures", "life_events")
    folder = Path(shutil.copytree(town.SHIPPED, tmp_path / "town", ignore=left_out))
    shutil.copytree(town.SHIPPED / "procedures/road_occupancy", folder / "procedures/road_occupancy")
    shutil.copytree(SAMPLES / "parking_permit", folder / "procedures/parking_permit")
    (folder / "plan.csv").write_text(PLAN, encoding="utf-8")
    text = (folder / "procedures/road_occupancy/procedure.toml").read_text(encoding="utf-8")
    kept = [line for line in text.splitlines() if not line.startswith(("plan =", "portal =", "waits_for ="))]
    taken = "\n".join(['plan = ["plan24/10"]', *kept])
    (folder / "procedures/road_occupancy/procedure.toml").write_text(taken, encoding="utf-8")
    monkeypatch.setenv("YAKUBA_TOWN", str(folder))
    town.forget()
    yield folder
    town.forget()


def line_of(page: str, start: str) -> str:
    return next(line for line in page.splitlines() if line.startswith(f"| {start}"))


def test_rows_answered_and_not_are_told(folder: Path) -> None:
    page = catalogue.procedures()
    assert "3 行・3 手続のうち、2 行・2 手続に定義があります" in page
    assert "全部できるもの 1 件、部屋を待つもの 0 件、案内 1 件" in page
    assert "`road_occupancy`（全部）" in line_of(page, "plan24/10")
    assert "`parking_permit`（案内）" in line_of(page, "plan24/13")
    assert "**なし**" in line_of(page, "plan24/11")


def test_each_procedure_says_who_takes_it_who_decides_and_what_is_left(folder: Path) -> None:
    page = catalogue.procedures()
    taken, told = line_of(page, "道路占用許可申請"), line_of(page, "駐車の許可の申請")
    for said in ("管理係", "14開庁日", "建設課長", "建設-道路-占用 5年", "オンライン、窓口", "plan24/10"):
        assert said in taken
    for said in ("警察（北海道警察 斜里警察署）", "案内", "English（残り", "plan24/13"):
        assert said in told
    assert "決裁なし" not in told


def test_what_waits_for_a_room_says_for_which(folder: Path) -> None:
    file = folder / "procedures/road_occupancy/procedure.toml"
    file.write_text(f'waits_for = "現場の空き枠"\n{file.read_text(encoding="utf-8")}', encoding="utf-8")
    page = catalogue.procedures()
    assert "現場の空き枠のほか全部" in line_of(page, "道路占用許可申請")
    assert "全部できるもの 0 件、部屋を待つもの 1 件、案内 1 件" in page
