"""Which tests go together to one worker of a run on several (`pytest -n`)."""

import re
from typing import Any

import pytest
from xdist.scheduler import LoadFileScheduling

# They stand in a town that takes long to make, and that one worker makes once.
TOGETHER = ("tests/access", "tests/crash")
# The longest first: what is short fills the gaps at the end.
FIRST = ("tests/crash/", "tests/access/", "tests/journeys/test_permit", "tests/", "seeds/", "yakuba/hall/")
# Each test by itself is as long as a file of others.
APART = re.compile(r"tests/journeys/test_(permit|every_guide|moving_house)\.py::")


class Shared(LoadFileScheduling):
    """A file's tests together, but for the folders and files named here."""

    def _split_scope(self, nodeid: str) -> str:
        folder = next((one for one in TOGETHER if nodeid.startswith(f"{one}/")), "")
        return folder or (nodeid if APART.match(nodeid) else nodeid.split("::", 1)[0])


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever database they use: pytest-django leaves those without one to the last."""
    items.sort(key=lambda item: next((at for at, one in enumerate(FIRST) if item.nodeid.startswith(one)), 9))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Shared | None:
    """Where a run shares out its tests by file (`--dist loadfile`)."""
    return Shared(config, log) if config.getoption("dist") == "loadfile" else None
