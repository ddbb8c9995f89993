"""The town's ways to find: categories, life events and synonyms, each held against its procedures."""

from collections.abc import Collection
from dataclasses import dataclass

from yakuba.ground import town
from yakuba.ground.catalogue.categories import Categories, load_categories
from yakuba.ground.catalogue.definition import Procedure
from yakuba.ground.catalogue.finding.synonyms import faults_of
from yakuba.ground.catalogue.life_events import LifeEvent, load_life_events
from yakuba.ground.catalogue.loading.report import DefinitionErrors, nearest
from yakuba.ground.catalogue.topics import LIFE_EVENTS, SYNONYMS


@dataclass(frozen=True, slots=True)
class Topics:
    """What could be read, and every fault of what could not."""

    categories: Categories
    life_events: tuple[LifeEvent, ...]
    faults: tuple[str, ...]


def read(within_reach: Collection[str]) -> Topics:
    """All of them. `within_reach`: the keys of the procedures that a life event may name."""
    faults: list[str] = []
    categories = Categories(())
    events: tuple[LifeEvent, ...] = ()
    try:
        categories = load_categories(town.folder())
    except DefinitionErrors as errors:
        faults += map(str, errors.faults)
    try:
        events = load_life_events(town.folder() / LIFE_EVENTS, procedures=within_reach)
    except DefinitionErrors as errors:
        faults += [f"{LIFE_EVENTS}/{fault}" for fault in errors.faults]
    try:
        faults += faults_of(town.read(SYNONYMS))
    except town.TownError as problem:
        faults.append(str(problem))
    return Topics(categories, events, tuple(faults))


def faults_of_procedure(procedure: Procedure, topics: Topics) -> list[str]:
    """A category or life event that no page shows would hide the procedure."""
    rows = [row.key for row in topics.categories.rows]
    events = [event.key for event in topics.life_events]
    # What could not be read is told by itself.
    return [
        f"procedure.toml の {name}: 「{key}」は{place}にありません。{nearest(key, known)}"
        for name, place, known, given in (
            ("category", "categories.toml ", rows, (procedure.category,) if procedure.category else ()),
            ("life_events", f" {LIFE_EVENTS} の中", events, procedure.life_events),
        )
        for key in given
        if known and key not in known
    ]
