"""Scripted attacks on the database and on the evidence file; each one must be found, and named where
it can be."""

import json
import shutil
import zipfile
from dataclasses import replace

import pytest
from django.db import connection

from yakuba.ground.journal import guard
from yakuba.ground.journal.models import Event
from yakuba.ground.journal.note import SigningKey, read_checkpoint
from yakuba.ground.journal.tests.attacks import lines, pack, rewrite_event, unpack, with_lines
from yakuba.ground.journal.tests.sample import Permit
from yakuba.ground.journal.verifier.verify import verify


@pytest.fixture
def sealed(busy_town):
    busy_town.seal()
    guard.take_down(connection)
    return busy_town


def newest_seal(town):
    return max((town.seal_dir / "checkpoints").iterdir()).read_bytes()


def kinds(report):
    return {finding.kind for finding in report.findings}


def everything_said(report):
    return "\n".join(map(str, report.findings))


@pytest.mark.parametrize("subjects", [None, ["case:1"]])
def test_a_row_edited_by_sql_is_named(sealed, subjects):
    row = Permit.objects.get(note="未封印の変更")
    sealed.sql("UPDATE sample_permit SET amount = 1 WHERE id = %s", row.pk.hex)
    sealed.export(subjects)
    (finding,) = verify(sealed.evidence).findings
    assert finding.kind == "破損"
    assert f"sample.permit の行 {row.pk}" in finding.place


@pytest.mark.parametrize("subjects", [None, ["case:1"]])
def test_a_row_deleted_by_sql_is_missing_and_not_lawfully_destroyed(sealed, subjects):
    row = Permit.objects.get(note="未封印の変更")
    sealed.sql("DELETE FROM sample_permit WHERE id = %s", row.pk.hex)
    sealed.export(subjects)
    (finding,) = verify(sealed.evidence).findings
    assert finding.kind == "欠落"
    assert str(row.pk) in finding.place


def test_a_row_inserted_by_sql_is_named(sealed):
    row = Permit.objects.create(title="裏口")
    sealed.export()
    (finding,) = verify(sealed.evidence).findings
    assert str(row.pk) in finding.place
    assert finding.why == "この行を書いた記録がありません"


@pytest.mark.parametrize("subjects", [None, ["case:1"]])
def test_an_event_deleted_and_the_rest_renumbered_is_found(sealed, subjects):
    first, second, third = Event.objects.filter(subject="case:1").order_by("id")
    line = json.dumps({"body": second.body, "digest": second.digest, "index": 0})
    forged = json.loads(rewrite_event(line.encode(), subject_seq=1, subject_prev=""))
    sealed.sql("DELETE FROM journal_event WHERE id IN (%s, %s)", first.id, third.id)
    sealed.sql(
        "UPDATE journal_event SET subject_seq = 1, body = %s, digest = %s WHERE id = %s",
        forged["body"],
        forged["digest"],
        second.id,
    )
    sealed.export(subjects)
    assert "欠落" in kinds(verify(sealed.evidence))


def test_the_newest_event_of_a_case_cannot_be_left_out(sealed):
    sealed.export(["case:1"])
    members = unpack(sealed.evidence)
    events, proofs = lines(members), lines(members, "proofs/inclusion.ndjson")
    shorter = with_lines(members, events[:-1])
    shorter["proofs/inclusion.ndjson"] = b"".join(proofs[:-1])
    report = verify(pack(sealed.folder / "forged.zip", shorter))
    assert "封印された最後の記録までそろっていません" in everything_said(report)


def test_a_history_rewritten_with_a_new_key_is_exposed_by_a_published_seal(sealed):
    published = newest_seal(sealed)
    sealed.sql("DELETE FROM journal_event WHERE subject = 'case:3'")
    shutil.rmtree(sealed.seal_dir)
    sealed.seal()
    sealed.export()
    assert verify(sealed.evidence).findings == []
    report = verify(sealed.evidence, published)
    assert report.findings[0].place == "公開済みの封印"


def test_a_history_rewritten_with_the_stolen_key_is_exposed_by_a_published_seal(sealed):
    published, key = newest_seal(sealed), (sealed.seal_dir / "key").read_text()
    public = (sealed.seal_dir / "public.txt").read_text()
    sealed.sql("DELETE FROM journal_event WHERE subject = 'case:3'")
    for subject in ("case:50", "case:51", "case:52"):
        sealed.permit(subject)
    shutil.rmtree(sealed.seal_dir)
    sealed.seal_dir.mkdir()
    (sealed.seal_dir / "key").write_text(key)
    (sealed.seal_dir / "public.txt").write_text(public)
    sealed.seal()
    sealed.export()
    assert verify(sealed.evidence).findings == []
    assert "封印と合いません" in everything_said(verify(sealed.evidence, published))
    sealed.export(["case:1"])
    assert verify(sealed.evidence).findings == []
    assert "確かめられません" in everything_said(verify(sealed.evidence, published))


@pytest.mark.parametrize("subjects", [None, ["case:1"]])
def test_an_older_copy_is_exposed_by_a_newer_published_seal(sealed, subjects):
    sealed.export(subjects)
    sealed.permit("case:9")
    sealed.seal()
    assert verify(sealed.evidence).findings == []
    (finding,) = verify(sealed.evidence, newest_seal(sealed)).findings
    assert (finding.kind, finding.place) == ("欠落", "公開済みの封印")


@pytest.mark.parametrize("subjects", [None, ["case:1"]])
def test_every_older_seal_agrees_with_an_honest_file(sealed, subjects):
    sealed.export(subjects)
    for path in (sealed.seal_dir / "checkpoints").iterdir():
        assert verify(sealed.evidence, path.read_bytes()).findings == []
    assert verify(sealed.evidence, b"not a seal").findings


def test_an_event_taken_out_is_named_by_its_number(sealed):
    sealed.export()
    members = unpack(sealed.evidence)
    events = lines(members)
    report = verify(pack(sealed.folder / "forged.zip", with_lines(members, events[:2] + events[3:])))
    assert "欠落（封印3番から3番）記録がありません" in everything_said(report)


def test_an_unsealed_event_left_out_before_another_of_its_subject_is_found(sealed):
    row = Permit.objects.get(note="未封印の変更")
    sealed.change("case:1", row, amount=8)
    sealed.change("case:1", row, amount=9)
    sealed.export()
    members = unpack(sealed.evidence)
    *events, _, second = lines(members)
    report = verify(pack(sealed.folder / "forged.zip", with_lines(members, [*events, second])))
    assert "つながっていません" in everything_said(report)


def test_a_seal_that_hides_a_subject_is_found_even_when_the_town_signed_it(sealed):
    sealed.export()
    members = unpack(sealed.evidence)
    kept = json.loads((sealed.seal_dir / "key").read_text())
    key = SigningKey(kept["name"], bytes.fromhex(kept["seed"]))
    name = max(name for name in members if name.startswith("checkpoints/"))
    honest = read_checkpoint(members[name].decode(), key.public)
    dishonest = key.sign(replace(honest, heads=bytes(32)).body())
    report = verify(pack(sealed.folder / "forged.zip", {**members, name: dishonest.encode()}))
    assert "対象ごとの最後の記録が、封印と合いません" in everything_said(report)


def test_the_tail_cut_off_is_found(sealed):
    sealed.export()
    members = unpack(sealed.evidence)
    report = verify(pack(sealed.folder / "forged.zip", with_lines(members, lines(members)[:-1])))
    assert "封印は8件ですが、記録は7件です" in everything_said(report)


def test_sealed_events_cannot_be_passed_off_as_unsealed(sealed):
    sealed.export()
    members = unpack(sealed.evidence)
    *events, last = lines(members)
    opened = last.replace(b'"index":7}', b'"index":null}')
    report = verify(pack(sealed.folder / "forged.zip", with_lines(members, [*events, opened])))
    assert "封印は8件ですが、記録は7件です" in everything_said(report)


@pytest.mark.parametrize(
    "name", ["../evil", "/etc/passwd", "files/../x", "tables/a.b.ndjson/", "C:\\x", "events.ndjson "]
)
def test_a_file_with_a_dangerous_name_is_refused(sealed, name):
    sealed.export()
    forged = pack(sealed.folder / "forged.zip", {**unpack(sealed.evidence), name: b"x"})
    (finding,) = verify(forged).findings
    assert finding.place == "ZIP"


def test_two_files_of_one_name_are_refused(sealed):
    sealed.export()
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(sealed.evidence, "a") as archive:
        archive.writestr("events.ndjson", b"")
    (finding,) = verify(sealed.evidence).findings
    assert "同じ名前" in finding.why


@pytest.mark.parametrize(("before", "after"), [(b"", b"tail"), (b"head", b""), (b"", b"PK\5\6")])
def test_data_around_the_zip_is_refused(sealed, before, after):
    sealed.export()
    sealed.evidence.write_bytes(before + sealed.evidence.read_bytes() + after)
    assert verify(sealed.evidence).findings[0].kind == "破損"


@pytest.mark.parametrize("content", [b"", b"PK", b"not a zip at all", b"\0" * 4096])
def test_something_else_than_an_evidence_file_is_damaged_and_not_a_crash(tmp_path, content):
    path = tmp_path / "x.zip"
    path.write_bytes(content)
    (finding,) = verify(path).findings
    assert finding.place == "証拠ファイル"


def test_a_duplicate_key_in_an_event_is_refused(sealed):
    sealed.export()
    members = unpack(sealed.evidence)
    first, *rest = lines(members)
    doubled = b'{"body":"{}",' + first[1:]
    report = verify(pack(sealed.folder / "forged.zip", with_lines(members, [doubled, *rest])))
    assert report.findings[0].place.startswith("events.ndjson 1行目")
    assert "正規の形" in report.findings[0].why


def test_a_row_moved_to_another_table_or_given_another_salt_is_refused(sealed):
    sealed.export()
    members = unpack(sealed.evidence)
    name = "tables/sample.permit.ndjson"
    moved = {key: value for key, value in members.items() if key != name}
    report = verify(
        pack(sealed.folder / "forged.zip", {**moved, "tables/sample.other.ndjson": members[name]})
    )
    assert kinds(report) == {"破損", "欠落"}
    first, *rest = lines(members, name)
    row = json.loads(first)
    salted = first.replace(row["salt"].encode(), b"00" * 16)
    report = verify(pack(sealed.folder / "forged.zip", with_lines(members, [salted, *rest], name)))
    assert row["columns"]["id"] in everything_said(report)
