"""Residents sign in by password once their address is proved, or by a link that works once."""

import re

import pytest
from django.test import Client

from yakuba.ground.messages.send import mailbox
from yakuba.ground.people.models import Account

pytestmark = pytest.mark.django_db
FORM = {"login": "Hanako@Example.jp", "family": "見本", "given": "花子", "password": "umibe-no-machi-8"}
SIGN_IN = {"login": "hanako@example.jp", "password": "umibe-no-machi-8"}


def sesame_of_latest_mail() -> str:
    found = re.search(r"sesame=([^&\s]+)", mailbox(limit=1)[0].body)
    assert found
    return found[1]


def use_link(client: Client) -> int:
    return client.post("/sign-in/link/use/", {"sesame": sesame_of_latest_mail()}).status_code


def signed_in(client: Client) -> bool:
    return client.get("/mine/").status_code == 200


def test_a_password_counts_only_after_the_mailed_link_was_used() -> None:
    client = Client()
    client.post("/sign-up/", FORM)
    refused = client.post("/sign-in/", SIGN_IN)
    assert refused.status_code == 422 and not signed_in(client)
    assert "確かめが、まだ済んでいません" in refused.content.decode()
    assert use_link(client) == 302 and signed_in(client)
    fresh = Client()
    assert fresh.post("/sign-in/", SIGN_IN).status_code == 302 and signed_in(fresh)


def test_a_password_somebody_else_chose_for_my_address_dies_when_i_prove_it_is_mine() -> None:
    Client().post("/sign-up/", FORM)
    me = Client()
    assert use_link(me) == 302 and signed_in(me)
    assert Client().post("/sign-in/", SIGN_IN).status_code == 422


def test_looking_at_a_link_uses_nothing_up_and_using_it_twice_is_refused_with_advice() -> None:
    client = Client()
    client.post("/sign-up/", FORM)
    token = sesame_of_latest_mail()
    for _ in range(2):
        assert "サインインする" in client.get(f"/sign-in/link/use/?sesame={token}").content.decode()
    assert use_link(client) == 302
    again = Client().post("/sign-in/link/use/", {"sesame": token})
    assert again.status_code == 422 and "送り直" in again.content.decode()


def test_a_link_is_asked_for_by_address_and_an_unknown_one_reads_the_same() -> None:
    client = Client()
    client.post("/sign-up/", FORM)
    known, unknown = (
        client.post("/sign-in/link/", {"login": address}).content.decode().replace(address, "")
        for address in ("hanako@example.jp", "nobody@example.jp")
    )
    assert re.sub(r'value="\w{64}"', "", known) == re.sub(r'value="\w{64}"', "", unknown)
    assert Account.objects.count() == 1


def test_a_staff_account_cannot_come_in_by_the_residents_door() -> None:
    Account.objects.create(login="kanri", password="correct horse", kind="staff")
    answer = Client().post("/sign-in/", {"login": "kanri", "password": "correct horse"})
    assert answer.status_code == 422
