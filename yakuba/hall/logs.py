"""How a line of the log looks. An error leaves its kind and its place there, never its text: `ValueError:
invalid literal '090-…'` would carry an answer into a file that outlives it and that others read.

Of what other people's code logs only the fixed words are kept, never what was filled into them: Django tells
the address of a refused form, and the secret of a status link stands in it.
"""

import json
import logging
import sys
import threading
import traceback
from datetime import UTC, datetime
from types import TracebackType

from yakuba.hall.errors import places

Caught = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
OURS = ("yakuba", "django_tasks")


class PlacesOnly(logging.Formatter):
    """The usual line; of an exception its kind and the places it came through."""

    def formatMessage(self, record: logging.LogRecord) -> str:
        record.message = message(record)
        return super().formatMessage(record)

    def formatException(self, ei: Caught) -> str:
        return where(ei)


class JsonLines(PlacesOnly):
    """The same as one JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": message(record),
            "pid": record.process,
        }
        if record.exc_info:
            told["error"] = where(record.exc_info)
        return json.dumps(told, ensure_ascii=False)


def message(record: logging.LogRecord) -> str:
    """What the record says; of other people's records the fixed words only, and nothing where all was put in
    one text beforehand (Django does so with the host that somebody asked for).
    """
    if record.name.split(".")[0] in OURS:
        return record.getMessage()
    return str(record.msg) if record.args else "(text not kept)"


def where(caught: Caught) -> str:
    kind, _, trace = caught
    return f"{kind.__name__ if kind else 'unknown'} {places(traceback.extract_tb(trace))}"


def guard_threads() -> None:
    """What nobody caught is told in the same way, in the main thread and in all others."""
    log = logging.getLogger("yakuba")

    def uncaught(kind: type[BaseException], problem: BaseException, trace: TracebackType | None) -> None:
        log.critical("uncaught: %s", where((kind, problem, trace)))

    def in_thread(told: threading.ExceptHookArgs) -> None:
        if told.exc_value is not None:
            uncaught(told.exc_type, told.exc_value, told.exc_traceback)

    sys.excepthook = uncaught
    threading.excepthook = in_thread
