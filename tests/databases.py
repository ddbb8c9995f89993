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
from typing import Any
from urllib.parse import urlsplit

import psycopg
from django.apps import apps
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


def hasten(databases: dict[str, dict[str, Any]]) -> None:
    """A test's data is nobody's: SQLite need not wait for the disk (PostgreSQL: tests/postgres.py)."""
    for one in databases.values():
        options = one.get("OPTIONS", {})
        if "init_command" in options:
            options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")


def filled(connection: BaseDatabaseWrapper) -> set[str]:
    """The tables in which there is a row, but for those that Django fills itself."""
    with connection.cursor() as cursor:
        cursor.execute(_any_row())
        return {name for (name,) in cursor.fetchall()}


@cache
def _any_row() -> str:
    models = (one for one in apps.get_models(include_auto_created=True) if one._meta.managed)
    names = {one._meta.db_table for one in models if not one._meta.proxy} - MADE_BY_DJANGO
    return " UNION ALL ".join(
        f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})" for name in sorted(names)
    )


def empty(connection: BaseDatabaseWrapper) -> None:
    """No row is left in any table; the numbers of new rows go on."""
    names = filled(connection)
    # Keys between tables are looked at when all is done.
    with transaction.atomic(), connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"DELETE FROM {name}")
        if connection.vendor == "sqlite":
            for (name,) in cursor.execute(FULL_TEXT).fetchall():
                cursor.execute(f"INSERT INTO {name}({name}) VALUES ('delete-all')")


def cut_off_others(connection: BaseDatabaseWrapper) -> None:
    """Nobody but this connection is in its database any more."""
    if connection.vendor == "postgresql":
        others = "datname = current_database() AND pid <> pg_backend_pid()"
        with connection.cursor() as cursor:
            # Waits until each is gone, 10 seconds at most.
            cursor.execute(f"SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE {others}")


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


FULL_TEXT = "SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%USING fts5%'"
MADE_BY_DJANGO = {"django_content_type", "auth_permission"}


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
