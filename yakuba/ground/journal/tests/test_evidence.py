"""What an honest evidence file says."""

import subprocess
import sys
from hashlib import sha256

import pytest

from yakuba.ground.journal.evidence import EvidenceRefused
from yakuba.ground.journal.verifier.single import single_file
from yakuba.ground.journal.verifier.verify import verify


def test_the_whole_town_agrees_and_says_what_is_unsealed_and_lawfully_destroyed(busy_town):
    wrote = busy_town.export()
    report = verify(busy_town.evidence)
    assert report.findings == []
    assert report.counts == {"記録": 8, "行": 3, "ファイル": 0, "封印": 2}
    assert (wrote.sealed, wrote.unsealed, wrote.rows) == (7, 1, 3)
    assert report.unsealed[0] == 1
    assert len(report.disposals) == 1
    assert "斜総第12号" in report.disposals[0]
    assert report.text().startswith("全件一致")


def test_one_case_agrees_and_carries_only_its_own_rows(busy_town):
    busy_town.export(["case:2"])
    report = verify(busy_town.evidence)
    assert report.findings == []
    assert report.counts["記録"] == 3
    assert report.counts["行"] == 2


def test_a_row_changed_later_by_another_case_brings_that_event_along(town):
    row = town.permit("case:1")
    town.change("case:2", row, amount=5)
    town.seal()
    town.export(["case:1"])
    report = verify(town.evidence)
    assert report.findings == []
    assert report.counts["記録"] == 2


def test_a_row_destroyed_later_by_another_case_is_lawful_with_its_decision(town):
    row = town.permit("case:1")
    town.seal()
    town.destroy("disposal:9", row, decision="斜総第99号")
    town.seal()
    town.export(["case:1"])
    report = verify(town.evidence)
    assert report.findings == []
    assert "斜総第99号" in report.disposals[0]


def test_a_case_newer_than_the_seal_is_wholly_unsealed(busy_town):
    busy_town.permit("case:9")
    busy_town.export(["case:9"])
    report = verify(busy_town.evidence)
    assert report.findings == []
    assert report.unsealed[0] == 1


def test_files_are_proved_by_the_row_that_names_them(town):
    content = "図面".encode()
    digest = sha256(content).hexdigest()
    town.permit("case:1", note=digest)
    town.seal()
    path = town.folder / "drawing"
    path.write_bytes(content)
    town.export(files={digest: path})
    assert verify(town.evidence).findings == []
    town.export(files={digest: b"another drawing"})
    assert any("名前と合いません" in finding.why for finding in verify(town.evidence).findings)
    stray = sha256(b"stray").hexdigest()
    town.export(files={stray: b"stray"})
    assert [finding.why for finding in verify(town.evidence).findings] == [
        "どの記録にも出てこないファイルです"
    ]


def test_evidence_is_refused_before_the_first_seal_and_for_an_unknown_subject(town):
    town.permit("case:1")
    with pytest.raises(EvidenceRefused, match="封印がありません"):
        town.export()
    town.seal()
    with pytest.raises(EvidenceRefused, match="case:77"):
        town.export(["case:77"])


def test_the_verifier_runs_alone_with_nothing_but_python(busy_town, tmp_path):
    busy_town.export()
    script = tmp_path / "verify.py"
    script.write_text(single_file(), encoding="utf-8")
    note = max((busy_town.seal_dir / "checkpoints").iterdir())
    command = [sys.executable, "-I", "-S", script, busy_town.evidence, "--checkpoint", note]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("全件一致")
    assert "yakuba." not in single_file()
    busy_town.sql("UPDATE sample_permit SET amount = amount + 1 WHERE title = %s", "足場")
    busy_town.export()
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.returncode == 1
    assert "記録のあとに書き換えられています" in done.stdout
