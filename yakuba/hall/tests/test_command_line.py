"""The commands as a person types them, in processes of their own."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError

import pytest

from tests import databases

HOUSE = Path(__file__).resolve().parents[3]
STARTS_WITHIN = 90  # seconds


def environment(data: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("YAKUBA_", "DJANGO_"))}
    own = databases.environment(data)
    own |= {"DEMO_" + name: url for name, url in own.items()}
    return kept | {"YAKUBA_DATA": str(data), "PYTHONPATH": str(HOUSE)} | own


def yakuba(data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "yakuba.hall.cli", *words],
        env=environment(data), cwd=data, capture_output=True, text=True, check=False,
    )  # fmt: skip


@dataclass
class Demo:
    """A demo town running on this machine."""

    process: subprocess.Popen[bytes]
    data: Path
    home: str

    def first_page(self) -> tuple[int, str]:
        end = time.monotonic() + STARTS_WITHIN
        while True:
            try:
                with urllib.request.urlopen(self.home, timeout=5) as answer:
                    return answer.status, answer.read().decode()
            except (URLError, ConnectionError):
                log = (self.data / "log.txt").read_text(encoding="utf-8")
                assert self.process.poll() is None and time.monotonic() < end, log[-2000:]
                time.sleep(0.1)

    def children(self) -> list[int]:
        found = subprocess.run(
            ["pgrep", "-P", str(self.process.pid)], capture_output=True, text=True, check=False
        )
        return [int(pid) for pid in found.stdout.split()]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """`yakuba demo` in a fresh folder, with a few matters only."""
    data, port = tmp_path_factory.mktemp("demo") / "data", free_port()
    data.mkdir()
    command = [sys.executable, "-m", "yakuba.hall.cli", "demo", "--port", str(port), "--matters", "3"]
    with (data / "log.txt").open("wb") as log:
        process = subprocess.Popen(
            command, env=environment(data), cwd=data, stdout=log, stderr=log, start_new_session=True
        )
    yield Demo(process, data, f"http://127.0.0.1:{port}/")
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def test_the_demo_serves_its_first_page_from_an_empty_folder(demo: Demo) -> None:
    status, text = demo.first_page()
    assert status == 200
    assert "道路占用" in text


def test_the_sealer_runs_beside_the_server_and_seals(demo: Demo) -> None:
    demo.first_page()
    end = time.monotonic() + STARTS_WITHIN
    while not list((demo.data / "seals" / "checkpoints").glob("*.txt")):
        assert time.monotonic() < end
        time.sleep(0.1)


def test_the_doctor_finds_the_demo_in_order(demo: Demo) -> None:
    demo.first_page()
    done = subprocess.run(
        [sys.executable, "-m", "yakuba.hall.cli", "doctor"],
        env=environment(demo.data) | {"YAKUBA_DEMO": "1"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert "○ データベース:" in done.stdout
    assert "×" not in done.stdout


def test_the_town_leaves_in_one_file_that_verifies_and_a_changed_byte_is_told_by_the_exit_code(
    demo: Demo,
) -> None:
    demo.first_page()
    out = demo.data / "town.zip"
    exported = yakuba(demo.data, "export-evidence", "--out", str(out), "--with-files")
    assert exported.returncode == 0, exported.stderr
    assert yakuba(demo.data, "verify", str(out)).returncode == 0
    content = out.read_bytes()
    out.write_bytes(content[:5000] + bytes([content[5000] ^ 1]) + content[5001:])
    told = yakuba(demo.data, "verify", str(out))
    assert told.returncode == 1
    assert "一致しない" in told.stdout


def test_a_second_seed_is_refused(demo: Demo) -> None:
    demo.first_page()
    refused = yakuba(demo.data, "seed", "quiet")
    assert refused.returncode == 1
    assert "空の町にだけ" in refused.stderr


def test_the_server_ends_within_ten_seconds_and_takes_its_children_along(demo: Demo) -> None:
    demo.first_page()
    children = demo.children()
    assert len(children) >= 2  # the web worker and the sealer
    began = time.monotonic()
    demo.process.send_signal(signal.SIGTERM)
    assert demo.process.wait(30) == 0
    assert time.monotonic() - began < 10
    assert [pid for pid in children if Path(f"/proc/{pid}/cmdline").exists()] == []


def test_verify_needs_no_django_no_settings_and_no_database(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(b"no evidence")
    code = (
        "import sys; sys.argv = ['yakuba', 'verify', 'x.zip']\n"
        "from yakuba.hall.cli import main\n"
        "try:\n    main()\n"
        "except SystemExit as end:\n"
        "    assert 'django' not in sys.modules\n    print('code', end.code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=environment(tmp_path / "nothing"),
        capture_output=True,
        text=True,
    )
    assert done.stdout.endswith("code 1\n"), done.stderr
    assert not (tmp_path / "nothing").exists()


def test_an_unknown_command_is_named_with_those_there_are(tmp_path: Path) -> None:
    told = yakuba(tmp_path, "sreve")
    assert told.returncode == 1
    assert "「sreve」" in told.stderr
    assert "yakuba serve" in told.stderr


def test_what_needs_a_database_says_how_to_make_it(tmp_path: Path) -> None:
    for words in (("serve", "--port", str(free_port())), ("town", "publish")):
        told = yakuba(tmp_path, *words)
        assert told.returncode == 1, words
        assert "yakuba manage migrate" in told.stderr, words
