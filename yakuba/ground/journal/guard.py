"""Database triggers that refuse to change or delete an event: prevention beside the proof, per vendor."""

from django.db.backends.base.base import BaseDatabaseWrapper

_MESSAGE = "journal_event is append-only"

_SQLITE_UP = [
    f"CREATE TRIGGER IF NOT EXISTS journal_event_{verb.lower()} BEFORE {verb} ON journal_event "
    f"BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END"
    for verb in ("UPDATE", "DELETE")
]
_SQLITE_DOWN = [f"DROP TRIGGER IF EXISTS journal_event_{verb}" for verb in ("update", "delete")]
_POSTGRESQL_UP = [
    "CREATE OR REPLACE FUNCTION journal_event_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{_MESSAGE}'; END $$",
    "CREATE OR REPLACE TRIGGER journal_event_rows BEFORE UPDATE OR DELETE ON journal_event "
    "FOR EACH ROW EXECUTE FUNCTION journal_event_refuse()",
    "CREATE OR REPLACE TRIGGER journal_event_whole BEFORE TRUNCATE ON journal_event "
    "FOR EACH STATEMENT EXECUTE FUNCTION journal_event_refuse()",
]
_POSTGRESQL_DOWN = [
    "DROP TRIGGER IF EXISTS journal_event_rows ON journal_event",
    "DROP TRIGGER IF EXISTS journal_event_whole ON journal_event",
]
_UP = {"sqlite": _SQLITE_UP, "postgresql": _POSTGRESQL_UP}
_DOWN = {"sqlite": _SQLITE_DOWN, "postgresql": _POSTGRESQL_DOWN}


def put_up(connection: BaseDatabaseWrapper) -> None:
    """Refuse UPDATE and DELETE on events from now on. Raises KeyError on an unknown database vendor."""
    _run(connection, _UP[connection.vendor])


def take_down(connection: BaseDatabaseWrapper) -> None:
    """Let tests empty the table between transactions. Never called by the running town hall."""
    _run(connection, _DOWN[connection.vendor])


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
