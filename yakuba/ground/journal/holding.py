"""One matter, one act at a time.

A check that is read under READ COMMITTED may be old when the act that rests on it is written. Every act on a
matter therefore holds it first, by the name it has in the journal, and only then locks rows: whoever comes
second waits and reads what the first one left. Because the name is held before any row, two acts that need
the same rows in another order cannot wait for each other for ever (ADR 0017).
"""

from django.db import DEFAULT_DB_ALIAS, connections

from yakuba.ground.journal.record import OutsideTransaction, wait_for


def hold(subject: str, *, using: str = DEFAULT_DB_ALIAS) -> None:
    """Until the transaction ends, whoever else would hold `subject` ("case:<uuid>") waits. Held twice it is
    held once.

    PostgreSQL keeps a lock by the name; SQLite's BEGIN IMMEDIATE lets one writer in at a time anyway. Raises
    OutsideTransaction.
    """
    connection = connections[using]
    if not connection.in_atomic_block:
        raise OutsideTransaction("hold() must run inside transaction.atomic(), before the check")
    wait_for(subject, connection)
