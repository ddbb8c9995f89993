"""Runs the import contracts on a copy of the house with one planted line."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.house.plan import PACKAGE, ROOT


def broken_by(tmp_path: Path, path: str, line: str) -> bool:
    """True when adding `line` to `path` in a copy makes the contracts fail (and the copy alone does not)."""
    shutil.copytree(PACKAGE, tmp_path / "yakuba", ignore=shutil.ignore_patterns("__pycache__", "static", "tests"))
    shutil.copy(ROOT / ".importlinter", tmp_path / ".importlinter")
    target = tmp_path / path
    before = target.read_text(encoding="utf-8") if target.exists() else ""
    target.write_text(before + "\n" + line, encoding="utf-8")
    return _lint(tmp_path) != 0


def _lint(folder: Path) -> int:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(  # noqa: S603  (our own command)
        command, cwd=folder, env=os.environ | {"PYTHONPATH": str(folder)}, capture_output=True, check=False
    )
    return done.returncode
