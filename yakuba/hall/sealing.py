"""Where this town's seals lie, and under which name they are signed."""

import os
from pathlib import Path

from django.conf import settings

from yakuba.ground import town


def origin() -> str:
    """The log's name in every checkpoint (C2SP): the town's code, so that two towns' seals never look
    alike.
    """
    return f"yakuba/{town.facts().code}"


def seal_folder() -> Path:
    """YAKUBA_SEALS (best: a disk that only the sealer's user may write), or `seals` beside the data."""
    named = os.environ.get("YAKUBA_SEALS")
    return Path(named) if named else Path(settings.YAKUBA_DATA) / "seals"
