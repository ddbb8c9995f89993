"""One assessment of the road team, and its payment: the set-up that allowed and refused cases share."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from yakuba.ground.access.actor import Actor
from yakuba.rooms.payments import door
from yakuba.rooms.payments.door import AssessmentRef, Line

TODAY = date(2026, 11, 2)
DUE = date(2026, 12, 2)
SUBJECT = "case:0192f0c1-2345-7000-8000-000000000001"
SIGN = Line("看板 10㎡", 4200, 2026, "斜里町道路占用料徴収条例(見本)", ("10㎡ × 105円 × 4月",))
NEXT_YEAR = Line("看板 10㎡", 2100, 2027, "斜里町道路占用料徴収条例(見本)")

Assess = Callable[..., list[AssessmentRef]]
Receive = Callable[..., door.ReceiptRef]


@pytest.fixture
def assess(cast: Any) -> Assess:
    """assess(*lines, by=clerk, …) → the assessments made."""

    def make(*lines: Line, by: Actor | None = None, **changes: Any) -> list[AssessmentRef]:
        asked: dict[str, Any] = {
            "subject": SUBJECT,
            "payer_name": "𠮷田 太郎",
            "payer_address": "斜里町本町1番地",
            "section": "construction_road",
            "due_on": DUE,
            "reference": "R8-00012",
            "link": "/staff/cases/1/",
        } | changes
        return door.assess(lines=lines or (SIGN,), by=by or cast.clerk, **asked)

    return make


@pytest.fixture
def receive(cast: Any) -> Receive:
    """receive(assessment id, amount, by=cashier, key=…) → the receipt."""

    def make(assessment_id: UUID, amount: int, by: Actor | None = None, **changes: Any) -> door.ReceiptRef:
        asked: dict[str, Any] = {"method": "cash", "received_on": TODAY, "key": "screen-1"} | changes
        return door.receive(assessment_id, amount=amount, by=by or cast.cashier, **asked)

    return make
