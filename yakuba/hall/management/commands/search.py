"""`yakuba search rebuild`: the search index of cases, filled up or made anew."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from yakuba.hall.database import require_current
from yakuba.rooms.cases import door as cases


class Command(BaseCommand):
    help = "案件の検索の索引を作る"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("act", choices=("rebuild",), help="rebuild: 足りない分を作る")
        parser.add_argument("--anew", action="store_true", help="今ある索引を消して、初めから作り直す")

    def handle(self, *args: Any, **options: Any) -> None:
        """A thousand cases a transaction; broken off, the next call goes on. Raises CommandError."""
        require_current()
        for done in cases.rebuild_search(anew=options["anew"]):
            self.stdout.write(f"{done:,} 件")
        health = cases.search_health()
        if not health.good:
            raise CommandError(f"索引にない案件が {health.missing} 件残りました。もう一度実行してください。")
        self.stdout.write("検索の索引がそろいました。")
