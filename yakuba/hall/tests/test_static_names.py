"""Static files are called by their content; what was not collected goes by its own name."""

from pathlib import Path

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.test import override_settings

from yakuba.hall.static_names import NamedByContent

SHEET = "ui/css/base.css"


def test_what_was_not_collected_goes_by_its_own_name(tmp_path: Path) -> None:
    assert NamedByContent(location=tmp_path, base_url="/static/").url(SHEET) == f"/static/{SHEET}"


def test_what_was_collected_goes_by_its_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with override_settings(STATIC_ROOT=tmp_path):
        # The one object behind all templates: made anew for this folder, and again afterwards.
        monkeypatch.setattr(staticfiles_storage, "_wrapped", NamedByContent())
        call_command("collectstatic", verbosity=0, interactive=False)
        first = NamedByContent().url(SHEET)
        assert first.startswith("/static/ui/css/base.") and first != f"/static/{SHEET}"
        assert (tmp_path / first.removeprefix("/static/")).read_bytes()
        citizen = (tmp_path / NamedByContent().url("ui/css/citizen.css").removeprefix("/static/")).read_text()
        assert "hills.svg" not in citizen and "hills." in citizen
        changed = NamedByContent()
        (tmp_path / SHEET).write_text("body { color: red }")
        assert changed.hashed_name(SHEET) != first.removeprefix("/static/")
