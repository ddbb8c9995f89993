"""`yakuba serve`: the town itself. One web process on SQLite, with the jobs as a thread of it."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from yakuba.hall.database import require_current
from yakuba.hall.server import run


class Command(BaseCommand):
    help = "町を動かす"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--migrate", action="store_true", help="先にデータベースを新しい形にする")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["migrate"]:
            call_command("migrate", verbosity=0)
        require_current()
        run(host=options["host"], port=options["port"])
