"""How the server is planned, what its health says, and that its log holds nobody's matter."""

import io
import json
import logging
from collections import namedtuple
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connection
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client

from yakuba.hall import environment, health
from yakuba.hall.logs import JsonLines, PlacesOnly
from yakuba.hall.serving import draining, noting, plan
from yakuba.hall.serving.application import Handler
from yakuba.hall.serving.gates import Slot
from yakuba.hall.tests.serving_world import Wire, scope, town

POSTGRESQL = {"DATABASE_URL": "postgres://x@y/z"}


def test_postgresql_gets_a_worker_for_each_core_and_what_is_asked_for_goes_first():
    assert plan.read((), POSTGRESQL).workers >= 1
    assert plan.read((), POSTGRESQL | {"YAKUBA_WORKERS": "5"}).workers == 5
    assert plan.read(("--workers", "3"), POSTGRESQL | {"YAKUBA_WORKERS": "5"}).workers == 3


def test_sqlite_has_one_worker_and_says_why_it_will_not_have_more():
    assert plan.read((), {}).workers == 1
    for words, environ in ((("--workers", "2"), {}), ((), {"YAKUBA_WORKERS": "2"})):
        with pytest.raises(plan.Refused, match="ワーカーは1つだけ"):
            plan.read(words, environ)


def test_there_are_always_more_threads_than_may_work_or_wait():
    asked = plan.read(("--threads", "30"), {})
    assert asked.threads > asked.slots + asked.staff_slots + plan.WAITING + plan.STAFF_WAITING


@pytest.mark.parametrize("wrong", ["0", "-1", "many", "1000"])
def test_a_number_that_is_none_is_named(wrong):
    with pytest.raises(plan.Refused, match=f"YAKUBA_WORKERS が「{wrong}」"):
        plan.read((), POSTGRESQL | {"YAKUBA_WORKERS": wrong})


def test_the_file_of_settings_lies_beneath_the_environment(tmp_path):
    file = tmp_path / "env"
    file.write_text(
        "# 町の設定\n\nYAKUBA_URL = 'https://a.example.jp/?x=1'\nYAKUBA_LOG=text\n", encoding="utf-8"
    )
    told = environment.complete({"YAKUBA_ENV": str(file), "YAKUBA_LOG": "json"})
    assert (told["YAKUBA_URL"], told["YAKUBA_LOG"]) == ("https://a.example.jp/?x=1", "json")


@pytest.mark.parametrize(("text", "says"), [("A=1\nこれは\n", "2 行目"), ("a b=1\n", "1 行目")])
def test_a_line_that_sets_nothing_is_named(tmp_path, text, says):
    (tmp_path / "env").write_text(text, encoding="utf-8")
    with pytest.raises(environment.Unreadable, match=says):
        environment.complete({"YAKUBA_ENV": str(tmp_path / "env")})
    with pytest.raises(environment.Unreadable, match="読めません"):
        environment.complete({"YAKUBA_ENV": str(tmp_path / "nowhere")})


@pytest.mark.django_db
class TestHealth:
    @pytest.fixture(autouse=True)
    def _not_remembered(self):
        health._asked_until_current.cache_clear()
        yield
        health._asked_until_current.cache_clear()

    def ready(self):
        answer = Client().get("/health/ready/")
        assert "sessionid" not in answer.cookies
        return answer.status_code, answer.content.decode().split()

    def test_a_sound_town_is_ready(self):
        assert self.ready() == (200, ["ok"])

    def test_one_that_ends_is_not_but_still_lives(self, monkeypatch):
        monkeypatch.setattr(draining, "stopping", lambda: True)
        assert self.ready() == (503, ["stopping"])
        assert Client().get("/health/live/").status_code == 200

    def test_a_database_of_an_older_form_is_not_ready_until_it_is_of_this_one(self, monkeypatch):
        monkeypatch.setattr(health, "pending", lambda: 1)
        assert self.ready() == (503, ["migrations"])
        monkeypatch.setattr(health, "pending", lambda: 0)
        assert self.ready() == (200, ["ok"])

    def test_a_full_disk_is_not_ready(self, monkeypatch):
        usage = namedtuple("usage", "total used free")
        monkeypatch.setattr("shutil.disk_usage", lambda _: usage(10, 9, 1))
        assert self.ready() == (503, ["disk"])

    def test_that_a_process_lives_is_told_without_a_question_to_the_database(self, django_assert_num_queries):
        with django_assert_num_queries(0):
            assert Client().get("/health/live/").content == b"ok\n"


SECRETS = ("correct horse", "hanako@example.jp", "hidden-words", "link-secret", "203.0.113.7", "見本太郎")


@pytest.fixture
def log(monkeypatch):
    """Everything that is written down meanwhile."""
    written = io.StringIO()
    monkeypatch.setattr(noting, "sys", SimpleNamespace(stderr=written))
    monkeypatch.setattr(noting, "FORM", "json")
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonLines())
    logging.getLogger().addHandler(handler)
    yield written
    logging.getLogger().removeHandler(handler)


@pytest.mark.django_db(transaction=True)
def test_what_people_send_and_who_they_are_never_reaches_the_log(cast, log):
    house = town(handler=Handler())
    for request in (
        scope("/sign-in/", [("username", "hanako@example.jp"), ("password", "correct horse")]),
        scope("/search/", QUERY_STRING="q=hidden-words"),
        scope("/status/link-secret-0123456789/withdrawal/", [("reason", "見本太郎")]),
        scope(
            "/drafts/link-secret/pages/x/", [("q-name", "見本太郎")], HTTP_REFERER="https://x/?hidden-words"
        ),
        scope("/nowhere/link-secret/"),
        scope("/", HTTP_HOST="hidden-words.example"),
        scope("/", REQUEST_METHOD="HIDDEN-WORDS".lower()),
    ):
        house(Wire(), request)
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    assert len([line for line in lines if line["logger"] == "yakuba.request"]) == 7
    assert "hall:sign_in" in {line.get("route") for line in lines}
    assert any(line["logger"].startswith("django.security") for line in lines)  # Django tells addresses
    assert [secret for secret in SECRETS if secret in log.getvalue()] == []


def test_an_error_leaves_its_kind_and_its_place_and_never_its_text(log):
    def broken(environ):
        raise ValueError("見本太郎 hidden-words")

    wire = Wire()
    town(broken)(wire, scope("/"))
    error, request = (json.loads(line) for line in log.getvalue().splitlines())
    assert "ValueError" in error["message"] and "test_serving.py" in error["message"]
    assert request["id"] in error["message"]
    assert (wire.status, request["status"]) == (500, 500)
    assert "hidden-words" not in log.getvalue() + wire.text


def test_an_answer_that_breaks_off_while_it_is_sent_says_no_more_either(log):
    def pieces():
        yield b"first"
        raise ValueError("hidden-words")

    wire = Wire()
    town(lambda _: StreamingHttpResponse(pieces()))(wire, scope("/"))
    assert wire.body == b"first"
    assert "hidden-words" not in log.getvalue() and "ValueError" in log.getvalue()


@pytest.mark.parametrize("formatter", [PlacesOnly("%(message)s"), JsonLines()])
def test_of_other_peoples_records_only_the_fixed_words_are_kept(formatter):
    theirs = logging.LogRecord(
        "django.security.csrf", 30, "", 0, "Forbidden (%s): %s", ("x", "/status/s/"), None
    )
    ours = logging.LogRecord("yakuba.jobs", 40, "", 0, "the queue: %s", ("OperationalError",), None)
    assert "/status/" not in formatter.format(theirs) and "Forbidden" in formatter.format(theirs)
    assert "OperationalError" in formatter.format(ours)


def test_the_number_of_a_request_is_the_proxys_when_it_is_well_formed():
    wire = Wire()
    town(lambda _: HttpResponse("x"))(wire, scope("/", HTTP_X_REQUEST_ID="0123456789abcdef0123456789abcdef"))
    assert wire.headers["X-Request-ID"] == "0123456789abcdef0123456789abcdef"
    town()(wire, scope("/", HTTP_X_REQUEST_ID='x" onload="'))
    assert wire.headers["X-Request-ID"].isalnum()


@pytest.mark.django_db(transaction=True)
def test_a_slot_keeps_its_connection_and_a_failed_one_is_opened_anew():
    slot, seen = Slot(), []
    mine = connection.settings_dict["NAME"]
    for _ in range(2):
        with slot:
            assert connection.settings_dict["NAME"] == mine
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
            seen.append(connection.connection)
            assert slot.told()[0] == 1
    assert seen[0] is seen[1]
    with slot:
        connection.ensure_connection()
        slot.failures = 1
    with slot:
        connection.ensure_connection()
        seen.append(connection.connection)
        connection.close()
    assert seen[2] is not seen[0]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no server to lose")
@pytest.mark.django_db(transaction=True)
def test_a_connection_that_was_lost_is_lost_for_one_request_only():
    slot = Slot()

    def lose() -> None:
        with slot, pytest.raises(DatabaseError):
            connection.ensure_connection()
            connection.connection.close()
            connection.cursor().execute("SELECT 1")

    def ask() -> object:
        with slot, connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            found = cursor.fetchone()
            connection.close()
            return found

    # As in the server: in threads that have no connection of their own.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lose).result()
        assert thread.submit(ask).result() == (1,)
