"""The hall's part while the server runs: these cases are worked on until their letters lie ready.

`python -m tests.crash.letters NUMBER…` under YAKUBA_DATA; prints a JSON object: number → path of the letter.
"""

import json
import os
import sys
import time
from random import Random

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yakuba.hall.settings")
django.setup()

# The rooms need loaded apps.
from django.urls import reverse  # noqa: E402

from seeds.clerks import Matter  # noqa: E402
from seeds.people import somebody  # noqa: E402
from tests.crash.acting import example_of  # noqa: E402
from yakuba.rooms.cases.models import Case, IssuedLetter  # noqa: E402

PATIENCE = 30  # seconds


def issue(number: str) -> str:
    """Every act from the intake to the letter; the path by which its applicant takes it."""
    case = Case.objects.get(number=number)
    matter = Matter(case.id, somebody(Random(1), 1), example_of(case.procedure_key).staff, Random(1))
    matter.luck.clear()
    for _ in matter.life():
        if letter := case.letters.first():
            return _ready(case, letter)
    raise AssertionError(f"{number} ended without a letter")


def _ready(case: Case, letter: IssuedLetter) -> str:
    """The job that sets the letter is done by whoever comes first: here, or in the running server."""
    end = time.monotonic() + PATIENCE
    while letter.file_id is None:
        assert time.monotonic() < end, f"the letter of {case.number} was never set"
        time.sleep(0.1)
        letter.refresh_from_db()
    return reverse("applications:letter", args=[case.status_token, letter.id])


if __name__ == "__main__":
    json.dump({number: issue(number) for number in sys.argv[1:]}, sys.stdout)
