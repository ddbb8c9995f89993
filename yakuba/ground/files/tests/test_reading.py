"""Kept files are handed out as attachments, and go when they are lawfully destroyed."""

import io
import os
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.signals import request_finished
from django.db import close_old_connections, transaction

from yakuba.ground.calendar import clock
from yakuba.ground.files import read, store
from yakuba.ground.files.intake import keep
from yakuba.ground.files.problem import FileGone
from yakuba.ground.files.reply import attachment
from yakuba.ground.files.tests import samples
from yakuba.ground.journal.record import record
from yakuba.ground.journal.signature import By

BY = By(actor="system:test")

pytestmark = pytest.mark.django_db


@pytest.fixture
def open_connection():
    """As Django's test client does: the end of an answer must not close the test's own transaction."""
    request_finished.disconnect(close_old_connections)
    yield
    request_finished.connect(close_old_connections)


def hand_in(data, name):
    with transaction.atomic():
        stored = keep(io.BytesIO(data), allow={"pdf", "image"}, max_bytes=10**7, name=name)
        record("file.kept", subject=f"file:{stored.id}", by=BY, rows=[stored])
    return stored


def destroy(stored, capture):
    with capture(execute=True), transaction.atomic():
        row = read.destroy(stored.id)
        record("file.destroyed", subject=f"file:{row.id}", by=BY, facts={"decision": "1"}, rows=[row])


def make_old(digest, days=3):
    before = (clock.now() - timedelta(days=days)).timestamp()
    os.utime(store.place(digest), (before, before))


def test_many_files_are_described_in_one_query(django_assert_num_queries):
    kept = [hand_in(samples.PDF, f"図{n}.pdf") for n in range(5)]
    with django_assert_num_queries(1):
        found = read.describe([*(file.id for file in kept), uuid4()])
    assert {ref.name for ref in found.values()} == {f"図{n}.pdf" for n in range(5)}
    assert found[kept[0].id].state_text == "ウイルス検査なし"


def test_a_kept_file_is_opened_and_proves_to_be_intact():
    stored = hand_in(samples.PDF, "図.pdf")
    with read.open_file(stored.id) as file:
        assert file.read() == samples.PDF
    assert read.intact(stored.id)
    store.place(stored.digest).write_bytes(samples.PDF + b"!")
    assert not read.intact(stored.id)


def test_a_file_that_never_was_is_gone():
    with pytest.raises(FileGone):
        read.open_file(uuid4())
    with pytest.raises(FileGone):
        attachment(uuid4())
    with pytest.raises(FileGone), transaction.atomic():
        read.destroy(uuid4())


def test_the_answer_is_an_attachment_under_its_japanese_name_that_nobody_stores(open_connection):
    stored = hand_in(samples.PDF, "位置図 🐻.pdf")
    response = attachment(stored.id, show_picture=True)
    assert b"".join(response.streaming_content) == samples.PDF
    response.close()
    disposition = response["Content-Disposition"]
    assert disposition.startswith(
        "attachment; filename*=utf-8''%E4%BD%8D%E7%BD%AE%E5%9B%B3%20%F0%9F%90%BB.pdf"
    )
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Length"] == str(len(samples.PDF))
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]
    assert "sandbox" in response["Content-Security-Policy"]


def test_only_a_raster_picture_may_show_in_the_page(open_connection):
    picture = hand_in(samples.picture("PNG"), "写真.png")
    for asked, words in ((True, "inline"), (False, "attachment")):
        response = attachment(picture.id, show_picture=asked)
        response.close()
        assert response["Content-Disposition"].startswith(words)


def test_a_destroyed_file_is_gone_from_the_disk_but_not_from_the_record(django_capture_on_commit_callbacks):
    stored = hand_in(samples.PDF, "図.pdf")
    make_old(stored.digest)
    destroy(stored, django_capture_on_commit_callbacks)
    assert not store.place(stored.digest).exists()
    assert read.describe([stored.id])[stored.id].state == "destroyed"
    with pytest.raises(FileGone):
        read.open_file(stored.id)


def test_content_that_another_row_shares_stays(django_capture_on_commit_callbacks):
    first, second = hand_in(samples.PDF, "甲.pdf"), hand_in(samples.PDF, "乙.pdf")
    make_old(first.digest)
    destroy(first, django_capture_on_commit_callbacks)
    with read.open_file(second.id) as file:
        assert file.read() == samples.PDF
    with pytest.raises(FileGone):
        read.open_file(first.id)
    destroy(second, django_capture_on_commit_callbacks)
    assert not store.place(second.digest).exists()


def test_content_handed_in_just_now_waits_for_the_nightly_sweep(django_capture_on_commit_callbacks):
    stored = hand_in(samples.PDF, "図.pdf")
    destroy(stored, django_capture_on_commit_callbacks)
    assert store.place(stored.digest).exists()
    make_old(stored.digest)
    assert read.sweep() == 1
    assert not store.place(stored.digest).exists()


def test_the_sweep_takes_what_no_row_holds_and_nothing_else():
    stored = hand_in(samples.PDF, "図.pdf")
    make_old(stored.digest)
    with store.workbench() as bench:
        digest, _size = store.write(bench / "content", [b"orphan"])
        store.settle(bench / "content", digest)
        assert read.sweep() == 0
        make_old(digest)
        assert read.sweep() == 1
    assert store.place(stored.digest).exists()


def test_benches_of_dead_processes_are_cleared():
    left = store.folder() / "incoming" / "left"
    left.mkdir(parents=True)
    assert read.sweep() == 0
    before = (clock.now() - timedelta(days=3)).timestamp()
    os.utime(left, (before, before))
    assert read.sweep() == 1
    assert not left.exists()


@pytest.mark.parametrize("digest", ["../../town.sqlite3", "a" * 63, "A" * 64, ""])
def test_no_path_can_be_smuggled_in_as_a_digest(digest):
    with pytest.raises(ValueError, match="digest"):
        store.place(digest)
