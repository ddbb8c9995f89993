"""A life event in another language: its texts by path, what is missing or stale, and the event as told."""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from yakuba.ground.catalogue import speech
from yakuba.ground.catalogue.definition import Translation
from yakuba.ground.catalogue.life_events.event import Item, LifeEvent


def texts_of(event: LifeEvent) -> dict[str, str]:
    """Every Japanese text of the event by path: title, summary, questions.<key>.label, items.<key>.why …"""
    found: dict[str, str] = {}

    def keep(path: str, text: str) -> str:
        found[path] = text
        return text

    for item in event.items:
        _retold(item, keep)
    return speech.texts_of(event.asking) | found


def missing(event: LifeEvent, language: str) -> list[str]:
    """The paths without a text in that language."""
    own = event.texts.get(language, Translation({}))
    return [path for path in texts_of(event) if path not in own.texts]


def stale(event: LifeEvent, language: str) -> list[str]:
    """The paths whose Japanese is no longer (or was never marked as) the one that was translated."""
    own = event.texts.get(language, Translation({}))
    return [
        path
        for path, text in texts_of(event).items()
        if path in own.texts and own.of.get(path) != speech.stamp_of(text)
    ]


def in_language(event: LifeEvent, language: str) -> LifeEvent:
    """The event as it is shown in a language; what is missing or stale stays Japanese."""
    return _translated(_Same(event), language) if language in event.texts else event


class _Same:
    """An event as a key: the same object, not an equal one (its mappings cannot be hashed)."""

    __slots__ = ("event",)

    def __init__(self, event: LifeEvent) -> None:
        self.event = event

    def __hash__(self) -> int:
        return id(self.event)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.event is self.event


@lru_cache(maxsize=64)
def _translated(same: _Same, language: str) -> LifeEvent:
    event = same.event
    own = event.texts[language]

    def say(path: str, text: str) -> str:
        return own.texts[path] if path in own.texts and own.of.get(path) == speech.stamp_of(text) else text

    return replace(
        event,
        asking=speech.retold(event.asking, say),
        items=tuple(_retold(item, say) for item in event.items),
    )


def _retold(item: Item, say: Callable[[str, str], str]) -> Item:
    path = f"items.{item.key}"

    def told(name: str, text: str) -> str:
        return say(f"{path}.{name}", text) if text else text

    deadline = item.deadline
    return replace(
        item,
        title=told("title", item.title),
        text=told("text", item.text),
        why=told("why", item.why),
        place=told("place", item.place),
        decides=told("decides", item.decides),
        url_text=told("url_text", item.url_text),
        deadline=deadline and replace(deadline, text=told("deadline", deadline.text)),
    )
