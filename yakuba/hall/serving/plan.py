"""How this town is served: read from the command line and the environment, before Django is loaded."""

import argparse
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LOOPBACK = ("127.", "localhost", "[::1]", "unix:")
POSTGRES_SLOTS, SQLITE_SLOTS = 4, 8
STAFF_SLOTS = 3
WAITING, STAFF_WAITING = 96, 32
SPARE = 24
"""Threads beyond slots and lines: health, refusals, and bodies that are still coming in."""


class Refused(Exception):
    """This server cannot be started like that; says how to mend it, in Japanese."""


@dataclass(frozen=True)
class Plan:
    """`slots`: townspeople's requests computed at once in a worker; staff have `staff_slots` of their own."""

    host: str
    port: int
    workers: int
    slots: int
    staff_slots: int
    postgresql: bool
    migrate: bool = False
    metrics: str = ""

    @property
    def threads(self) -> int:
        """Of one worker: enough that a refusal never waits for a thread."""
        return self.slots + self.staff_slots + WAITING + STAFF_WAITING + SPARE

    @property
    def connections(self) -> int:
        """Database connections that one worker keeps open: slots, health, reading beforehand, figures."""
        return self.slots + self.staff_slots + 3


def read(words: Sequence[str], environ: Mapping[str, str] = os.environ) -> Plan:
    """The plan that command line and environment ask for. Raises Refused; exits on an unknown option."""
    given = _parser().parse_args(words)
    postgresql = bool(environ.get("DATABASE_URL"))
    workers = (
        given.workers
        or _whole("YAKUBA_WORKERS", environ.get("YAKUBA_WORKERS", ""))
        or (_cores() if postgresql else 1)
    )
    if workers > 1 and not postgresql:
        raise Refused(
            f"SQLite では、ワーカーは1つだけです（{workers} と指定されています）。"
            "書き込みは1つずつ順に行うので、増やしても速くなりません。\n直し方: --workers と "
            "YAKUBA_WORKERS を消すか、DATABASE_URL で PostgreSQL を使ってください。"
        )
    slots = given.threads or _whole("YAKUBA_THREADS", environ.get("YAKUBA_THREADS", ""))
    return Plan(
        host=given.host,
        port=given.port,
        workers=workers,
        slots=slots or (POSTGRES_SLOTS if postgresql else SQLITE_SLOTS),
        staff_slots=STAFF_SLOTS,
        postgresql=postgresql,
        migrate=given.migrate,
        metrics=environ.get("YAKUBA_METRICS", ""),
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="yakuba serve", description="町を動かす（本番）")
    parser.add_argument("--host", default="127.0.0.1", help="聞くアドレス（省くとこの機械だけ）")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=_positive, help="ワーカーの数（PostgreSQL だけ。省くとコアの数）")
    parser.add_argument("--threads", type=_positive, help="1つのワーカーが同時に処理する住民の求めの数")
    parser.add_argument("--migrate", action="store_true", help="先にデータベースを新しい形にする")
    return parser


def _positive(text: str) -> int:
    number = int(text) if text.isdecimal() else 0
    if not 1 <= number <= 256:
        raise argparse.ArgumentTypeError("1 から 256 までの数を書いてください。")
    return number


def _whole(name: str, text: str) -> int:
    try:
        return _positive(text) if text else 0
    except argparse.ArgumentTypeError as problem:
        raise Refused(f"{name} が「{text}」です。{problem}") from None


def _cores() -> int:
    return len(os.sched_getaffinity(0))
