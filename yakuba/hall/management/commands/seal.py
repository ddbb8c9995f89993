"""`yakuba seal`: a process and key of its own that seals what the journal has gained (DESIGN §6)."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from yakuba.ground.journal import sealer
from yakuba.ground.journal.seal_store import SealRefused
from yakuba.hall.sealing import ORIGIN, seal_folder


class Command(BaseCommand):
    help = "ジャーナルを封印する"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--full", action="store_true", help="封印ずみの全件を読み直してから封印する")
        parser.add_argument("--every", type=int, metavar="分", help="止めるまで、この間隔で封印しつづける")

    def handle(self, *args: Any, **options: Any) -> None:
        self._once(full=options["full"])
        while options["every"]:
            time.sleep(options["every"] * 60)
            self._once(full=False)

    def _once(self, *, full: bool) -> None:
        try:
            checkpoint = sealer.seal(seal_folder(), origin=ORIGIN, full=full)
        except SealRefused as refused:
            raise CommandError("封印しません。\n" + "\n".join(refused.reasons)) from None
        if checkpoint is None:
            self.stdout.write("まだ出来事がありません。")
            return
        self.stdout.write(f"{checkpoint.size} 件まで封印しました。根: {checkpoint.root.hex()}")
