"""The registers in the browser's eyes."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from yakuba.rooms.registers import door
from yakuba.rooms.registers.tests.conftest import REGISTER, Write

pytestmark = pytest.mark.django_db


def test_the_clerk_finds_an_entry_and_reads_its_history(
    client: Client, login: Any, cast: Any, write: Write
) -> None:
    old = write(valid_from=date(2026, 6, 1), valid_to=date(2026, 11, 30))
    new = write(replaces=old.id, link="/staff/cases/2/")
    login(client, cast.clerk)
    assert "道路占用許可台帳" in client.get(reverse("registers:index")).content.decode()
    address = reverse("registers:register", args=[REGISTER])
    listed = client.get(address, {"q": "𠮷田"}).content.decode()
    assert "2026-0001" in listed
    assert "令和9年5月31日まで" in listed
    page = client.get(reverse("registers:entry", args=[new.id])).content.decode()
    for word in ("町道本町通線", "原状に回復すること。", "/staff/cases/2/", "更新して登録", "2026-0001 終了"):
        assert word in page


def test_filters_tell_the_valid_from_the_expired_and_the_ended(
    client: Client, login: Any, cast: Any, write: Write
) -> None:
    write(number="VALID-1")
    write(number="SOON-1", valid_from=None, valid_to=date(2026, 11, 20))
    write(number="PAST-1", valid_from=None, valid_to=date(2026, 11, 1))
    gone = write(number="GONE-1", valid_from=None)
    door.end(gone.id, reason="廃止", on=date(2026, 11, 2), subject="", by=cast.clerk)
    login(client, cast.clerk)
    wanted = {
        "current": {"VALID-1", "SOON-1"},
        "soon": {"SOON-1"},
        "expired": {"PAST-1"},
        "ended": {"GONE-1"},
        "all": {"VALID-1", "SOON-1", "PAST-1", "GONE-1"},
    }
    for state, numbers in wanted.items():
        page = client.get(reverse("registers:register", args=[REGISTER]), {"state": state}).content.decode()
        assert {number for number in wanted["all"] if f">{number}</a>" in page} == numbers
    index = client.get(reverse("registers:index")).content.decode()
    assert '<td class="num">2</td><td class="num">1</td><td class="num">4</td>' in index


def test_an_entry_is_ended_with_day_and_reason(client: Client, login: Any, cast: Any, write: Write) -> None:
    made = write(valid_from=None)
    login(client, cast.clerk)
    address = reverse("registers:ending", args=[made.id])
    for typed, anchor in (
        ({"on": "昭和65年1月1日", "reason": "廃止"}, "on"),
        ({"on": "令和8年11月3日", "reason": "廃止"}, "on"),
        ({"on": "令和8年11月2日", "reason": " "}, "reason"),
    ):
        answer = client.post(address, typed)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert f'href="#{anchor}"' in page
        assert typed["on"] in page
    page = client.post(address, {"on": "R8.11.2", "reason": "廃止届のため"}, follow=True).content.decode()
    assert "廃止届のため" in page
    assert "この登録を終了する" not in page


def test_others_see_no_register(client: Client, login: Any, cast: Any, write: Write) -> None:
    made = write()
    pages = [
        reverse("registers:register", args=[REGISTER]),
        reverse("registers:entry", args=[made.id]),
        reverse("registers:ending", args=[made.id]),
    ]
    for actor, status in ((cast.clerk, 200), (cast.chief, 200), (cast.other_clerk, 404), (cast.admin, 404)):
        login(client, actor)
        assert [client.get(page).status_code for page in pages] == [status] * 3
    login(client, cast.other_clerk)
    assert "台帳はまだありません" in client.get(reverse("registers:index")).content.decode()
    login(client, cast.resident)
    assert client.get(pages[1]).status_code in (302, 404)


def test_pages_stay_within_fifteen_queries_whatever_their_length(
    client: Client, login: Any, cast: Any, write: Write, django_assert_max_num_queries: Any
) -> None:
    last = write()
    for _ in range(12):
        last = write(replaces=last.id)
    login(client, cast.clerk)
    for address in (
        reverse("registers:index"),
        reverse("registers:register", args=[REGISTER]) + "?state=all",
        reverse("registers:entry", args=[last.id]),
    ):
        with django_assert_max_num_queries(15):
            assert client.get(address).status_code == 200
