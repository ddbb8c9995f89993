"""Makes a town ready for visitors: `python -m bench.newcomers --data DIR --residents 40`.

Migrates; in an empty town employs the sample town's staff and publishes its editions; then registers
residents with a session each (people.json in the folder tells them). The password of all is the demo's.
"""

import argparse
import json
from pathlib import Path
from random import Random

from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from bench.serving import PEOPLE
from seeds.people import BY, PASSWORD, STAFF, employ_everyone, registered, somebody
from tests.signed_in import session_of
from yakuba.ground.calendar import clock
from yakuba.ground.people.models import Account
from yakuba.hall import town_data

FIRST = 1_000_001  # beyond the numbers of whoever lives in the town already


def prepare(residents: int) -> None:
    """Staff, editions and this many residents with an account and an open session."""
    call_command("migrate", verbosity=0)
    with transaction.atomic():
        if not Account.objects.filter(kind=Account.Kind.STAFF).exists():
            employ_everyone(since=clock.today().replace(month=1, day=1))
            data = town_data.check()
            assert data.faults == (), data.faults
            town_data.publish(data, valid_from=clock.today(), by=BY)
        known = [_resident(number) for number in range(FIRST, FIRST + residents + residents // 6 + 1)]
    told = {
        "residents": [one for one in known if one][:residents],
        "staff": [login for login, *_ in STAFF],
        "password": PASSWORD,
    }
    path = Path(settings.YAKUBA_DATA) / PEOPLE
    path.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")


def _resident(number: int) -> dict[str, object] | None:
    """A person with an account and an open session; None for those without an e-mail address."""
    made = somebody(Random(number), number)
    if not made.email:
        return None
    person = registered(made)
    return {"number": number, "email": person.email, "session": session_of(person.resident_id)}


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", help="the town's folder (read by bench/__init__.py)")
    parser.add_argument("--residents", type=int, default=40)
    prepare(parser.parse_args().residents)
