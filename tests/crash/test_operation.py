"""What an operator relies on: restarts, new settings, figures, a log without anybody's matter in it."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest
from django.db import connection

from tests.crash.callers import Callers
from tests.crash.server import Load, TownServer, environment, free_port
from tests.crash.test_reload import reload
from tests.crash.test_stop import group_runs, wait_until
from yakuba.ground import town as facts

MORE = ("--workers", "2") if connection.vendor == "postgresql" else ()
CALLERS = 100
HOME = 'yakuba_requests_total{method="GET",route="applications:home",status="200"}'


@contextmanager
def running(data: Path, *words: str, **settings: str) -> Iterator[TownServer]:
    server = TownServer(data, *words, **settings).start()
    wait_until(lambda: "準備ができました" in server.log())
    try:
        yield server
    finally:
        server.kill()


def page(port: int, path: str = "/", **headers: str) -> tuple[int, str, dict[str, str]]:
    line = HTTPConnection("127.0.0.1", port, timeout=10)
    line.request("GET", path, headers=headers)
    reply = line.getresponse()
    text = reply.read().decode()
    line.close()
    return reply.status, text, {name.lower(): value for name, value in reply.headers.items()}


def numbers_of(server: TownServer, name: str) -> list[int]:
    return [int(pid) for pid in re.findall(rf"{name} \((\d+)\) が動きはじめました", server.log())]


def test_a_worker_that_dies_comes_back_and_is_told_in_the_log(town: Path) -> None:
    with running(town, *MORE) as server:
        os.kill(numbers_of(server, "web-1")[0], signal.SIGKILL)
        wait_until(lambda: len(numbers_of(server, "web-1")) == 2)
        assert "web-1 が止まりました（-9）。1 秒後に動かし直します" in server.log()
        wait_until(server.answers)


def test_who_comes_while_nobody_is_free_to_take_the_line_waits_in_it(town: Path) -> None:
    """Turned away, a browser would try again only after a second."""
    with running(town, *MORE) as server:
        workers = [pid for name in ("web-1", "web-2") for pid in numbers_of(server, name)]
        for pid in workers:
            os.kill(pid, signal.SIGSTOP)
        callers = [socket.create_connection(("127.0.0.1", server.port), timeout=0.5) for _ in range(CALLERS)]
        for pid in workers:
            os.kill(pid, signal.SIGCONT)
        for caller in callers:
            caller.settimeout(10)
            caller.sendall(b"GET /health/live/ HTTP/1.0\r\nHost: localhost\r\n\r\n")
        assert {caller.recv(12) for caller in callers} == {b"HTTP/1.0 200"}
        for caller in callers:
            caller.close()


def test_a_reload_reads_settings_and_town_data_and_refuses_what_is_broken(town: Path, tmp_path: Path) -> None:
    data, settings = tmp_path / "own_town", tmp_path / "settings"
    shutil.copytree(facts.folder(), data)
    settings.write_text(f"# この町の設定\nYAKUBA_TOWN='{data}'\n", encoding="utf-8")
    with running(town, *MORE, YAKUBA_ENV=str(settings)) as server:
        about = (data / "town.toml").read_text(encoding="utf-8")
        name = re.search(r'^name = "(.+)"', about, re.M)[1]
        assert name in page(server.port)[1]
        (data / "town.toml").write_text(about.replace(name, "架空町"), encoding="utf-8")
        assert name in page(server.port)[1]
        assert reload(town, YAKUBA_ENV=str(settings)).returncode == 0
        assert "架空町" in page(server.port)[1]
        settings.write_text("これは設定ではない\n", encoding="utf-8")
        refused = reload(town)
        assert refused.returncode == 1 and "1 行目" in refused.stderr
        settings.write_text(f"YAKUBA_TOWN={data}\nYAKUBA_REMEMBERED_KEY=x\n", encoding="utf-8")
        refused = reload(town)
        assert refused.returncode == 1 and "動きはじめる前に終わりました" in refused.stderr
        assert "架空町" in page(server.port)[1]


def test_a_second_server_on_the_same_data_is_refused_and_so_is_a_reload_of_none(town: Path) -> None:
    again = [sys.executable, "-m", "yakuba.hall.cli", "serve", "--port", str(free_port())]
    with running(town) as server:
        told = subprocess.run(again, env=environment(town), capture_output=True, text=True, timeout=30)
        assert told.returncode == 1 and "もう動いています" in told.stderr
        server.stop()
    told = reload(town)
    assert told.returncode == 1 and "動いている町がありません" in told.stderr


@pytest.mark.skipif(connection.vendor == "postgresql", reason="PostgreSQL has as many as wanted")
def test_more_than_one_worker_on_sqlite_is_refused_with_the_reason(town: Path) -> None:
    command = [sys.executable, "-m", "yakuba.hall.cli", "serve", "--workers", "2"]
    told = subprocess.run(command, env=environment(town), capture_output=True, text=True, timeout=30)
    assert told.returncode == 1
    assert "ワーカーは1つだけ" in told.stderr and "直し方" in told.stderr


def test_figures_are_told_apart_from_the_town_and_count_over_workers_and_reloads(town: Path) -> None:
    place = f"127.0.0.1:{free_port()}"
    with running(town, *MORE, YAKUBA_METRICS=place) as server:
        for _ in range(6):
            page(server.port)
        page(server.port, "/no/such/page/")
        port = int(place.rpartition(":")[2])
        wait_until(lambda: figures(port)[HOME] == 6)
        assert reload(town).returncode == 0
        page(server.port)
        # A request is counted once its answer has gone out.
        wait_until(lambda: figures(port)[HOME] == 7)
        told = figures(port)
        assert told['yakuba_requests_total{method="GET",route="-",status="404"}'] == 1
        assert told['yakuba_request_seconds_count{route="applications:home"}'] == 7
        assert told["yakuba_requests_in_flight"] == 0
        assert told["yakuba_submissions"] > 0 and told["yakuba_jobs_waiting"] >= 0
        assert "yakuba_unsealed_oldest_seconds" in told
        assert page(server.port, "/metrics")[0] == 404


def figures(port: int) -> dict[str, float]:
    status, text, _ = page(port, "/metrics")
    assert status == 200
    lines = [line.rpartition(" ") for line in text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in lines}


def test_the_log_tells_routes_and_times_and_nothing_of_anybodys_matter(
    town: Path, sessions: list[str]
) -> None:
    with running(town, *MORE) as server:
        load = Load(server.port, sessions[:4]).start(2)
        wait_until(lambda: len(load.receipts) >= 2 or bool(load.faults))
        load.join()
        secret = "status-link-secret-0123456789abcdefghijklmno"
        page(server.port, f"/status/{secret}/", **{"X-Request-ID": "proxy-0001"})
        page(server.port, "/search/?q=hidden-words-of-somebody")
        server.stop()
        lines = [json.loads(line) for line in server.log().splitlines()]
    requests = [line for line in lines if line["logger"] == "yakuba.request"]
    assert load.faults == [] and len(requests) > 10
    assert {"applications:page", "applications:summary", "applications:status"} <= {
        line["route"] for line in requests
    }
    assert all(set(line) == SAID for line in requests)
    assert [line["route"] for line in requests if line["id"] == "proxy-0001"] == ["applications:status"]
    assert any(line["queries"] > 0 and line["db_ms"] > 0 for line in requests)
    log = server.log()
    written = [secret, "hidden-words", "127.0.0.1", *load.receipts, *sessions[:4], load.tried[0].canary]
    assert [word for word in written if word in log] == []


SAID = {"time", "logger", "method", "route", "status", "ms", "waited_ms", "queries", "db_ms", "pid", "id"}


def test_a_number_that_is_not_well_formed_is_not_taken_over(town: Path) -> None:
    with running(town) as server:
        assert page(server.port, **{"X-Request-ID": "proxy-0002"})[2]["x-request-id"] == "proxy-0002"
        for bad in ("short", "x" * 65, "has spaces in it", "名前"):
            told = page(server.port, **{"X-Request-ID": bad.encode().decode("latin-1")})[2]["x-request-id"]
            assert re.fullmatch("[0-9a-f]{16}", told)


def test_callers_of_a_killed_jobs_process_notice_nothing(town: Path, sessions: list[str]) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("the jobs are a thread of the web process")
    with running(town) as server:
        jobs = [stat.split()[0] for stat in group_runs(server.process.pid) if _runs_jobs(stat.split()[0])]
        assert len(jobs) == 1
        callers = Callers(server.port).start()
        os.kill(int(jobs[0]), signal.SIGKILL)
        wait_until(lambda: "jobs が止まりました（-9）" in server.log())
        wait_until(lambda: [s for s in group_runs(server.process.pid) if _runs_jobs(s.split()[0])] != [])
        callers.join()
        assert callers.unanswered == {}


def _runs_jobs(pid: str) -> bool:
    try:
        return b"yakuba.hall.serving.jobs" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False
