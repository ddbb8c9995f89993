"""Two cashiers at once: exactly one receipt."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections

from yakuba.rooms.payments import door
from yakuba.rooms.payments.models import Receipt
from yakuba.rooms.payments.tests.conftest import TODAY, Assess

pytestmark = pytest.mark.django_db(transaction=True)


def together(*acts: Callable[[], Any]) -> list[Any]:
    """The results of all acts, started at the same moment, each on a connection of its own."""
    start = threading.Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        start.wait()
        try:
            return act()
        except door.PaymentRefused as refused:
            return str(refused)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def _taken(assessment_id: Any, cashier: Any, key: str) -> Callable[[], Any]:
    return lambda: door.receive(
        assessment_id, amount=4200, method="cash", received_on=TODAY, by=cashier, key=key
    )


def test_two_screens_take_one_payment(cast: Any, assess: Assess) -> None:
    (made,) = assess()
    answers = together(*(_taken(made.id, cast.cashier, f"screen-{number}") for number in range(4)))
    receipts = [answer for answer in answers if isinstance(answer, door.ReceiptRef)]
    assert len(receipts) == Receipt.objects.count() == 1
    assert sum("もう納付済み" in str(answer) for answer in answers) == 3


def test_a_double_click_gives_both_clicks_the_same_receipt(cast: Any, assess: Assess) -> None:
    (made,) = assess()
    answers = together(*(_taken(made.id, cast.cashier, "screen") for _ in range(3)))
    assert Receipt.objects.count() == 1
    assert len({answer.id for answer in answers}) == 1
    assert sorted(answer.already for answer in answers) == [False, True, True]
