"""Who guesses waits: ten tries for one name and a hundred from one address, whichever process answers."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from conftest import Cast
from yakuba.ground.access.models import Tally
from yakuba.ground.calendar import clock
from yakuba.ground.messages.send import mailbox
from yakuba.hall import attempts

pytestmark = pytest.mark.django_db
RESIDENT = "hanako@example.jp"


def enter(password: str, login: str = RESIDENT, address: str = "192.0.2.1") -> int:
    return Client(REMOTE_ADDR=address).post("/sign-in/", {"login": login, "password": password}).status_code


def test_the_eleventh_try_waits_even_with_the_right_password_and_from_anywhere(cast: Cast) -> None:
    assert {enter("wrong") for _ in range(attempts.FAILURES)} == {422}
    assert enter("correct horse") == enter("correct horse", address="192.0.2.2") == 429


def test_what_one_process_counted_another_knows(cast: Cast) -> None:
    """Another process has nothing but the database."""
    for _ in range(attempts.FAILURES):
        enter("wrong")
    cache.clear()
    assert enter("correct horse") == 429


def test_after_a_quarter_of_an_hour_one_may_try_again(cast: Cast, moved_clock: clock.MovedClock) -> None:
    for _ in range(attempts.FAILURES + 5):
        enter("wrong")
    moved_clock.advance(timedelta(seconds=attempts.PAUSE))
    assert enter("correct horse") == 302


def test_signing_in_forgets_the_wrong_tries_before_it(cast: Cast) -> None:
    for _ in range(3):
        assert {enter("wrong") for _ in range(attempts.FAILURES - 1)} == {422}
        assert enter("correct horse") == 302


def test_many_names_from_one_address_wait_and_those_who_succeed_there_do_not_count(cast: Cast) -> None:
    for _ in range(attempts.FAILURES_OF_ONE_ADDRESS + 5):
        assert enter("correct horse") == 302
    for at in range(attempts.FAILURES_OF_ONE_ADDRESS):
        assert enter("wrong", login=f"nobody{at}@example.jp") == 422
    assert enter("correct horse") == 429
    assert enter("correct horse", address="192.0.2.2") == 302


def test_no_name_and_no_address_is_kept(cast: Cast) -> None:
    enter("wrong")
    kept = " ".join(Tally.objects.values_list("key", flat=True))
    assert RESIDENT not in kept and "192.0.2.1" not in kept


def test_a_sixth_link_within_a_quarter_of_an_hour_is_not_sent_and_the_page_reads_the_same(
    cast: Cast,
) -> None:
    answers = [Client().post("/sign-in/link/", {"login": RESIDENT}).status_code for _ in range(7)]
    assert answers == [200] * 7
    assert len(mailbox(limit=20)) == attempts.LINKS
