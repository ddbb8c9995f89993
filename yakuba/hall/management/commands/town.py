"""`yakuba town check`: every fault of the town's data, with file, key and mend; `yakuba town publish`:
editions.
"""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from yakuba.ground.calendar import clock
from yakuba.ground.journal.signature import By
from yakuba.hall import town_data
from yakuba.hall.database import require_current


class Command(BaseCommand):
    help = "町の定義を調べる・公開する"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["check", "publish"])
        parser.add_argument(
            "--from", dest="valid_from", type=date.fromisoformat, help="施行日（例 2027-04-01）"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        town = town_data.check()
        for fault in town.faults:
            self.stderr.write(str(fault))
        if town.faults:
            raise CommandError(f"直す所が {len(town.faults)} 件あります。公開していません。")
        self.stdout.write(f"手続 {len(town.procedures)} 件、例 {town.examples} 件: 問題ありません。")
        if options["what"] == "publish":
            require_current()
            day = options["valid_from"] or clock.today()
            for title, fresh in town_data.publish(town, valid_from=day, by=By(actor="system:command-line")):
                self.stdout.write(f"  {'公開' if fresh else '変更なし'}: {title}")
