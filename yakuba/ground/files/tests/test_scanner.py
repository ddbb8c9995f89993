"""The ClamAV client speaks INSTREAM to a real socket, and lets nothing through without an answer."""

import io
import socketserver
import struct
import threading

import pytest
from django.db import transaction

from yakuba.ground.files.intake import keep
from yakuba.ground.files.models import StoredFile
from yakuba.ground.files.problem import FileProblem
from yakuba.ground.files.tests import samples
from yakuba.ground.journal.record import record
from yakuba.ground.journal.signature import By

SIGNATURE = b"STANDARD-TEST-SIGNATURE"

pytestmark = pytest.mark.django_db


class Daemon(socketserver.StreamRequestHandler):
    """As clamd answers: it reads the stream in its lengths and finds one signature."""

    def handle(self):
        if self.rfile.read(10) != b"zINSTREAM\0":
            self.wfile.write(b"UNKNOWN COMMAND\0")
            return
        content = b""
        while length := struct.unpack(">I", self.rfile.read(4))[0]:
            content += self.rfile.read(length)
        self.server.seen.append(content)
        if len(content) > 1_000_000:
            self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
        elif SIGNATURE in content:
            self.wfile.write(b"stream: Test.Signature FOUND\0")
        else:
            self.wfile.write(b"stream: OK\0")


@pytest.fixture(params=["unix", "tcp"])
def daemon(request, tmp_path, settings):
    if request.param == "unix":
        settings.YAKUBA_CLAMAV = str(tmp_path / "clamd.ctl")
        server = socketserver.ThreadingUnixStreamServer(settings.YAKUBA_CLAMAV, Daemon)
    else:
        server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Daemon)
        settings.YAKUBA_CLAMAV = f"127.0.0.1:{server.server_address[1]}"
    server.seen = []
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def hand_in(data):
    with transaction.atomic():
        stored = keep(io.BytesIO(data), allow={"text"}, max_bytes=10**7, name="メモ.txt")
        record("file.kept", subject=f"file:{stored.id}", by=By(actor="system:test"), rows=[stored])
    return stored


def test_a_clean_file_is_said_to_be_clean(daemon):
    data = b"a memo\n" * 20_000
    assert hand_in(data).state == StoredFile.State.CLEAN
    assert daemon.seen == [data]


def test_a_virus_is_refused_and_not_kept(daemon):
    with pytest.raises(FileProblem, match="ウイルスが見つかった"):
        hand_in(b"memo " + SIGNATURE)
    assert not StoredFile.objects.exists()


def test_a_file_the_daemon_cannot_examine_is_refused(daemon):
    with pytest.raises(FileProblem, match="ウイルス検査ができない"):
        hand_in(b"a" * 1_000_001)


@pytest.mark.parametrize("address", ["/nowhere/clamd.ctl", "127.0.0.1:1", "clamd"])
def test_a_scanner_that_does_not_answer_is_no_open_door(settings, address):
    settings.YAKUBA_CLAMAV = address
    with pytest.raises(FileProblem, match="ウイルス検査ができない"):
        hand_in(b"a memo\n")


def test_without_a_scanner_the_file_is_said_to_be_unscanned():
    assert hand_in(samples.PDF[:0] + b"a memo\n").state == StoredFile.State.UNSCANNED
