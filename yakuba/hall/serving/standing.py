"""What a running server leaves for others to find: its number, which set of workers serves, whether a reload
failed. It lies in the data folder (`run/serve.json`); `run/serve.lock` is locked as long as the server runs.
"""

import fcntl
import json
import os
import signal
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TextIO

from yakuba.ground.calendar import clock
from yakuba.hall.serving.plan import Refused


@dataclass(frozen=True)
class Told:
    """`generation`: 0 while the first set starts; one more at each reload. `failed`: why the last one did."""

    pid: int
    generation: int
    failed: str


class Standing:
    """The server's own place. Raises Refused while another server holds it."""

    def __init__(self, folder: Path, *, log: str) -> None:
        self._log = log
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = (folder / "serve.lock").open("a")
        if not _free(self._lock):
            raise Refused(
                f"この町はもう動いています（データ {folder.parent}）。\n"
                "直し方: 内容を入れ替えるなら yakuba reload を、"
                "動かし直すなら、動いている方を止めてからにしてください。"
            )
        self.tell(0)

    def tell(self, generation: int, *, failed: str = "") -> None:
        """Write down which set of workers serves now."""
        told = json.dumps({"pid": os.getpid(), "generation": generation, "failed": failed})
        fresh = self.folder / "serve.json.new"
        fresh.write_text(told, encoding="utf-8")
        fresh.replace(self.folder / "serve.json")

    def close(self) -> None:
        """This server holds the place no more."""
        self._lock.close()

    def forget(self, pid: int) -> None:
        """What this process had under way counts no more; what it has done does (files of the figures)."""
        for path in (self.folder / "metrics").glob(f"gauge_live*_{pid}.db"):
            path.unlink(missing_ok=True)

    def line(self, text: str) -> str:
        """A line of the log about the server itself, in the form the town has chosen."""
        moment = clock.now().isoformat(timespec="milliseconds")
        if self._log == "json":
            about = {
                "time": moment,
                "level": "info",
                "logger": "yakuba.serve",
                "message": text,
                "pid": os.getpid(),
            }
            return json.dumps(about, ensure_ascii=False) + "\n"
        return f"{datetime.fromisoformat(moment):%Y-%m-%d %H:%M:%S} INFO yakuba.serve {text}\n"


def running(folder: Path) -> Told | None:
    """The server that runs on this data folder, or None."""
    try:
        with (folder / "serve.lock").open("r") as lock:
            if _free(lock):
                return None
        return Told(**json.loads((folder / "serve.json").read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None


def ask_reload(folder: Path, *, within: float) -> str:
    """Ask the running server to load everything anew and wait; "" or why it did not. Raises Refused."""
    before = running(folder)
    if before is None:
        raise Refused(
            f"動いている町がありません（データ {folder.parent}）。yakuba serve で動かしてください。"
        )
    end = time.monotonic() + within
    while before.generation == 0 and time.monotonic() < end:  # it is still starting
        time.sleep(0.1)
        before = running(folder) or before
    os.kill(before.pid, signal.SIGHUP)
    while time.monotonic() < end:
        time.sleep(0.1)
        now = running(folder)
        if now is None or now.pid != before.pid:
            return "入れ替えの途中で、町が止まりました。"
        if now.generation > before.generation:
            return now.failed
    return f"{within:.0f} 秒たっても終わりません。記録（ログ）を見てください。"


def _free(lock: TextIO) -> bool:
    """Whether nobody held it; until it is closed it is ours then."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
