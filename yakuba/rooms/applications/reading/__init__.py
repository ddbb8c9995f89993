"""What townspeople see before they begin: ways to find, guides, and the list drawn for a life event."""

from yakuba.ground.catalogue.shelf import NoEdition
from yakuba.rooms.applications.reading.guides import Guide, guide
from yakuba.rooms.applications.reading.looking import (
    Answer,
    Card,
    Front,
    Topic,
    cards_under,
    categories_on,
    category,
    found,
    front,
)

__all__ = [
    "Answer",
    "Card",
    "Front",
    "Guide",
    "NoEdition",
    "Topic",
    "cards_under",
    "categories_on",
    "category",
    "found",
    "front",
    "guide",
]
