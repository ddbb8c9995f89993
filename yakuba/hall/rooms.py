"""Which packages stand in the house, lowest first. A new room is one line here."""

import os
from importlib.util import find_spec

_GROUND = ("journal", "people", "access", "numbering", "files", "jobs", "messages", "catalogue", "letters")
# Floor by floor, lowest first (DESIGN §3).
ROOMS = ("approvals", "records", "answers", "payments", "registers", "cases", "applications", "counter")


def _there(name: str) -> bool:
    try:
        return find_spec(name + ".apps") is not None
    except ModuleNotFoundError:
        return False


ROOMS = tuple(key for key in ROOMS if _there(f"yakuba.rooms.{key}"))  # temporary

APPS = [
    name
    for name in [
        "yakuba.ui",
        *(f"yakuba.ground.{key}" for key in _GROUND),
        *(f"yakuba.rooms.{key}" for key in ROOMS),
        "yakuba.hall",
    ]
    if _there(name) and (not os.environ.get("YAKUBA_ONLY") or name.split(".")[-1] in os.environ["YAKUBA_ONLY"].split(","))
]
