"""`yakuba seed`: a sample world, made by the rooms' own actions under a moved clock."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from seeds.plant import plant, planted


class Command(BaseCommand):
    help = "見本の世界を作る"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("world", choices=["quiet", "busy"])

    def handle(self, *args: Any, **options: Any) -> None:
        if planted():
            raise CommandError("この町にはもう職員がいます。見本の世界は空の町にだけ作れます（YAKUBA_DATA を変えてください）。")
        plant(options["world"], write=self.stdout.write)
