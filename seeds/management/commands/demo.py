"""`yakuba demo`: a sample town on this machine, from nothing to the first page in one command."""

import subprocess
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from seeds.plant import WORLDS, plant, planted
from yakuba.hall.server import become


class Command(BaseCommand):
    help = "見本の町を作って動かす"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--world", choices=sorted(WORLDS), default="quiet")
        parser.add_argument("--matters", type=int, metavar="件", help="案件の数（省くとその世界の数）")
        parser.add_argument("--no-serve", action="store_true", help="作るだけで動かさない")

    def handle(self, *args: Any, **options: Any) -> None:
        data = Path(settings.YAKUBA_DATA)
        data.mkdir(parents=True, exist_ok=True)
        call_command("migrate", verbosity=0)
        if options["no_serve"]:
            self._plant(data, options["world"], options["matters"])
            return
        if not (data / "world.txt").exists():
            self._plant_apart(options["world"], options["matters"])
        address = f"http://{options['host']}:{options['port']}/"
        self.stdout.write(f"\n  見本の町が動きます: {address}\n  止めるには Ctrl+C を押してください。\n")
        become(host=options["host"], port=options["port"])

    def _plant_apart(self, world: str, matters: int | None) -> None:
        """In a process of its own: a press (typst) used before the server forks would hang afterwards."""
        command = [sys.executable, "-m", "yakuba.hall.cli", "demo", "--no-serve", "--world", world]
        command += ["--matters", str(matters)] if matters else []
        if done := subprocess.run(command, check=False).returncode:  # noqa: S603  (our own command)
            raise SystemExit(done)

    def _plant(self, data: Path, world: str, matters: int | None) -> None:
        """Once; a world whose making was broken off is never served as if it were whole."""
        whole = data / "world.txt"
        if whole.exists():
            return
        if planted():
            raise CommandError(
                "見本の町を作る途中で止まっています。\n"
                f"直し方: フォルダー {data} を消して、もう一度動かしてください。"
            )
        plant(world, write=self.stdout.write, matters=matters)
        whole.write_text(world + "\n", encoding="utf-8")
