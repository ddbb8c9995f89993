"""Makes a small town in a fresh folder: staff, editions, residents who are already signed in, matters
under way.

`python -m tests.crash.prepare RESIDENTS MATTERS` under YAKUBA_DATA; writes people.json beside the database.
"""

import itertools
import json
import os
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yakuba.hall.settings")
django.setup()

# The rooms need loaded apps.
from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402

from seeds.people import BY, employ_everyone, registered, somebody  # noqa: E402
from tests.crash import acting  # noqa: E402
from tests.signed_in import session_of  # noqa: E402
from yakuba.ground.calendar import clock  # noqa: E402
from yakuba.hall import town_data  # noqa: E402

FARTHEST = 12  # acts


def main() -> None:
    # Nobody signs in by password here, and a real hash would take most of the time.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    call_command("migrate", verbosity=0)
    with transaction.atomic():
        employ_everyone(since=clock.today().replace(month=1, day=1))
        data = town_data.check()
        assert data.faults == (), data.faults
        town_data.publish(data, valid_from=clock.today(), by=BY)
        residents = [_resident(number) for number in _with_email(int(sys.argv[1]))]
        matters = [_under_way(residents[number], number) for number in range(int(sys.argv[2]))]
    path = Path(settings.YAKUBA_DATA) / "people.json"
    path.write_text(json.dumps({"residents": residents, "matters": matters}), encoding="utf-8")


def _with_email(count: int) -> Iterator[int]:
    """Numbers of the sample town's people who have an e-mail address: all but every seventh."""
    return islice((number for number in itertools.count(1) if number % 7), count)


def _under_way(resident: dict[str, Any], number: int) -> dict[str, str]:
    """A matter that somebody has brought some way already, so that every kind of act is soon at hand."""
    chance, procedure = Random(number), acting.PROCEDURES[number % len(acting.PROCEDURES)]
    case_id = acting.apply(procedure, acting.person_of(resident), chance)
    life = acting.life_of(case_id, procedure, acting.person_of(resident), chance)
    for _ in range(number % FARTHEST):
        next(life, None)
    return {"case": str(case_id), "procedure": procedure}


def _resident(number: int) -> dict[str, object]:
    """A person of the sample town with an account and an open session."""
    person = registered(somebody(Random(number), number))
    return {"number": number, "id": str(person.resident_id), "session": session_of(person.resident_id)}


if __name__ == "__main__":
    main()
