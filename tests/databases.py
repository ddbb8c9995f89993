"""A database of its own for each town that a test makes in a folder and runs in processes of its own.

On SQLite that is the file in the folder, and nothing is left to do; on PostgreSQL a database beside the one
that DATABASE_URL names.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from psycopg import sql


def environment(data: Path) -> dict[str, str]:
    """What names the town in `data` to a process; its database is made, empty, on first use."""
    if not _url():
        return {}
    _made(_name(data), "template0")
    return {"DATABASE_URL": urlsplit(_url())._replace(path=f"/{_name(data)}").geturl()}


def copy(source: Path, target: Path) -> None:
    """The town in `target` begins with what stands in the town in `source`, which nobody may be using."""
    if _url():
        _made(_name(target), _name(source))


def drop(data: Path) -> None:
    """The town in `data` is needed no more; whoever is still connected is cut off."""
    if _url():
        _do(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(_name(data))))


@contextmanager
def unchecked(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """The database lets any value in, as it would for an administrator who takes its checks away. At the end
    everything done meanwhile is undone.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in UNCHECK[connection.vendor](cursor):
            cursor.execute(statement)
        yield
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = OFF")
        transaction.set_rollback(True)


def _no_checks(cursor: CursorWrapper) -> list[str]:
    cursor.execute(
        "SELECT conrelid::regclass, conname FROM pg_constraint WHERE contype = 'c' AND conrelid <> 0"
    )
    drops = [f'ALTER TABLE {table} DROP CONSTRAINT "{name}"' for table, name in cursor.fetchall()]
    # A table with a check still to be done cannot be altered.
    return ["SET CONSTRAINTS ALL IMMEDIATE", *drops, "SET CONSTRAINTS ALL DEFERRED"]


UNCHECK: dict[str, Callable[[CursorWrapper], list[str]]] = {
    "sqlite": lambda _: ["PRAGMA ignore_check_constraints = ON"],
    "postgresql": _no_checks,
}


def _url() -> str:
    return os.environ.get("DATABASE_URL", "")


def _name(data: Path) -> str:
    return f"town_{sha256(str(data.resolve()).encode()).hexdigest()[:24]}"


@cache
def _made(name: str, template: str) -> None:
    if not _do(sql.SQL("SELECT 1 FROM pg_database WHERE datname = {}").format(name)):
        command = sql.SQL("CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8'")
        _do(command.format(sql.Identifier(name), sql.Identifier(template)))


def _do(command: sql.Composed) -> int:
    """Outside any transaction; how many rows it concerned."""
    with psycopg.connect(_url(), autocommit=True) as connection:
        return connection.execute(command).rowcount
