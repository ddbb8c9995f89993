"""Whether the town's database has the form this house needs."""

from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def pending() -> int:
    """How many migrations are not applied yet."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def require_current() -> None:
    """Raises CommandError, with its mend, when the database is missing or of an older form."""
    if waiting := pending():
        raise CommandError(
            f"データベースの形が古いか、まだ空です（未適用 {waiting} 件）。\n"
            "直し方: 控えを取ってから yakuba manage migrate を実行してください。"
        )
