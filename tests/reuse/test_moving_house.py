"""Moving house as a family of four, on the town's real procedures and pages: asked once, not form by form.

What is sent together is what the family's own list has ticked, for each child.
"""

import os
import subprocess
import sys
from pathlib import Path

from tests import databases
from tests.house.plan import ROOT


def test_a_family_that_moves_is_asked_at_least_40_percent_less_in_one_bundle(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bench.moving_house", "--at-least", "40"]
    own = os.environ | {"YAKUBA_DATA": str(tmp_path)} | databases.environment(tmp_path)
    done = subprocess.run(
        command, cwd=ROOT, env=own, capture_output=True, text=True, check=False, timeout=180
    )
    assert done.returncode == 0 and "questions" in done.stdout, done.stdout + done.stderr
    for twice in ("childcare_certification", "childcare_enrolment"):
        assert done.stdout.count(f"{twice}(") == 2, done.stdout
