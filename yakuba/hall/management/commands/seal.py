"""`yakuba seal`: a process and key of its own that seals what the journal has gained (DESIGN §6)."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from yakuba.ground.journal import sealer
from yakuba.ground.journal.seal_store import SealRefused
from yakuba.hall.database import require_current
from yakuba.hall.parent import end_with_parent
from yakuba.hall.sealing import origin, seal_folder


class Command(BaseCommand):
    help = "ジャーナルを封印する"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--full", action="store_true", help="封印ずみの全件を読み直してから封印する")
        parser.add_argument(
            "--restored", action="store_true", help="別の PostgreSQL に復元したあと、確かめて封印を続ける"
        )
        parser.add_argument("--every", type=int, metavar="分", help="止めるまで、この間隔で封印しつづける")
        parser.add_argument(
            "--with-parent", type=int, default=0, metavar="番号", help="このプロセスが終わったら終わる"
        )
        parser.add_argument("--quiet", action="store_true", help="封印できたことは出さない")

    quiet = False

    def handle(self, *args: Any, **options: Any) -> None:
        self.quiet = options["quiet"]
        require_current()
        if options["with_parent"]:
            end_with_parent(options["with_parent"])
        if not options["every"]:
            self._seal(full=options["full"], restored=options["restored"])
            return
        try:
            self._go_on(options["every"] * 60, full=options["full"])
        except KeyboardInterrupt:
            self.stdout.write("封印をやめました。")

    def _go_on(self, seconds: int, *, full: bool) -> None:
        """Seal again and again; a refusal is said each time, loudly, and does not end the watch."""
        while True:
            try:
                self._seal(full=full)
            except CommandError as refused:
                self.stderr.write(str(refused))
            time.sleep(seconds)

    def _seal(self, *, full: bool, restored: bool = False) -> None:
        try:
            checkpoint = (
                sealer.seal_restored(seal_folder(), origin=origin())
                if restored
                else sealer.seal(seal_folder(), origin=origin(), full=full)
            )
        except SealRefused as refused:
            reasons = "\n".join(refused.reasons)
            raise CommandError(
                f"封印しません。\n{reasons}\n"
                "直し方: だれが変えたかを調べ、控えから戻してください。封印は上書きしません。"
            ) from None
        if self.quiet:
            return
        if checkpoint is None:
            self.stdout.write("まだ出来事がありません。")
            return
        self.stdout.write(f"{checkpoint.size} 件まで封印しました。根: {checkpoint.root.hex()}")
