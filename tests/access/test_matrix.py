"""Who may come to which route: every route, every role, compared with `matrix.txt`, which people can read and
which a change of rights has to change. What is refused looks the same whether the thing is there or not.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.test import Client
from django.urls import resolve, reverse

from tests.access.answers import Answer, asked
from tests.access.town import NEIGHBOUR, NOWHERE, OWNER, Town, routes
from yakuba.ground import prepared
from yakuba.ground.journal.models import Event
from yakuba.rooms.answers.models import Drafts
from yakuba.rooms.applications.models import Bundles
from yakuba.rooms.approvals.models import ApprovalQuerySet
from yakuba.rooms.cases.models.case import Cases
from yakuba.rooms.counter.models import Intakes
from yakuba.rooms.payments.models import AssessmentQuerySet
from yakuba.rooms.records.models import SectionQuerySet
from yakuba.rooms.registers.models import EntryQuerySet

pytestmark = [pytest.mark.django_db]
ROLES = {
    "guest": "", "owner": OWNER, "resident": NEIGHBOUR, "clerk": "kanri", "other": "kankyo", "head": "kacho",
    "mayor": "chocho", "cashier": "suito", "admin": "dx",
}  # fmt: skip
TABLE = Path(__file__).parent / "matrix.txt"
# Their answer does not depend on who comes, but on a secret that the address carries.
BY_SECRET = {
    "applications:status",
    "applications:correction",
    "applications:withdrawal",
    "applications:letter",
    "applications:resume",
    "applications:bundle_resume",
    "applications:plan",
    "applications:plan_answers",
}

Rows = dict[tuple[str, str], dict[str, str]]


def expected() -> Rows:
    lines = [
        line.split() for line in TABLE.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"
    ]
    assert lines[0] == ["method", "route", *ROLES]
    return {(method, route): dict(zip(ROLES, words, strict=True)) for method, route, *words in lines[1:]}


def elsewhere(address: str) -> str:
    """The same address about a thing that is not there."""
    match = resolve(address)
    things = {
        key: NOWHERE if key.endswith("_id") else "x" * 32 if key in ("token", "link") else value
        for key, value in match.kwargs.items()
    }
    return reverse(match.view_name, kwargs=things)


@dataclass
class Everybody:
    """Everybody's browser, and what each was answered so far: the town stands as it was planted, so that who
    asks the same again is answered the same.
    """

    clients: dict[str, Client]
    told: dict[tuple[str, str, str], Answer]

    def answer(self, role: str, method: str, address: str) -> Answer:
        key = role, method, address
        if key not in self.told:
            self.told[key] = asked(self.clients[role], method, address)
        return self.told[key]


@pytest.fixture(scope="module")
def told() -> dict[tuple[str, str, str], Answer]:
    return {}


@pytest.fixture
def everybody(browser: Callable[[str], Client], told: dict[tuple[str, str, str], Answer]) -> Everybody:
    return Everybody({role: browser(login) for role, login in ROLES.items()}, told)


def answered(town: Town, everybody: Everybody) -> Rows:
    return {
        (method, name): {role: everybody.answer(role, method, every[0]).word for role in ROLES}
        for name, every in sorted(town.addresses().items())
        for method in ("GET", "POST")
    }


def differences(found: Rows, wanted: Rows) -> Iterator[str]:
    for key in sorted(found | wanted):
        for role in ROLES:
            here, there = (
                found.get(key, {}).get(role, "no such route"),
                wanted.get(key, {}).get(role, "not in the table"),
            )
            if here != there:
                yield f"{' '.join(key)} {role}: {here}, expected {there}"


def test_every_route_answers_everybody_as_the_matrix_says(in_town: Town, everybody: Everybody) -> None:
    assert list(differences(answered(in_town, everybody), expected())) == []


def test_every_route_stands_in_the_matrix() -> None:
    assert {name for _, name in expected()} == {name for name, _ in routes()}


GATES = [
    (Cases, "cases:case", "other"),
    (ApprovalQuerySet, "approvals:approval", "other"),
    (AssessmentQuerySet, "payments:assessment", "other"),
    (SectionQuerySet, "records:record", "other"),
    (EntryQuerySet, "registers:entry", "other"),
    (Intakes, "counter:receipt", "other"),
    (Drafts, "applications:summary", "resident"),
    (Bundles, "applications:bundle_summary", "resident"),
]


def made_anew(query: prepared._Prepared) -> prepared._Made:
    """Of the gate as it is now."""
    return prepared._Made(query._build(**query._stand_ins), query._stand_ins)


@pytest.mark.parametrize(("gate", "route", "role"), GATES, ids=[gate.__name__ for gate, _, _ in GATES])
def test_a_gate_left_open_is_noticed(
    gate: type,
    route: str,
    role: str,
    in_town: Town,
    browser: Callable[[str], Client],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    address = in_town.addresses()[route][0]
    assert asked(browser(ROLES[role]), "GET", address).word == expected()["GET", route][role] == "-"
    monkeypatch.setattr(gate, "visible_to", lambda self, *_, **__: self)
    monkeypatch.setattr(prepared._Prepared, "made", property(made_anew))
    visitor = browser(ROLES[role])
    # A query made beforehand without its gate is refused as a whole.
    visitor.raise_request_exception = False
    assert asked(visitor, "GET", address).word != "-"


def test_what_is_not_yours_looks_like_what_is_not_there(in_town: Town, everybody: Everybody) -> None:
    addresses, faults = in_town.addresses(), []
    for (method, name), row in expected().items():
        address = addresses[name][0]
        nothing = elsewhere(address)
        for role, word in row.items():
            if word == "-" and nothing != address:
                there, not_there = (everybody.answer(role, method, one) for one in (address, nothing))
                if there != not_there:
                    faults.append(f"{method} {name} {role}: {there.status} / {not_there.status}")
    assert faults == []


def test_a_secret_address_that_is_guessed_tells_nothing(
    in_town: Town, browser: Callable[[str], Client]
) -> None:
    for name in BY_SECRET:
        nothing = elsewhere(in_town.addresses()[name][0])
        answers = {
            (answer.status, answer.body)
            for login in ROLES.values()
            if (answer := asked(browser(login), "POST", nothing))
        }
        assert {status for status, _ in answers} <= {404, 405}, name


def test_being_refused_writes_nothing(in_town: Town, browser: Callable[[str], Client]) -> None:
    addresses = in_town.addresses()
    before, clients = Event.objects.count(), {role: browser(login) for role, login in ROLES.items()}
    for (method, name), row in expected().items():
        for role in [role for role, word in row.items() if method == "POST" and word in ("-", "sign-in")]:
            clients[role].post(addresses[name][0], {"seen": "1"})
    assert Event.objects.count() == before


def test_staff_pages_lead_guests_to_the_sign_in_of_staff_and_back(
    in_town: Town, browser: Callable[[str], Client]
) -> None:
    response = browser("").get("/staff/cases/?tab=inbox&state=review")
    assert (
        response.headers["Location"]
        == "/staff/sign-in/?next=%2Fstaff%2Fcases%2F%3Ftab%3Dinbox%26state%3Dreview"
    )
    assert re.search(
        rb'name="next" value="/staff/cases/\?tab=inbox&amp;state=review"',
        browser("").get(response.headers["Location"]).content,
    )
