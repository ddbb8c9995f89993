"""Static files: collected anew for each set of workers; what pages still open refer to stays for a while."""

import os
import time
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command

KEPT = 30 * 24 * 60 * 60
"""Seconds for which a file of an earlier version can still be fetched."""


def collect() -> None:
    """Collect the static files of this version; those of earlier versions go when they are old enough."""
    call_command("collectstatic", verbosity=0, interactive=False)
    root = Path(settings.STATIC_ROOT)
    current = _current(root)
    oldest = time.time() - KEPT
    for path in root.rglob("*"):
        if path in current:
            os.utime(path)  # its age counts from its last use
        elif path.is_file() and path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)


def _current(root: Path) -> set[Path]:
    """The files of this version, under their own names and under those with a digest."""
    plain = {str(name) for finder in get_finders() for name, _ in finder.list([])}
    hashed = getattr(staticfiles_storage, "hashed_files", {}).values()
    manifest = getattr(staticfiles_storage, "manifest_name", "staticfiles.json")
    return {root / name for name in (*plain, *hashed, manifest)}
