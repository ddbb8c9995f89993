"""`yakuba screens`: pictures of the main pages, phone and desktop, from a freshly planted sample town."""

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

PORT = 8790


class Command(BaseCommand):
    help = "画面の写しを撮る"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--out", type=Path, default=Path("docs/screens"))

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            pictures = import_module("tests.journeys.pictures")
        except ModuleNotFoundError as missing:
            raise CommandError(f"{missing.name} がありません。make screens を使ってください。") from None
        options["out"].mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as folder, _town(Path(folder)) as address:
            for name in pictures.take(address, options["out"]):
                self.stdout.write(f"  {name}")


@contextmanager
def _town(folder: Path) -> Iterator[str]:
    """The sample town in a process of its own, until the block ends."""
    command = [sys.executable, "-m", "yakuba.hall.cli", "demo", "--port", str(PORT)]
    running = subprocess.Popen(command, env=os.environ | {"YAKUBA_DATA": str(folder)})  # noqa: S603  (our own)
    address = f"http://127.0.0.1:{PORT}"
    try:
        for _ in range(240):
            time.sleep(1)
            if running.poll() is not None:
                raise CommandError("見本の町を動かせませんでした。")
            try:
                with urllib.request.urlopen(f"{address}/health/"):  # noqa: S310  (loopback)
                    break
            except OSError:
                continue
        yield address
    finally:
        running.terminate()
        running.wait(timeout=20)
