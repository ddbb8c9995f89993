"""One line of the log for each request. It tells which route, never which address, person or answer.

A status link's secret stands in its address, a name in a search, an account in a sign-in: none of them is
ever given to this module. `YAKUBA_LOG`: json (one object a line), text, off.
"""

import json
import os
import re
import sys
from dataclasses import dataclass
from secrets import token_hex
from typing import Any

from yakuba.ground.calendar import clock

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
FORM = os.environ.get("YAKUBA_LOG", "text")
_PID = os.getpid()
_WELL_FORMED = re.compile(r"[0-9A-Za-z-]{8,64}")


@dataclass(slots=True)
class Line:
    """One request. Times in seconds; `began` by the machine's own counter, `waited` before a slot."""

    began: float
    id: str
    method: str
    route: str = ""
    status: int = 0
    seconds: float = 0.0
    waited: float = 0.0
    queries: int = 0
    database: float = 0.0


def request_id(environ: dict[str, Any]) -> str:
    """What the proxy calls this request, when that is a plain number or word; else a new one."""
    given = str(environ.get("HTTP_X_REQUEST_ID", ""))
    return given if _WELL_FORMED.fullmatch(given) else token_hex(8)


def note(line: Line) -> None:
    """Write the line, at once and whole, to the standard error stream."""
    if FORM != "off":
        sys.stderr.write(_json(line) if FORM == "json" else _text(line))


def _json(line: Line) -> str:
    return json.dumps(_told(line), separators=(",", ":")) + "\n"


def _told(line: Line) -> dict[str, object]:
    return {
        "time": clock.now().isoformat(timespec="milliseconds"),
        "logger": "yakuba.request",
        "method": line.method if line.method in METHODS else "OTHER",
        "route": line.route or "-",
        "status": line.status,
        "ms": round(line.seconds * 1000, 1),
        "waited_ms": round(line.waited * 1000, 1),
        "queries": line.queries,
        "db_ms": round(line.database * 1000, 1),
        "pid": _PID,
        "id": line.id,
    }


def _text(line: Line) -> str:
    told = _told(line)
    return (
        f"{clock.now():%Y-%m-%d %H:%M:%S} INFO yakuba.request {told['method']} {told['route']} {line.status} "
        f"{told['ms']}ms waited {told['waited_ms']}ms {line.queries} queries {told['db_ms']}ms "
        f"pid {_PID} id {line.id}\n"
    )
