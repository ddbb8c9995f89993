"""Browsers that ask one page after the other and keep count: which request was answered in full, which not.

Every request has a number of its own, which the server repeats in its log: so what the server took up can be
compared with what came back.
"""

import itertools
import json
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from secrets import token_hex

PATHS = ("/", "/procedures/dog_registration/", "/health/ready/", "/static/ui/css/base.css")


@dataclass
class Callers:
    """`keeping`: as many as keep their connection open; `coming`: as many as connect anew for every page."""

    port: int
    keeping: int = 3
    coming: int = 3
    paths: Sequence[str] = PATHS
    answered: Counter[int] = field(default_factory=Counter)
    unanswered: dict[str, str] = field(default_factory=dict)
    numbers: set[str] = field(default_factory=set)
    over: threading.Event = field(default_factory=threading.Event)
    # Unlike those of any callers before them, whose numbers stand in the same log.
    _name: str = field(default_factory=lambda: token_hex(4))
    _threads: list[threading.Thread] = field(default_factory=list)

    def start(self) -> "Callers":
        kinds = [True] * self.keeping + [False] * self.coming
        for number, keeps in enumerate(kinds):
            thread = threading.Thread(target=self._call, args=(number,), kwargs={"keeps": keeps}, daemon=True)
            self._threads.append(thread)
            thread.start()
        return self

    def _call(self, caller: int, *, keeps: bool) -> None:
        line = HTTPConnection("127.0.0.1", self.port, timeout=30)
        for path, number in zip(itertools.cycle(self.paths), self._numbers(caller), strict=False):
            if self.over.is_set():
                break
            try:
                line.request("GET", path, headers={"X-Request-ID": number})
                reply = line.getresponse()
                reply.read()
            except ConnectionRefusedError:
                break
            except (OSError, HTTPException) as problem:
                self.unanswered[number] = f"{path} {type(problem).__name__}"
                line.close()
                continue
            self.answered[reply.status] += 1
            self.numbers.add(number)
            if not keeps or reply.headers.get("Connection") == "close":
                line.close()
        line.close()

    def _numbers(self, caller: int) -> Iterator[str]:
        return (f"caller-{self._name}-{caller}-{count}" for count in itertools.count())

    def join(self) -> None:
        self.over.set()
        for thread in self._threads:
            thread.join(60)


def taken_up(log: Path) -> dict[str, int]:
    """The requests that the server says it has answered: number → status."""
    lines = [line for line in log.read_text(encoding="utf-8").splitlines() if '"yakuba.request"' in line]
    told = [json.loads(line) for line in lines]
    return {line["id"]: line["status"] for line in told}
