"""The sealer: it signs what continues, refuses what does not, and says what is still open."""

import json
import shutil
import stat
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from django.db import connection, transaction

from tests import databases
from yakuba.ground.calendar import clock
from yakuba.ground.journal import guard, sealer
from yakuba.ground.journal.canonical import canonical, sha256
from yakuba.ground.journal.models import Event
from yakuba.ground.journal.note import PublicKey, read_checkpoint
from yakuba.ground.journal.read import history
from yakuba.ground.journal.record import Act, Head, compose, record
from yakuba.ground.journal.seal_store import SealRefused, SealStore
from yakuba.ground.journal.sealer import check, is_restored, seal, seal_restored, unsealed
from yakuba.ground.journal.tests.conftest import CLERK, ORIGIN


@pytest.fixture
def sealed(busy_town):
    busy_town.seal()
    guard.take_down(connection)
    return busy_town


def test_the_open_range_is_stated_and_closed_by_the_next_seal(busy_town):
    left = unsealed(busy_town.seal_dir)
    assert left.count == 1
    assert left.since == Event.objects.order_by("id").last().at
    assert busy_town.seal().size == 8
    assert unsealed(busy_town.seal_dir).count == 0
    assert check(busy_town.seal_dir) == []


def test_nothing_new_gives_no_new_seal_and_no_event_gives_none(town):
    assert town.seal() is None
    town.permit("case:1")
    first = town.seal()
    assert town.seal() == first
    assert len(list((town.seal_dir / "checkpoints").iterdir())) == 1


def test_the_key_is_the_sealers_alone_and_every_seal_is_signed_by_it(sealed):
    mode = stat.S_IMODE((sealed.seal_dir / "key").stat().st_mode)
    assert mode == 0o600
    key = PublicKey.read((sealed.seal_dir / "public.txt").read_text())
    sizes = [
        read_checkpoint(path.read_text(), key).size
        for path in sorted((sealed.seal_dir / "checkpoints").iterdir())
    ]
    assert sizes == [3, 7, 8]
    with pytest.raises(SealRefused, match="のものです"):
        seal(sealed.seal_dir, origin="yakuba.example/other")


@pytest.mark.parametrize(
    ("statement", "word"),
    [
        (
            "UPDATE journal_event SET body = replace(body, 'totp', 'none') WHERE subject = 'case:1'",
            "書き換え",
        ),
        ("DELETE FROM journal_event WHERE subject = 'case:3'", "消えています"),
        ("DELETE FROM journal_event", "消えています"),
    ],
)
def test_a_changed_past_is_named_and_never_signed(sealed, statement, word):
    before = sorted((sealed.seal_dir / "checkpoints").iterdir())
    sealed.permit("case:9")
    sealed.sql(statement)
    with pytest.raises(SealRefused) as refused:
        sealed.seal()
    assert word in str(refused.value)
    assert any(word in reason for reason in check(sealed.seal_dir))
    assert sorted((sealed.seal_dir / "checkpoints").iterdir()) == before


def test_an_event_slipped_in_among_sealed_ones_is_noticed(sealed):
    newest = Event.objects.order_by("id").last()
    columns = "kind, subject, subject_seq, at, actor, body, digest, xid"
    sealed.sql(
        f"INSERT INTO journal_event (id, {columns}) SELECT 0, {columns.replace('subject,', 'actor,', 1)} "
        "FROM journal_event WHERE id = %s",
        newest.id,
    )
    with pytest.raises(SealRefused, match="データベースには"):
        sealed.seal()


@pytest.mark.parametrize("change", [{"subject_prev": "0" * 64}, {"subject_seq": 2}])
def test_an_event_that_does_not_follow_its_subject_is_refused(sealed, change):
    sealed.permit("case:9")
    row = Event.objects.order_by("id").last()
    body = canonical({**row.content, **change})
    statement = "UPDATE journal_event SET body = %s, digest = %s WHERE id = %s"
    sealed.sql(statement, body.decode(), "00" * 32, row.id)
    with pytest.raises(SealRefused, match="書き換え"):
        sealed.seal()
    sealed.sql(statement, body.decode(), sha256(body).hex(), row.id)
    with pytest.raises(SealRefused, match="つながっていません"):
        sealed.seal()


def test_a_sealer_put_back_to_an_older_day_refuses(sealed, tmp_path):
    older = tmp_path / "older"
    shutil.copytree(sealed.seal_dir, older)
    sealed.permit("case:9")
    sealed.seal()
    shutil.copy(older / "state.sqlite3", sealed.seal_dir / "state.sqlite3")
    with pytest.raises(SealRefused, match="巻き戻されています"):
        sealed.seal()


def test_a_changed_chain_file_is_named(sealed):
    path = sealed.seal_dir / "chain.ndjson"
    lines = path.read_text().splitlines(keepends=True)
    entry = json.loads(lines[2])
    flipped = entry[2].translate(str.maketrans("0123456789abcdef", "123456789abcdef0"))
    path.write_text("".join([*lines[:2], lines[2].replace(entry[2], flipped), *lines[3:]]))
    with pytest.raises(SealRefused, match="連鎖"):
        sealed.seal()
    path.write_text("".join(lines[:2]))
    with pytest.raises(SealRefused, match="短くなっています"):
        sealed.seal()


def test_a_crash_between_chain_and_state_is_mended_by_the_next_run(sealed):
    with (sealed.seal_dir / "chain.ndjson").open("a") as chain:
        chain.write('[8,999,"')
    sealed.permit("case:9")
    assert sealed.seal().size == 9
    assert check(sealed.seal_dir) == []


def test_a_crash_between_state_and_signature_is_mended_by_the_next_run(sealed):
    sealed.permit("case:9")
    last = sealed.seal()
    (sealed.seal_dir / "checkpoints" / f"{last.size:012d}.txt").unlink()
    again = sealed.seal()
    assert (again.size, again.root, again.chain, again.heads) == (
        last.size,
        last.root,
        last.chain,
        last.heads,
    )


def test_sealing_in_many_small_batches_gives_the_same_seal(busy_town, tmp_path, monkeypatch):
    whole = busy_town.seal()
    monkeypatch.setattr(sealer, "BATCH", 2)
    monkeypatch.setattr(sealer, "REREAD", 3)
    again = seal(tmp_path / "again", origin=ORIGIN)
    assert (again.root, again.chain, again.heads) == (whole.root, whole.chain, whole.heads)
    for number in range(4):
        busy_town.permit(f"case:{20 + number}")
        assert seal(tmp_path / "again", origin=ORIGIN).size == 9 + number
    assert check(tmp_path / "again") == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_nothing_is_sealed_in_front_of_a_transaction_still_running(town):
    first = town.permit("case:1")
    town.seal()
    with closing(connection.copy()) as other, other.cursor() as running:
        running.execute("BEGIN")
        event = compose(Act("case.received", "case:2", CLERK, {}), head=Head(), at=clock.now())
        running.execute(
            "INSERT INTO journal_event (kind, subject, subject_seq, at, actor, body, digest) "
            "VALUES (%s, %s, %s, %s, %s, %s, %s)",
            [event.kind, event.subject, 1, event.at, event.actor, event.body, event.digest],
        )
        town.change("case:1", first, amount=3)
        assert town.seal().size == 1
        assert unsealed(town.seal_dir).count == 1
        running.execute("COMMIT")
    assert town.seal().size == 3
    assert check(town.seal_dir) == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="a SQLite file has no neighbours")
def test_a_transaction_of_another_database_on_the_same_server_holds_up_no_seal(town):
    with connection._nodb_cursor() as neighbour:
        neighbour.execute("BEGIN")
        neighbour.execute("SELECT pg_current_xact_id()")
        town.permit("case:1")
        assert town.seal().size == 1


@pytest.fixture
def restored(town):
    """Two events sealed and one not on a server with high numbers of transactions; restored on this one, and
    nobody else is there (a served page of an earlier test may have left its connection open).
    """
    databases.cut_off_others(connection)
    row = town.permit("case:1")
    town.permit("case:2")
    town.seal()
    town.change("case:1", row, amount=3)
    guard.take_down(connection)
    town.sql("UPDATE journal_event SET xid = xid + 1000000000")
    with closing(SealStore(town.seal_dir)) as store, store.alone():
        state = store.state()
        state.watermark, state.cluster = state.watermark + 1_000_000_000, "another server"
        store.keep(state)
    return town


ONLY_POSTGRESQL = pytest.mark.skipif(connection.vendor != "postgresql", reason="a SQLite file moves as it is")


@ONLY_POSTGRESQL
def test_on_another_server_nothing_is_sealed_until_it_is_said_to_be_restored(restored):
    assert is_restored(restored.seal_dir)
    with pytest.raises(SealRefused, match="seal --restored"):
        restored.seal()
    restored.permit("case:3")  # somebody worked on meanwhile
    assert seal_restored(restored.seal_dir, origin=ORIGIN).size == 4
    assert not is_restored(restored.seal_dir)
    restored.permit("case:1")
    assert restored.seal().size == 5
    assert unsealed(restored.seal_dir).count == 0
    assert check(restored.seal_dir) == []


@ONLY_POSTGRESQL
def test_a_server_that_has_counted_further_is_noticed_too(restored):
    restored.sql("UPDATE journal_event SET xid = 5 WHERE id > 0")
    with closing(SealStore(restored.seal_dir)) as store, store.alone():
        state = store.state()
        state.watermark = 6
        store.keep(state)
    with pytest.raises(SealRefused, match="seal --restored"):
        restored.seal()


@ONLY_POSTGRESQL
def test_what_was_changed_on_the_way_to_the_other_server_is_named(restored):
    restored.sql("UPDATE journal_event SET body = replace(body, 'case:1', 'case:9') WHERE subject = 'case:1'")
    with pytest.raises(SealRefused, match="書き換え"):
        seal_restored(restored.seal_dir, origin=ORIGIN)
    assert is_restored(restored.seal_dir)


@ONLY_POSTGRESQL
def test_while_others_use_the_restored_database_it_is_not_taken_over(restored):
    with closing(connection.copy()) as other:
        other.ensure_connection()
        with pytest.raises(SealRefused, match="町を止めて"):
            seal_restored(restored.seal_dir, origin=ORIGIN)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_two_acts_on_one_subject_wait_for_each_other(committing):
    def act(number):
        try:
            with transaction.atomic():
                record("case.noted", subject="case:1", by=CLERK, facts={"number": number})
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as people:
        list(people.map(act, range(20)))
    assert [event.subject_seq for event in history("case:1")] == list(range(1, 21))
