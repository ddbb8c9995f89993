"""Life events (くらしの出来事): a few plain questions, and from the answers a personal list of what to do, in
order, with the day by which and the place. A town writes them as data (`town/life_events/<key>.toml`).
"""

from yakuba.ground.catalogue.life_events.event import Deadline, Give, Item, LifeEvent
from yakuba.ground.catalogue.life_events.loader import load_life_events
from yakuba.ground.catalogue.life_events.planning import Task, due_day, tasks
from yakuba.ground.catalogue.life_events.telling import in_language, missing, stale, texts_of

__all__ = [
    "Deadline",
    "Give",
    "Item",
    "LifeEvent",
    "Task",
    "due_day",
    "in_language",
    "load_life_events",
    "missing",
    "stale",
    "tasks",
    "texts_of",
]
