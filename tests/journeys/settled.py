"""The town every journey begins in: its staff at their posts and every procedure published.

Made by the real actions once in a run (seconds: each procedure is checked with its examples); the journeys
after the first find the same rows laid again.
"""

from datetime import timedelta
from typing import Any

from seeds import people
from seeds.people import BY
from yakuba.ground.calendar import clock
from yakuba.ground.catalogue.models import Edition
from yakuba.ground.journal.models import Event
from yakuba.ground.people.models import Account, Assignment, Post, Section, Staff
from yakuba.hall import town_data

# In the order in which they lean on one another.
TABLES: tuple[type[Any], ...] = (Account, Section, Post, Staff, Assignment, Edition, Event)
_laid: list[list[Any]] = []


def settle() -> None:
    """Staff and editions, in a database that is empty."""
    if _laid:
        people.forget()
        for rows in _laid:
            type(rows[0])._base_manager.bulk_create(rows)
        return
    # A year before, so that a paper that came yesterday has somebody to take it on New Year's Day too.
    people.employ_everyone(since=clock.today() - timedelta(days=365))
    data = town_data.check()
    assert data.faults == ()
    town_data.publish(data, valid_from=clock.today() - timedelta(days=30), by=BY)
    _laid.extend(list(model._base_manager.all()) for model in TABLES)
