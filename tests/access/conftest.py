"""One small town with a matter at every stage, planted once for all tests of this folder and taken away
after them.
"""

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client

from seeds.plant import plant
from tests.access.town import END, Town
from yakuba.ground.calendar import clock
from yakuba.ground.people.models import Account


@pytest.fixture(scope="package")
def town(
    django_db_setup: None, django_db_blocker: object, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Town]:
    """Every test sees the town as it was planted: what a test does is rolled back to here."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:  # type: ignore[attr-defined]
        patch.setattr(settings, "YAKUBA_DATA", tmp_path_factory.mktemp("town"))
        patch.setattr(settings, "PASSWORD_HASHERS", ["django.contrib.auth.hashers.MD5PasswordHasher"])
        with transaction.atomic():
            plant("quiet", write=lambda _: None, until=END, matters=0)
            yield Town(settings.YAKUBA_DATA)
            transaction.set_rollback(True)


@pytest.fixture
def in_town(db: None, town: Town, settings: object) -> Iterator[Town]:
    """The planted town, its files and its clock."""
    settings.YAKUBA_DATA = town.folder  # type: ignore[attr-defined]
    with clock.moved(END):
        yield town


@pytest.fixture
def browser(in_town: Town) -> Callable[[str], Client]:
    """browser("kanri"): somebody's browser, signed in; "" is a guest's."""

    def enter(login: str) -> Client:
        client = Client()
        if login:
            account = Account.objects.get(login=login)
            client.force_login(account, backend=settings.AUTHENTICATION_BACKENDS[0])
        return client

    return enter
