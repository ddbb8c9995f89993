"""The house stands as it was drawn; and each check is first shown to see a planted fault."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import grimp
import pytest
from django.apps import apps
from django.db.models import ForeignKey
from django.urls import URLPattern, URLResolver, get_resolver

from docs import generate
from tests.house import contracts, plan
from yakuba.hall.audiences import AUDIENCES


def planted(tmp_path: Path, name: str, text: str) -> Path:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return tmp_path


def test_no_file_is_over_its_length(tmp_path: Path) -> None:
    assert plan.oversized_files(planted(tmp_path, "long.py", "x = 1\n" * 401))
    assert plan.oversized_files(planted(tmp_path, "long.html", "<p>\n" * 151))
    assert plan.oversized_files(plan.PACKAGE) == []


def test_no_function_is_over_its_length(tmp_path: Path) -> None:
    body = "def long(request):\n" + "    x = 1\n" * 26
    assert plan.oversized_functions(planted(tmp_path, "room/views.py", body))
    assert plan.oversized_functions(planted(tmp_path, "room/rules.py", "def f():\n" + "    x = 1\n" * 61))
    assert plan.oversized_functions(plan.PACKAGE) == []


def test_nothing_is_named_for_nothing_in_particular(tmp_path: Path) -> None:
    assert plan.forbidden_names(planted(tmp_path, "room/utils.py", ""))
    assert plan.forbidden_names(planted(tmp_path, "helpers/x.py", ""))
    assert plan.forbidden_names(plan.PACKAGE) == []


def test_views_fetch_only_through_gates(tmp_path: Path) -> None:
    assert plan.model_queries_in_views(planted(tmp_path, "room/views/page.py", "Case.objects.get(id=1)\n"))
    assert plan.model_queries_in_views(plan.PACKAGE / "rooms") == []


def test_no_page_has_inline_script_or_style(tmp_path: Path) -> None:
    for line in ('<p style="x">', '<a onclick="x()">', "<script>x()</script>", "<style>"):
        assert plan.inline_script_or_style(planted(tmp_path, "page.html", line)), line
    assert plan.inline_script_or_style(plan.PACKAGE) == []


def edges() -> Iterator[tuple[str, str]]:
    graph = grimp.build_graph("yakuba", cache_dir=None)
    for module in graph.modules:
        if ".tests" not in module:
            for imported in graph.find_modules_directly_imported_by(module):
                yield module, imported


def test_rooms_are_entered_by_their_door_only() -> None:
    through_the_window = [("yakuba.rooms.cases.actions", "yakuba.rooms.approvals.models")]
    assert plan.doors_ignored(through_the_window)
    assert plan.doors_ignored(edges()) == []


def app_floors() -> dict[str, int]:
    """App label -> floor, from the contracts: ground below rooms, layers in their order."""
    layers = [*plan.floors_of("rooms"), *plan.floors_of("ground")]
    labels = {"messages": "outbox"}
    return {labels.get(name, name): len(layers) - at for at, layer in enumerate(layers) for name in layer}


def test_foreign_keys_point_down() -> None:
    floors = app_floors()
    assert plan.upward_keys(floors, [("records", "cases")])
    ours = [
        (model._meta.app_label, field.related_model._meta.app_label)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey) and model._meta.app_label in floors
    ]
    assert plan.upward_keys(floors, [key for key in ours if key[1] in floors]) == []


def route_names(resolver: URLResolver, spaces: tuple[str, ...] = ()) -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield ":".join([*spaces, entry.name or str(entry.pattern)])
        else:
            here = (entry.namespace,) if entry.namespace else ()
            yield from route_names(entry, (*spaces, *here))


def test_every_route_has_an_audience() -> None:
    assert plan.unlisted_routes(["cases:secret"], AUDIENCES)[0] == "no audience: cases:secret"
    assert plan.unlisted_routes(list(route_names(get_resolver())), AUDIENCES) == []


def test_nothing_is_left_undone_in_the_code(tmp_path: Path) -> None:
    assert plan.left_undone(planted(tmp_path, "room/x.py", "# TO" + "DO: later\n")) == ["room/x.py:1"]
    for folder in ("yakuba", "seeds", "tests", "docs", "bench"):
        assert plan.left_undone(plan.ROOT / folder) == []
    assert plan.left_undone(plan.ROOT / "town") == []


def test_the_generated_documents_say_what_the_house_says(tmp_path: Path) -> None:
    assert generate.stale(tmp_path) == list(generate.DOCUMENTS)
    assert generate.stale(generate.FOLDER) == []
    copy = Path(shutil.copytree(generate.FOLDER, tmp_path / "copy"))
    (copy / "rooms.md").write_text("old", encoding="utf-8")
    assert generate.stale(copy) == ["rooms.md"]


PLANTED = {
    "room imports a higher room": ("yakuba/rooms/records/planted.py", "import yakuba.rooms.cases.door\n"),
    "rules import Django": ("yakuba/rooms/registers/rules.py", "import django\n"),
    "ground imports a room": ("yakuba/ground/news.py", "import yakuba.rooms.cases.door\n"),
    "models import views": ("yakuba/rooms/records/models.py", "import yakuba.rooms.records.views\n"),
}


@pytest.fixture(scope="module")
def copy_of_the_house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy to plant faults in; as it stands it breaks no contract."""
    house = contracts.copy(tmp_path_factory.mktemp("house"))
    assert contracts.broken(house) == ""
    return house


@pytest.mark.parametrize("case", PLANTED)
def test_the_import_contracts_see_a_planted_fault(case: str, copy_of_the_house: Path) -> None:
    path, line = PLANTED[case]
    with contracts.planted(copy_of_the_house / path, line):
        assert "BROKEN" in contracts.broken(copy_of_the_house)
