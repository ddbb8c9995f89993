"""One sign of the road team in its register: the set-up that allowed and refused cases share."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from yakuba.ground.access.actor import Actor
from yakuba.rooms.registers import door
from yakuba.rooms.registers.door import EntryRef

TODAY = date(2026, 11, 2)
SUBJECT = "case:0192f0c1-2345-7000-8000-000000000001"
REGISTER = "road_occupancy"

Write = Callable[..., EntryRef]


@pytest.fixture
def write(cast: Any) -> Write:
    """write(number=…, by=clerk, …) → the entry."""

    def make(by: Actor | None = None, **changes: Any) -> EntryRef:
        asked: dict[str, Any] = {
            "register": REGISTER,
            "register_title": "道路占用許可台帳",
            "title": "看板 10㎡",
            "holder_name": "𠮷田 太郎",
            "holder_ref": cast.resident.ref,
            "facts": {"占用の場所": "町道本町通線", "面積": "10㎡", "備考": ""},
            "number": None,
            "valid_from": date(2026, 12, 1),
            "valid_to": date(2027, 5, 31),
            "conditions": "原状に回復すること。",
            "subject": SUBJECT,
            "procedure_key": "road_occupancy",
            "section": "construction_road",
        } | changes
        return door.write(by=by or cast.clerk, **asked)

    return make
