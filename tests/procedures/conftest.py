"""The whole hall at its posts, every procedure published, one resident with an account: laid once for this
folder and taken away after it.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from random import Random

import pytest
from django.conf import settings
from django.db import transaction

from seeds.people import BY, Person, employ_everyone, registered, somebody
from yakuba.ground.calendar import clock
from yakuba.hall import town_data

START = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)  # Friday, 10:00 in Japan


@pytest.fixture(scope="package")
def hall(
    django_db_setup: None, django_db_blocker: object, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Person]:
    """What a test does in the hall is rolled back to here."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:  # type: ignore[attr-defined]
        patch.setattr(settings, "YAKUBA_DATA", tmp_path_factory.mktemp("hall"))
        patch.setattr(settings, "PASSWORD_HASHERS", ["django.contrib.auth.hashers.MD5PasswordHasher"])
        with transaction.atomic(), clock.moved(START):
            employ_everyone(since=date(2026, 4, 1))
            data = town_data.check()
            assert data.faults == ()
            town_data.publish(data, valid_from=date(2026, 4, 1), by=BY)
            yield registered(somebody(Random(1), 1))
            transaction.set_rollback(True)


@pytest.fixture
def resident(db: None, hall: Person, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Person]:
    """The resident, with a clock of one's own that starts on a Friday morning."""
    with clock.moved(START):
        yield hall
