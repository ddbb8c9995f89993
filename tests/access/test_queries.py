"""Every page of the house, opened in a town that has a matter at every stage: few queries, small, and no more
of either when there are twice as many matters.
"""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from seeds.people import STAFF
from tests.access.answers import content_of
from tests.access.town import OWNER, Town, routes
from yakuba.rooms.cases.models import Case

pytestmark = [pytest.mark.django_db]
QUERIES, BYTES = 15, 60_000
_FRAME = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")  # of a transaction: no question to the database
CASHIER = (
    "payments:desk",
    "payments:receipt_form",
    "payments:receipt",
    "payments:receipt_paper",
    "payments:today",
    "payments:day",
)
# Routes that only take what a button sends: opening them answers 405.
BUTTONS = {
    "applications:bundle_another_child", "applications:bundle_own", "applications:bundle_removal",
    "applications:correction", "applications:discarded_draft", "applications:renewal",
    "approvals:acts", "approvals:reading",
    "cases:acceptance", "cases:assessment", "cases:cancellation", "cases:checklist",
    "cases:closing", "cases:delivery",
    "cases:handback", "cases:inquiry", "cases:inspection", "cases:issuance",
    "cases:note", "cases:opinion", "cases:review",
    "cases:waiting", "hall:sign_out", "records:event", "records:hold",
}  # fmt: skip
# Routes that answer one address by leading to another, or that a demo only has.
NOT_PAGES = {"hall:gallery", "hall:mailbox", "hall:display", "hall:staff"}


def reader(name: str) -> str:
    """Who opens the route: the resident whose matters they are, the road section's clerk, or the cashier."""
    room = name.partition(":")[0]
    if room in ("applications", "hall"):
        return OWNER
    return "suito" if name in CASHIER else "kanri"


def section_clerk(town: Town, case_id: str) -> str:
    section = Case.objects.get(id=case_id).section
    return next(login for login, post, *_ in STAFF if post == f"{section}.clerk")


def opened(client: Client, address: str) -> tuple[int, int, int]:
    """Status, queries, bytes; the page is opened once before, as somebody does who comes back to it."""
    content_of(client.get(address))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = client.get(address)
    return (
        response.status_code,
        len([q for q in queries if not q["sql"].startswith(_FRAME)]),
        len(content_of(response)),
    )


def pages(town: Town) -> dict[str, list[str]]:
    return {name: every for name, every in town.addresses().items() if name not in BUTTONS | NOT_PAGES}


def test_no_route_is_without_an_address(in_town: Town) -> None:
    assert {name for name, _ in routes()} == set(in_town.addresses())


def test_what_only_takes_buttons_cannot_be_opened(in_town: Town, browser: Callable[[str], Client]) -> None:
    assert {
        name: status
        for name in BUTTONS
        if (status := browser(reader(name)).get(in_town.addresses()[name][0]).status_code) != 405
    } == {}


def test_every_page_takes_few_queries_and_is_small(in_town: Town, browser: Callable[[str], Client]) -> None:
    over, clients = [], {}
    for name, every in pages(in_town).items():
        for address in every:
            login = (
                section_clerk(in_town, address.split("/")[3])
                if name in ("cases:case", "cases:next")
                else reader(name)
            )
            client = clients.setdefault(login, browser(login))
            status, queries, size = opened(client, address)
            if (
                status >= 500
                or queries > QUERIES
                or (size > BYTES and not address.endswith((".pdf", "/slip/")) and "/files/" not in address)
            ):
                over.append((name, address, status, queries, size))
    assert over == []


def test_no_page_takes_more_when_the_town_has_twice_as_many_matters(
    in_town: Town, browser: Callable[[str], Client]
) -> None:
    before = {name: every[0] for name, every in pages(in_town).items()}
    counted = {name: opened(browser(reader(name)), address) for name, address in before.items()}
    cases = Case.objects.count()
    in_town.grow()
    assert Case.objects.count() >= 1.6 * cases
    grown = {name: opened(browser(reader(name)), address) for name, address in before.items()}
    assert {name: (counted[name], grown[name]) for name in before if grown[name][1] > counted[name][1]} == {}
