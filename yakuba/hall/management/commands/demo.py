"""`yakuba demo`: a sample town on this machine, from nothing to the first page in one command."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from seeds.plant import planted, plant
from yakuba.hall.server import run


class Command(BaseCommand):
    help = "見本の町を作って動かす"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--world", choices=["quiet", "busy"], default="quiet")
        parser.add_argument("--no-serve", action="store_true", help="作るだけで動かさない")

    def handle(self, *args: Any, **options: Any) -> None:
        settings.YAKUBA_DATA.mkdir(parents=True, exist_ok=True)
        call_command("migrate", verbosity=0)
        if not planted():
            plant(options["world"], write=self.stdout.write)
        if options["no_serve"]:
            return
        address = f"http://{options['host']}:{options['port']}/"
        self.stdout.write(f"\n  見本の町が動きます: {address}\n  止めるには Ctrl+C を押してください。\n")
        run(host=options["host"], port=options["port"])
