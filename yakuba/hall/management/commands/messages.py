"""`yakuba messages`: what residents read, in every language: which texts have no translation."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from yakuba.ground.languages.compiling import compile_all
from yakuba.hall import messages


class Command(BaseCommand):
    help = "画面の文の訳（yakuba/locale）を調べる・書き足す"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="足りない訳・使わない訳があれば失敗する")
        parser.add_argument("--update", action="store_true", help="訳のファイルに新しい文を書き足す")

    def handle(self, *args: Any, **options: Any) -> None:
        found = messages.texts()
        if options["update"]:
            messages.update(found)
        compile_all()
        gaps = messages.gaps(found)
        for gap in gaps:
            self.stderr.write(str(gap))
        if gaps and options["check"]:
            raise CommandError(
                f"直す所が {len(gaps)} 件あります。yakuba messages --update で文を書き出し、"
                "yakuba/locale の .po に訳を書いてください。"
            )
        self.stdout.write(f"文 {len(found)} 件、直す所 {len(gaps)} 件。")
