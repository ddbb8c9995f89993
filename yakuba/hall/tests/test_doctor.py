"""The doctor names what is missing, unsafe or slow, each with its mend."""

from collections import namedtuple
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django_tasks_db.models import DBTaskResult

from yakuba.ground.calendar import clock
from yakuba.ground.journal import sealer
from yakuba.ground.messages.send import queue_email
from yakuba.hall import diagnosis
from yakuba.hall.sealing import origin, seal_folder

pytestmark = pytest.mark.django_db


def found(what: str) -> diagnosis.Finding:
    return next(finding for finding in diagnosis.examine() if finding.what == what)


def test_every_finding_that_is_not_good_says_how_to_mend_it(cast):
    findings = diagnosis.examine()
    assert {finding.grade for finding in findings} >= {
        "good",
        "bad",
    }  # tests have no mail server and no https
    assert [finding.what for finding in findings if finding.grade != "good" and not finding.mend] == []


def test_a_bad_finding_is_told_by_the_exit_code(cast):
    out = StringIO()
    with pytest.raises(SystemExit) as end:
        call_command("doctor", stdout=out)
    assert end.value.code == 1
    assert "× 暗号化" in out.getvalue()
    assert "直し方: " in out.getvalue()


@pytest.mark.django_db(transaction=True)  # what may still be undone is not sealed
def test_events_long_unsealed_are_named_until_they_are_sealed(cast, moved_clock):
    moved_clock.advance(timedelta(hours=25))
    assert found("封印").grade == "warn"
    sealer.seal(seal_folder(), origin=origin())
    assert found("封印").grade == "good"


@pytest.mark.parametrize("name", ["secret.key", "remembered.key"])
def test_a_key_that_others_can_read_is_named(cast, settings, name):
    key = settings.YAKUBA_DATA / name
    key.write_text("x")
    key.chmod(0o644)
    assert "chmod 600" in found("秘密の鍵").mend
    key.chmod(0o600)
    assert [finding for finding in diagnosis.examine() if finding.what == "秘密の鍵"] == []


def test_a_full_disk_is_named(cast, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage(10, 9, 1))
    assert found("空き容量").grade == "warn"


def test_a_slow_disk_is_named(cast, monkeypatch):
    assert found("ディスクの速さ").text.endswith("ミリ秒")
    monkeypatch.setattr(diagnosis, "_one_write", lambda: 0.2)
    assert found("ディスクの速さ").grade == "warn"


def test_work_that_waits_because_no_server_runs_is_named(cast):
    queue_email(to="a@example.jp", subject="x", body="x", about="case:x")
    assert found("裏の仕事（メール・通知書）").grade == "good"
    # The queue stamps its rows by the machine's own clock.
    DBTaskResult.objects.update(enqueued_at=clock.now() - timedelta(minutes=11))
    assert "yakuba serve" in found("裏の仕事（メール・通知書）").mend


def test_a_way_of_paying_without_its_settings_is_named(cast, monkeypatch):
    monkeypatch.setattr(
        diagnosis.payments, "check_config", lambda: ["payments.toml の x: y を入れてください。"]
    )
    assert found("収納") == diagnosis.Finding("収納", "bad", "payments.toml の x", "y を入れてください。")


def test_a_look_that_breaks_is_itself_a_finding(cast, monkeypatch):
    def broken():
        raise RuntimeError("x")
        yield

    monkeypatch.setitem(diagnosis.LOOKS, "町の定義", broken)
    finding = found("町の定義")
    assert finding.grade == "bad"
    assert "RuntimeError" in finding.text
