"""What a room says about itself, in one declarative value (its room.py)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from yakuba.ground.access.rights import Right


@dataclass(frozen=True)
class MenuEntry:
    """A line of the staff menu, shown to those who hold the right."""

    title: str
    url_name: str
    right: Right
    order: int = 50
    # One key that opens the page from anywhere on the staff side (after "g").
    key: str = ""


@dataclass(frozen=True)
class Room:
    key: str
    title: str
    menu: tuple[MenuEntry, ...] = ()
    # job name -> dotted path of the function that does it
    jobs: Mapping[str, str] = field(default_factory=dict)
    # job name -> minutes between two runs
    every: Mapping[str, int] = field(default_factory=dict)
    # names of the news dataclasses in door.py
    tells: tuple[str, ...] = ()
    # 個人情報: what is held of persons, and for how long
    personal_data: tuple[str, ...] = ()
    keeps: str = ""
