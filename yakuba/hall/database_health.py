"""Whether the town's database keeps what it says it has kept, for each kind of database."""

import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import connection

from yakuba.ground.journal.models import Event
from yakuba.hall.finding import Finding
from yakuba.hall.serving import plan

OLDEST_POSTGRESQL = 15
MANY = 10_000
"""Rows from which a table needs statistics, or its questions are answered in a slow way."""
BESIDE = 6
"""Connections of the sealer, the jobs, a reload's checks and an administrator's command."""
APART = timedelta(seconds=2)
DURABLE = ("fsync", "synchronous_commit", "full_page_writes")
LONG = timedelta(hours=1)
"""A transaction open for longer holds up the seal: nothing after it can be sealed (ADR 0003)."""


def look() -> Iterator[Finding]:
    """What the database of this town is, and what is unsafe about it. Raises KeyError on an unknown kind."""
    return LOOKS[connection.vendor]()


def _sqlite() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        journal = cursor.execute("PRAGMA journal_mode").fetchone()[0]
        safe = cursor.execute("PRAGMA synchronous").fetchone()[0] == 2
    good = journal == "wal" and safe
    yield Finding(
        "データベース", "good" if good else "bad",
        f"SQLite {sqlite3.sqlite_version}、{journal}、synchronous={'FULL' if safe else '弱い'}",
        "" if good else "設定 DATABASES の init_command を元に戻してください。",
    )  # fmt: skip
    if Event.objects.count() > MANY and "sqlite_stat1" not in connection.introspection.table_names():
        yield Finding(
            "データベースの統計", "warn", "まだ取っていません（一覧や検索が遅くなります）",
            "yakuba reload を実行してください（動きはじめるときに取ります）。",
        )  # fmt: skip


def _postgresql() -> Iterator[Finding]:
    version, number, encoding = _settings("server_version", "server_version_num", "server_encoding")
    good = int(number) // 10_000 >= OLDEST_POSTGRESQL and encoding == "UTF8"
    yield Finding(
        "データベース", "good" if good else "bad", f"PostgreSQL {version}、{encoding}",
        "" if good else f"PostgreSQL {OLDEST_POSTGRESQL} 以上に、UTF8 でデータベースを作り直してください。",
    )  # fmt: skip
    weak = [name for name, value in zip(DURABLE, _settings(*DURABLE), strict=True) if value == "off"]
    yield Finding(
        "データベースの確実さ", ("warn" if settings.YAKUBA_DEMO else "bad") if weak else "good",
        f"{'、'.join(weak)} が off です" if weak else "書き込みをディスクまで待ちます",
        "postgresql.conf で on に戻し、PostgreSQL を再起動してください。" if weak else "",
    )  # fmt: skip
    yield from _held_up()
    yield from _room()
    yield from _clock()
    yield from _never_analyzed()


def _settings(*names: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(['current_setting(%s)'] * len(names))}", names)
        return list(map(str, cursor.fetchone()))


def _held_up() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE datname = current_database() AND backend_xid IS NOT NULL "
            "AND xact_start < now() - make_interval(secs => %s)",
            [LONG.total_seconds()],
        )
        count = int(cursor.fetchone()[0])
    if count:
        yield Finding(
            "終わらない処理", "warn", f"1時間より長く開いたままの処理 {count} 件",
            "封印が進みません。pg_stat_activity で調べ、要らないものを止めてください。",
        )  # fmt: skip


def _room() -> Iterator[Finding]:
    """Every slot of every worker keeps a connection open, also while a reload has two sets of workers."""
    most, reserved = map(int, _settings("max_connections", "superuser_reserved_connections"))
    try:
        asked = plan.read(())
    except plan.Refused:
        return
    needed = 2 * asked.workers * asked.connections + BESIDE
    short = needed > most - reserved
    yield Finding(
        "データベースの接続", "bad" if short else "good", f"上限 {most}、使うのは {needed} まで",
        f"postgresql.conf の max_connections を {needed + reserved + 10} 以上にするか、YAKUBA_WORKERS か "
        "YAKUBA_THREADS を減らしてください。" if short else "",
    )  # fmt: skip


def _clock() -> Iterator[Finding]:
    """Deadlines are counted by this machine, the order of changes by the database's."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        apart = abs(datetime.now(UTC) - cursor.fetchone()[0])  # noqa: TID251  (the machine's own clock is meant)
    if apart > APART:
        yield Finding(
            "時計", "bad", f"データベースの機械と {apart.total_seconds():.0f} 秒ずれています",
            "両方の機械で時刻合わせ（chrony か systemd-timesyncd）を動かしてください。",
        )  # fmt: skip


def _never_analyzed() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_stat_user_tables WHERE n_live_tup > %s "
            "AND last_analyze IS NULL AND last_autoanalyze IS NULL ORDER BY n_live_tup DESC LIMIT 5",
            [MANY],
        )
        names = [name for (name,) in cursor.fetchall()]
    if names:
        yield Finding(
            "データベースの統計", "warn", f"まだ取っていない大きな表 {'、'.join(names)}",
            "autovacuum が on か確かめ、psql で ANALYZE を1回実行してください。",
        )  # fmt: skip


LOOKS: dict[str, Callable[[], Iterator[Finding]]] = {"sqlite": _sqlite, "postgresql": _postgresql}
