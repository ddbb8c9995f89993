"""The doctor looks at the machine: each danger is named with its mend, a sound machine is left in peace."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection

from yakuba.ground.calendar import clock
from yakuba.ground.journal.models import Event
from yakuba.hall import database_health, machine
from yakuba.hall.serving import standing

MOUNTS = """\
/dev/vda1 / ext4 rw 0 0
fileserver:/data /srv nfs4 rw 0 0
//pc/share /srv/with\\040space cifs rw 0 0
"""


def grades(findings):
    found = list(findings)
    assert [one.what for one in found if one.grade != "good" and not one.mend] == []
    return {one.what: one.grade for one in found}


def test_settings_under_which_no_town_may_run_are_named(settings, monkeypatch):
    assert grades(machine.switches()) == {}
    settings.DEBUG, settings.SECRET_KEY, settings.ALLOWED_HOSTS = True, "secret", ["*"]
    monkeypatch.setenv("YAKUBA_METRICS", "0.0.0.0:9464")
    assert grades(machine.switches()) == dict.fromkeys(
        ("DEBUG", "署名の鍵", "受け付けるホスト名", "数値の出口"), "bad"
    )


@pytest.mark.parametrize("place", ["127.0.0.1:9464", "unix:/run/yakuba/metrics.sock"])
def test_figures_told_to_this_machine_only_are_in_order(monkeypatch, place):
    monkeypatch.setenv("YAKUBA_METRICS", place)
    assert grades(machine.switches()) == {"数値の出口": "good"}


def test_data_that_others_can_read_are_named(settings):
    data = Path(settings.YAKUBA_DATA)
    (data / "town.sqlite3").touch(0o644)
    data.chmod(0o755)
    assert grades(machine.rights()) == {"データの権限": "bad"}
    data.chmod(0o750)
    assert grades(machine.rights()) == {}


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/home", "ext4"), ("/srv/x", "nfs4"), ("/srv/with space/x", "cifs"), ("/srvx", "ext4")],
)
def test_the_kind_of_disk_under_a_folder_is_found(path, kind):
    assert machine.filesystem(Path(path), MOUNTS) == kind


def test_sqlite_over_a_network_is_named_and_postgresql_may_have_its_files_there(monkeypatch):
    monkeypatch.setattr(machine, "filesystem", lambda *_: "nfs4")
    monkeypatch.setenv("DATABASE_URL", "")
    assert grades(machine.disk_kind()) == {"ディスクの種類": "bad"}
    monkeypatch.setenv("DATABASE_URL", "postgres://x@y/z")
    assert grades(machine.disk_kind()) == {}


def test_more_workers_than_the_machine_bears_are_named(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "")
    assert grades(machine.memory())["メモリー"] == "good"
    monkeypatch.setenv("DATABASE_URL", "postgres://x@y/z")
    monkeypatch.setenv("YAKUBA_WORKERS", "250")
    found = grades(machine.memory())
    assert (found["メモリー"], found["ワーカーの数"]) == ("warn", "warn")


def test_a_town_that_does_not_run_and_a_reload_that_failed_are_told(settings):
    assert grades(machine.served()) == {"サーバー": "warn"}
    here = standing.Standing(Path(settings.YAKUBA_DATA) / "run", log="off")
    settings.STATIC_ROOT = settings.YAKUBA_DATA / "static"
    assert grades(machine.served()) == {"サーバー": "good", "静的ファイル": "warn"}
    here.tell(2, failed="web-1 が動きはじめる前に終わりました")
    assert grades(machine.served())["サーバー"] == "warn"
    here.close()
    assert grades(machine.served()) == {"サーバー": "warn"}


def test_a_copy_that_is_missing_or_old_is_named(settings, monkeypatch, tmp_path):
    monkeypatch.delenv("YAKUBA_BACKUP", raising=False)
    assert grades(machine.backup()) == {"控え": "warn"}
    monkeypatch.setenv("YAKUBA_BACKUP", str(tmp_path / "copies"))
    assert grades(machine.backup()) == {"控え": "bad"}
    (tmp_path / "copies").mkdir()
    (tmp_path / "copies" / "done").touch()
    assert grades(machine.backup()) == {"控え": "good"}
    old = (clock.now() - timedelta(hours=27)).timestamp()
    os.utime(tmp_path / "copies" / "done", (old, old))
    assert grades(machine.backup()) == {"控え": "bad"}


@pytest.mark.django_db(transaction=True)
class TestDatabase:
    @pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no limit of connections")
    def test_fewer_connections_than_workers_keep_open_are_named(self, monkeypatch):
        monkeypatch.setenv("DATABASE_URL", "postgres://x@y/z")
        monkeypatch.setenv("YAKUBA_WORKERS", "2")
        assert grades(database_health.look())["データベースの接続"] == "good"
        monkeypatch.setenv("YAKUBA_WORKERS", "64")
        assert grades(database_health.look())["データベースの接続"] == "bad"

    @pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite is asked by this machine's clock")
    def test_a_clock_that_differs_from_the_databases_is_named(self, monkeypatch):
        assert "時計" not in grades(database_health.look())
        monkeypatch.setattr(database_health, "APART", timedelta(seconds=-1))
        assert grades(database_health.look())["時計"] == "bad"

    @pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL counts by itself, in its own time")
    def test_a_large_town_without_statistics_is_named_until_they_are_taken(self, monkeypatch):
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS sqlite_stat1")
        assert "データベースの統計" not in grades(database_health.look())
        monkeypatch.setattr(database_health, "MANY", -1)
        assert Event.objects.count() > -1
        assert grades(database_health.look())["データベースの統計"] == "warn"
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        assert "データベースの統計" not in grades(database_health.look())
