"""The hall's part while the server runs: these cases are worked on until their letters lie ready.

`python -m tests.crash.letters NUMBER…` under YAKUBA_DATA; prints a JSON object: number → path of the letter.
"""

import json
import os
import sys
from random import Random

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yakuba.hall.settings")
django.setup()

# The rooms need loaded apps.
from django.urls import reverse  # noqa: E402

from seeds.clerks import Matter  # noqa: E402
from seeds.people import somebody  # noqa: E402
from tests.crash.acting import example_of  # noqa: E402
from yakuba.rooms.cases.models import Case  # noqa: E402


def issue(number: str) -> str:
    """Every act from the intake to the letter; the path by which its applicant takes it."""
    case = Case.objects.get(number=number)
    matter = Matter(case.id, somebody(Random(1), 1), example_of(case.procedure_key).staff, Random(1))
    matter.luck.clear()
    for _ in matter.life():
        letter = case.letters.filter(file_id__isnull=False).first()
        if letter:
            return reverse("applications:letter", args=[case.status_token, letter.id])
    raise AssertionError(f"{number} ended without a letter")


if __name__ == "__main__":
    json.dump({number: issue(number) for number in sys.argv[1:]}, sys.stdout)
