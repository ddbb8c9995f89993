"""What townspeople look through: the first page, categories, life events, and what answers to their words."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from yakuba.ground import languages
from yakuba.ground.calendar import clock
from yakuba.ground.catalogue import life_events, shelf, speech, topics
from yakuba.ground.catalogue.categories import Category
from yakuba.ground.catalogue.life_events import LifeEvent
from yakuba.ground.catalogue.shelf import EditionRef
from yakuba.rooms.answers import door as answers
from yakuba.rooms.applications.rules.beginning import ways_to_begin

MOST_USED = 4
MOST_EVENTS = 3


@dataclass(frozen=True)
class Card:
    """A procedure in a list, told in the language being spoken. `matched`: the words that led to it."""

    key: str
    title: str
    kana: str
    summary: str
    online: bool
    run_by: str = ""
    matched: tuple[str, ...] = ()


@dataclass(frozen=True)
class Topic:
    """A category or a life event in a list, with how many procedures stand under it."""

    key: str
    title: str
    text: str
    icon: str = ""
    count: int = 0


@dataclass(frozen=True)
class Front:
    """The first page."""

    categories: list[Topic]
    life_events: list[Topic]
    most_used: list[Card]


@dataclass(frozen=True)
class Answer:
    """What a search gives. `sure`: it speaks of most of what was asked; `meant`: the question as it was
    perhaps meant.
    """

    cards: list[Card]
    life_events: list[Topic]
    sure: bool
    meant: str

    @property
    def found(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.cards or self.life_events)


def front(day: date) -> Front:
    """The first page: what leads on, never all procedures at once."""
    standing = {ref.key: ref for ref in shelf.all_in_force(day)}
    # Up to yesterday: the first page stays the same all day (hall/finished.py keeps it).
    used = [card(standing[key]) for key in answers.most_used(before=clock.at(day)) if key in standing]
    return Front(counted_categories(list(standing.values())), life_event_topics(), used[:MOST_USED])


def counted_categories(standing: list[EditionRef]) -> list[Topic]:
    """The categories that have procedures, in the town's order."""
    counts = Counter(ref.procedure.category for ref in standing)
    return [
        Topic(row.key, row.title, row.text, row.icon, counts[row.key])
        for row in topics.categories().in_language(languages.current())
        if counts[row.key]
    ]


def categories_on(day: date) -> list[Topic]:
    """The same, for a day."""
    return counted_categories(shelf.all_in_force(day))


def life_event_topics() -> list[Topic]:
    """The town's life events in its order."""
    return [_topic(event) for event in topics.life_events()]


def _topic(event: LifeEvent) -> Topic:
    told = life_events.in_language(event, languages.current())
    return Topic(event.key, told.title, told.text, event.icon)


def category(key: str) -> Category | None:
    """One category, told in the language being spoken; None when the town has no such."""
    rows = topics.categories().in_language(languages.current())
    return next((row for row in rows if row.key == key), None)


def cards_under(key: str, day: date) -> list[Card]:
    """The procedures of a category."""
    return [card(ref) for ref in shelf.all_in_force(day) if ref.procedure.category == key]


def found(text: str, day: date) -> Answer:
    """What answers to everyday words: procedures and life events, best first."""
    standing = {ref.key: ref for ref in shelf.all_in_force(day)}
    answer = shelf.index_of(standing.values()).find(text)
    cards = [card(standing[hit.key], _telling(hit.matched)) for hit in answer.hits]
    told = [_topic(event) for event in topics.life_events_in(text)[:MOST_EVENTS]]
    return Answer(cards, told, answer.sure, answer.meant)


def _telling(words: tuple[str, ...]) -> tuple[str, ...]:
    """A single kana says nothing about why something was found (the き of 引っ越してきた)."""
    return tuple(word for word in words if len(word) > 1 or not "ぁ" <= word <= "ゖ")


def card(ref: EditionRef, matched: tuple[str, ...] = ()) -> Card:
    """A procedure as it stands in a list."""
    told = speech.in_language(ref.procedure, languages.current())
    return Card(
        ref.key,
        told.title,
        told.kana,
        told.summary,
        online=bool(ways_to_begin(ref.procedure)),
        run_by=told.run_by.name if told.run_by else "",
        matched=matched,
    )
