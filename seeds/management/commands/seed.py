"""`yakuba seed`: a sample world, made by the rooms' own actions under a moved clock."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from seeds.plant import WORLDS, plant, planted
from yakuba.hall.database import require_current


class Command(BaseCommand):
    help = "見本の世界を作る"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("world", choices=sorted(WORLDS))
        parser.add_argument("--matters", type=int, metavar="件", help="案件の数（省くとその世界の数）")

    def handle(self, *args: Any, **options: Any) -> None:
        require_current()
        if planted():
            raise CommandError(
                "この町にはもう職員がいます。"
                "見本の世界は空の町にだけ作れます（YAKUBA_DATA を変えてください）。"
            )
        plant(options["world"], write=self.stdout.write, matters=options["matters"])
