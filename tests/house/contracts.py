"""Runs the import contracts on a copy of the house with one planted line."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.house.plan import PACKAGE, ROOT


def copy(folder: Path) -> Path:
    """The package and its contracts, without what they do not look at."""
    shutil.copytree(
        PACKAGE,
        folder / "yakuba",
        ignore=shutil.ignore_patterns("__pycache__", "static", "tests", "templates"),
    )
    shutil.copy(ROOT / ".importlinter", folder / ".importlinter")
    return folder


@contextmanager
def planted(target: Path, line: str) -> Iterator[None]:
    """One more line in a file (a new file if need be), taken away again afterwards."""
    before = target.read_text(encoding="utf-8") if target.exists() else None
    target.write_text((before or "") + "\n" + line, encoding="utf-8")
    yield
    if before is None:
        target.unlink()
    else:
        target.write_text(before, encoding="utf-8")


def broken(folder: Path) -> str:
    """What the contracts say of the house in `folder`; "" when all are kept."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(
        command,
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    return "" if done.returncode == 0 else done.stdout + done.stderr
