"""The running town's ways to find: its categories, life events and synonyms, each read once per folder."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from yakuba.ground import town
from yakuba.ground.catalogue.categories import Categories, load_categories
from yakuba.ground.catalogue.finding import Phrases, Synonyms, read_synonyms
from yakuba.ground.catalogue.life_events import LifeEvent, load_life_events
from yakuba.ground.catalogue.loading.report import DefinitionErrors

LIFE_EVENTS = "life_events"
SYNONYMS = "synonyms"
_BRACKETS = re.compile(r"[()（）]|の(?:届|請求|申請)(?=$|[(（])")


def categories() -> Categories:
    """The town's categories. Raises TownError."""
    return _categories(town.folder())


def life_events() -> tuple[LifeEvent, ...]:
    """The town's life events in its order. Raises TownError."""
    return _life_events(town.folder())


def life_event(key: str) -> LifeEvent | None:
    """One life event, or None."""
    return next((event for event in life_events() if event.key == key), None)


def synonyms() -> Synonyms:
    """The town's groups of words that mean the same. Raises TownError."""
    return _synonyms(town.folder())


@lru_cache(maxsize=4)
def _categories(folder: Path) -> Categories:
    with _told_as_the_towns():
        return load_categories(folder)


@lru_cache(maxsize=4)
def _life_events(folder: Path) -> tuple[LifeEvent, ...]:
    with _told_as_the_towns():
        return load_life_events(folder / LIFE_EVENTS, procedures=None)


@contextmanager
def _told_as_the_towns() -> Iterator[None]:
    """The first of the faults as the TownError that whoever runs the house is told."""
    try:
        yield
    except DefinitionErrors as errors:
        first = errors.faults[0]
        raise town.TownError(first.file, first.key, f"{first.message}{first.mend}") from errors


@lru_cache(maxsize=4)
def _synonyms(folder: Path) -> Synonyms:
    return read_synonyms(row["words"] for row in town.read(SYNONYMS).get("group", ()))


def met_in(procedure: str) -> int:
    """In how many life events' lists a procedure stands."""
    return sum(any(item.procedure == procedure for item in event.items) for event in life_events())


def event_names(keys: tuple[str, ...]) -> list[str]:
    """What the named life events are called, in every language, with their other words."""
    return [
        name for event in life_events() if event.key in keys for name in (*_titles(event), *_words(event))
    ]


def life_events_in(text: str) -> list[LifeEvent]:
    """The life events that people speak of in a text, the likeliest first."""
    found = _phrases(town.folder()).find(text)
    events = {event.key: event for event in life_events()}
    return [events[key] for key in found]


@lru_cache(maxsize=4)
def _phrases(folder: Path) -> Phrases:
    told = [(event.key, (*_titles(event), *_words(event), *_tasks(event))) for event in _life_events(folder)]
    return Phrases(told, _synonyms(folder))


def _told(event: LifeEvent, path: str, japanese: str) -> list[str]:
    """One text of an event in every language."""
    told = (translation.texts.get(path, "") for translation in event.texts.values())
    return [japanese, *(text for text in told if text)]


def _titles(event: LifeEvent) -> list[str]:
    return _told(event, "title", event.title)


def _words(event: LifeEvent) -> list[str]:
    return [*event.words, *(word for translation in event.texts.values() for word in translation.words)]


def _tasks(event: LifeEvent) -> list[str]:
    """What the tasks outside the catalogue are called: each of two names, without 「の届」「の請求」."""
    return [name for item in event.items for name in _BRACKETS.split(item.title) if name]
