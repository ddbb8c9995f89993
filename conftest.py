"""The fixed cast of every test: a small town hall, the same people everywhere, and a proof at the end."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client, TransactionTestCase
from hypothesis import settings as settings_of_hypothesis

from tests import databases
from yakuba.ground import town
from yakuba.ground.access.actor import Actor, resident_actor, staff_actor
from yakuba.ground.calendar import clock
from yakuba.ground.catalogue import revision
from yakuba.ground.journal import guard
from yakuba.ground.journal.audit import audit, proved_models
from yakuba.ground.journal.models import Event
from yakuba.ground.journal.signature import By
from yakuba.ground.languages.compiling import compile_all
from yakuba.ground.people import arrange
from yakuba.ground.people.models import Account, Assignment, Post, Resident, Section, Staff
from yakuba.hall.finished import memory

pytest_plugins = ["tests.browser", "tests.sharing"]

# How long one example takes says something about the machine, not about the house.
settings_of_hypothesis.register_profile("house", deadline=None)
settings_of_hypothesis.load_profile("house")
compile_all()
databases.hasten(settings.DATABASES)
# Django's own writes every table, and makes the permissions of all of them again: ten times as long.
TransactionTestCase._fixture_teardown = lambda _: databases.empty(connection)

BY = By(actor="system:test")
NOON = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)  # Monday, 12:00 in Japan
DAY = date(2026, 11, 2)


@dataclass(frozen=True)
class Cast:
    """係員 係長 課長 副町長 町長, よその課の人, 出納, システム管理者, 住民, よその住民."""

    clerk: Actor
    chief: Actor
    head: Actor
    deputy_mayor: Actor
    mayor: Actor
    other_clerk: Actor
    other_head: Actor
    cashier: Actor
    admin: Actor
    resident: Actor
    neighbour: Actor


POSTS = {
    "clerk": ("construction_road.clerk", "管理 一郎"),
    "chief": ("construction_road.chief", "係長 二葉"),
    "head": ("construction.head", "課長 三枝"),
    "deputy_mayor": ("deputy_mayor", "副町 四郎"),
    "mayor": ("mayor", "町長 五月"),
    "other_clerk": ("residents_desk.clerk", "住民 六花"),
    "other_head": ("residents.head", "住民 七海"),
    "cashier": ("accounting_cash.cashier", "出納 八重"),
    "admin": ("general_affairs_digital.admin", "管理 九十九"),
}
RESIDENTS = {"resident": "hanako@example.jp", "neighbour": "taro@example.jp"}


@pytest.fixture(scope="session")
def django_db_keepdb(request: pytest.FixtureRequest) -> bool:
    """On PostgreSQL the whole server is thrown away (tests/postgres.py); dropping the database of a run would
    fail where a served page's connection is still open.
    """
    return bool(os.environ.get("DATABASE_URL") or request.config.getvalue("reuse_db"))


@pytest.fixture(autouse=True)
def _quick_and_private(settings: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test has its own data folder and remembers no page; password hashing is not what is tested."""
    memory.forget()
    revision.forget()
    monkeypatch.setattr(revision, "MOMENT", 0.0)
    settings.YAKUBA_DATA = tmp_path  # type: ignore[attr-defined]
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # type: ignore[attr-defined]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"  # type: ignore[attr-defined]


@pytest.fixture
def moved_clock() -> Iterator[object]:
    """Monday 2 November 2026, noon in Japan."""
    with clock.moved(NOON) as moving:
        yield moving


@pytest.fixture(autouse=True)
def _every_change_is_in_the_journal(request: pytest.FixtureRequest) -> Iterator[None]:
    """After every test with a database: each proved row stands as its last event says."""
    if request.node.get_closest_marker("django_db") is None:
        yield
        return
    emptied_afterwards = _real_transactions(request)
    request.getfixturevalue("transactional_db" if emptied_afterwards else "db")
    if emptied_afterwards:
        guard.put_up(connection)
    yield
    if request.node.get_closest_marker("tampers") is None:
        # A table without a row has nothing to compare; a row that should be there is missed all the same.
        standing = databases.filled(connection)
        assert audit(model for model in proved_models() if model._meta.db_table in standing) == []
    if emptied_afterwards:
        # The tables are emptied now, which the journal's triggers would refuse.
        guard.take_down(connection)


def _real_transactions(request: pytest.FixtureRequest) -> bool:
    marker = request.node.get_closest_marker("django_db")
    return bool(marker and marker.kwargs.get("transaction"))


@pytest.fixture
def cast(db: None, moved_clock: object) -> Cast:
    """Everybody at their posts. Made by the real actions once; later laid again row by row (quicker)."""
    if Event.objects.exists():
        return _assemble()
    if not _laid:
        everybody = _assemble()
        rows = [
            list(model.objects.all())
            for model in (Account, Section, Post, Staff, Assignment, Resident, Event)
        ]
        _laid.append((everybody, rows))
        return everybody
    everybody, tables = _laid[0]
    for rows in tables:
        type(rows[0])._base_manager.bulk_create(rows)
    return everybody


CAST_TABLES: tuple[type[Any], ...] = (Account, Section, Post, Staff, Assignment, Resident, Event)
_laid: list[tuple[Cast, list[list[Any]]]] = []


def _assemble() -> Cast:
    arrange.arrange_organization(town.read("organization"), by=BY)
    staff = {name: _employ(name, *post) for name, post in POSTS.items()}
    people = {name: _register(name, email) for name, email in RESIDENTS.items()}
    return Cast(**staff, **people)


def _employ(login: str, post_key: str, name: str) -> Actor:
    staff_id = arrange.employ(login=login, password="correct horse", name=name, kana="テスト", by=BY)
    arrange.assign(staff_id=staff_id, post_key=post_key, starts_on=date(2026, 4, 1), by=BY)
    return staff_actor(staff_id, name, day=DAY, assurance="password")


def _register(given: str, email: str) -> Actor:
    resident_id: UUID = arrange.register_resident(
        email=email, password="correct horse", family="見本", given=given, family_kana="ミホン", given_kana=""
    )
    arrange.prove_address(Account.objects.get(login=email), keep_password=True)
    return resident_actor(resident_id, assurance="password")


@pytest.fixture
def login() -> object:
    """login(client, actor): the actor's browser, signed in."""

    def enter(client: Client, actor: Actor) -> Client:
        rows = Staff if actor.kind == "staff" else Resident
        account = Account.objects.get(id=rows.objects.get(id=actor.id).account_id)
        client.force_login(account, backend=settings.AUTHENTICATION_BACKENDS[0])
        return client

    return enter
