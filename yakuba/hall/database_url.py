"""Which database this town has: a SQLite file beside its other data, or the PostgreSQL that DATABASE_URL
names (ADR 0014).
"""

from pathlib import Path
from typing import Any

import dj_database_url

SCHEMES = ("postgres://", "postgresql://")


class NoSuchDatabase(ValueError):
    """DATABASE_URL names no database that this house can use."""


def database(url: str, data: Path) -> dict[str, Any]:
    """Django's settings of the one database: SQLite in the folder `data` where `url` is empty.

    `postgres://user:password@host:port/name?sslmode=require`; a Unix socket's folder stands as host with its
    slashes written %2F. Raises NoSuchDatabase, with its mend.
    """
    if not url:
        return _sqlite(data)
    if not url.startswith(SCHEMES):
        raise NoSuchDatabase(
            "DATABASE_URL は postgres://利用者:パスワード@ホスト:5432/名前 の形で書いてください。"
            "SQLite を使うときは DATABASE_URL を消してください（置き場所は YAKUBA_DATA で決まります）。"
        )
    return _postgresql(url)


def _sqlite(data: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": data / "town.sqlite3",
        "CONN_MAX_AGE": None,
        # A file: the in-memory one has shared-cache locks, under which threads get in each other's way.
        "TEST": {"NAME": data / "test.sqlite3"},
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY; "
                "PRAGMA cache_size=-64000"
            ),
        },
    }


def _postgresql(url: str) -> dict[str, Any]:
    """Connections stay open, one a thread (a new one each request costs a third of the throughput); one that
    died with a restarted server is noticed.
    """
    try:
        found: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=None, conn_health_checks=True))
    except ValueError:
        # Its text may hold a part of the password.
        raise NoSuchDatabase("DATABASE_URL を読めません。記号は %XX の形で書いてください。") from None
    if not found["NAME"]:
        raise NoSuchDatabase("DATABASE_URL にデータベースの名前がありません（…:5432/名前）。")
    return found
