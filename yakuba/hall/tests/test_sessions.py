"""Who is there: a guest asks the database nothing, a resident one question, staff two; and whoever is no
longer to be let in is out at the next page.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
from django.conf import settings as house
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from conftest import BY, DAY, Cast
from yakuba.ground import town
from yakuba.ground.access.actor import Actor, staff_actor
from yakuba.ground.access.models import Session, Tally
from yakuba.ground.access.sessions import SessionStore
from yakuba.ground.access.tallies import count
from yakuba.ground.access.tidying import clear
from yakuba.ground.people import arrange
from yakuba.ground.people.models import Account
from yakuba.hall.wiring import GROUND_JOBS, NIGHTLY

pytestmark = pytest.mark.django_db
PAGE = "/accessibility/"  # asks nothing of its own
MINE = "/mine/"
RECEIVING = "/staff/payments/desk/"
Login = Callable[[Client, Actor], Client]


def questions(client: Client) -> int:
    client.get(PAGE)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(PAGE).status_code == 200
    return len(asked)


def browser(login: str = "hanako@example.jp", password: str = "correct horse") -> Client:
    client = Client()
    page = "/sign-in/" if "@" in login else "/staff/sign-in/"
    assert client.post(page, {"login": login, "password": password}).status_code == 302
    return client


def is_in(client: Client) -> bool:
    return client.get(MINE).status_code == 200


def account() -> Account:
    return Account.objects.get(login="hanako@example.jp")


def session_of(client: Client) -> Session:
    return Session.objects.get(session_key=client.cookies[house.SESSION_COOKIE_NAME].value)


def test_a_guest_asks_nothing_and_gets_no_session(cast: Cast) -> None:
    client = Client()
    with CaptureQueriesContext(connection) as asked:
        for page in (PAGE, "/", "/sign-in/", MINE):
            client.get(page)
    about_people = ("access_", "people_")
    assert [query["sql"] for query in asked if any(table in query["sql"] for table in about_people)] == []
    assert house.SESSION_COOKIE_NAME not in client.cookies
    assert Session.objects.count() == 0


def test_a_resident_is_known_by_one_question_and_staff_by_two(cast: Cast) -> None:
    assert questions(browser()) == 1
    assert questions(browser("clerk")) == 2


def test_the_session_says_whose_it_is(cast: Cast) -> None:
    client = browser()
    assert session_of(client).account == account()
    client.post("/sign-out/")
    assert Session.objects.count() == 0


def test_another_password_puts_every_browser_out(cast: Cast) -> None:
    one, other = browser(), browser()
    changed = account()
    changed.set_password("another long horse")
    changed.save()
    assert not is_in(one) and not is_in(other)
    assert is_in(browser(password="another long horse"))


def test_an_account_that_is_switched_off_is_out_at_once_and_comes_back_when_switched_on(cast: Cast) -> None:
    client = browser()
    Account.objects.filter(pk=account().pk).update(is_active=False)
    assert not is_in(client)
    Account.objects.filter(pk=account().pk).update(is_active=True)
    assert is_in(client)


def test_signing_out_one_browser_leaves_the_other_and_ending_the_sessions_ends_both(cast: Cast) -> None:
    one, other = browser(), browser()
    one.post("/sign-out/")
    assert not is_in(one) and is_in(other)
    account().sessions.all().delete()
    assert not is_in(other)


def test_a_key_that_is_signed_out_is_worth_nothing_afterwards(cast: Cast) -> None:
    client = browser()
    key = client.cookies[house.SESSION_COOKIE_NAME].value
    client.post("/sign-out/")
    client.cookies[house.SESSION_COOKIE_NAME] = key
    assert not is_in(client)


def test_a_session_lasts_eight_hours_and_ends_with_the_browser(cast: Cast) -> None:
    client = browser()
    assert client.cookies[house.SESSION_COOKIE_NAME]["max-age"] == ""
    left = session_of(client).expire_date - datetime.now(UTC)  # noqa: TID251 - sessions lapse by the real clock
    assert timedelta(hours=7, minutes=59) < left <= timedelta(hours=8)
    Session.objects.update(expire_date=datetime(2020, 1, 1, tzinfo=UTC))
    assert not is_in(client)


def test_signing_in_again_gives_another_key(cast: Cast) -> None:
    client = browser()
    before = session_of(client).session_key
    client.post("/sign-in/", {"login": "hanako@example.jp", "password": "correct horse"})
    assert session_of(client).session_key != before
    assert Session.objects.count() == 1 and is_in(client)


def test_another_account_at_the_same_browser_takes_nothing_over(cast: Cast) -> None:
    client = browser()
    client.post("/sign-in/", {"login": "taro@example.jp", "password": "correct horse"})
    assert session_of(client).account == Account.objects.get(login="taro@example.jp")
    assert is_in(client)
    assert Session.objects.count() == 1


def test_a_row_that_names_somebody_else_than_its_signed_content_lets_nobody_in(cast: Cast) -> None:
    client = browser()
    Session.objects.update(account=Account.objects.get(login="taro@example.jp"))
    assert not is_in(client)


def test_content_that_was_not_signed_by_the_town_lets_nobody_in(cast: Cast) -> None:
    client = browser()
    body, signature = session_of(client).session_data.rsplit(":", 1)
    Session.objects.update(session_data=f"{body}:{signature[::-1]}")
    assert not is_in(client)


def test_when_the_towns_key_changes_who_is_in_stays_in(cast: Cast, settings: object) -> None:
    client, old = browser(), house.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a new key of the town", [old]  # type: ignore[attr-defined]
    assert is_in(client)
    settings.SECRET_KEY_FALLBACKS = []  # type: ignore[attr-defined]
    assert is_in(client)  # what was signed by the old key has been signed anew


def test_an_unknown_or_malformed_key_is_a_guest_whose_cookie_goes(cast: Cast) -> None:
    for key in ("x" * 32, "'; --", "\x00" * 32, "é" * 32, "x" * 4000):
        client = Client()
        client.cookies[house.SESSION_COOKIE_NAME] = key
        response = client.get(MINE)
        assert response.status_code == 302, key


def test_signing_up_is_remembered_in_the_browser_that_did_it(cast: Cast) -> None:
    client = Client()
    form = {"login": "shinki@example.jp", "family": "見本", "given": "新", "password": "umibe-no-machi-8"}
    client.post("/sign-up/", form)
    row = session_of(client)
    assert row.account is None
    assert SessionStore(row.session_key)["signed_up"] == "shinki@example.jp"


def test_what_is_said_once_needs_no_session_of_its_own(cast: Cast, login: Login) -> None:
    client = login(Client(), cast.resident)
    before = session_of(client).session_data
    client.post("/mine/remembered/", {"act": "consent"})
    assert client.cookies["messages"].value
    assert "えらべるようになりました" in client.get("/mine/remembered/").content.decode()
    assert "えらべるようになりました" not in client.get("/mine/remembered/").content.decode()
    assert session_of(client).session_data == before


def test_at_night_ended_sessions_and_lapsed_counts_go_and_no_others(cast: Cast) -> None:
    client, ended = browser(), browser()
    Session.objects.filter(session_key=session_of(ended).session_key).update(
        expire_date=datetime(2020, 1, 1, tzinfo=UTC)
    )
    count("kept", seconds=60)
    Tally.objects.create(key="lapsed", count=3, lapses=0)
    clear()
    assert list(Session.objects.all()) == [session_of(client)]
    assert not Tally.objects.filter(key="lapsed").exists() and Tally.objects.filter(key="kept").exists()
    assert "access.clear" in GROUND_JOBS and "access.clear" in {schedule.name for schedule in NIGHTLY}


@pytest.mark.django_db(transaction=True)
def test_what_another_process_arranges_is_seen_by_the_next_request(cast: Cast) -> None:
    """The other one has its own connection; nothing tells this one."""

    def known() -> frozenset[str]:
        return staff_actor(cast.head.id, cast.head.name, day=DAY).sections

    before = known()
    assert "construction_snow" not in before
    wanted = town.read("organization")
    team = {"key": "construction_snow", "name": "除雪係", "parent": "construction"}
    elsewhere(lambda: arrange.arrange_organization({**wanted, "section": [*wanted["section"], team]}, by=BY))
    assert known() == before | {"construction_snow"}


@pytest.mark.django_db(transaction=True)
def test_a_post_given_or_ended_by_another_process_counts_at_once(cast: Cast) -> None:
    client = browser("clerk")
    assert client.get(RECEIVING).status_code == 404
    elsewhere(
        lambda: arrange.assign(
            staff_id=cast.clerk.id, post_key="accounting_cash.cashier", starts_on=DAY, by=BY
        )
    )
    assert client.get(RECEIVING).status_code == 200


def elsewhere(act: Callable[[], object]) -> None:
    """Does it on another connection, as another process would, and waits."""
    wrong: list[BaseException] = []

    def do() -> None:
        try:
            act()
        except BaseException as error:
            wrong.append(error)
        finally:
            connection.close()

    thread = Thread(target=do)
    thread.start()
    thread.join()
    if wrong:
        raise wrong[0]


def test_the_session_is_read_only_where_somebody_looks_at_who_is_there(cast: Cast) -> None:
    client = browser()
    with CaptureQueriesContext(connection) as asked:
        client.get("/health/")
    assert not any("access_session" in query["sql"] for query in asked)
