"""News goes up: a frozen dataclass told in the teller's transaction, reacted to by whoever is wired.

Who reacts to what stands in one table, given to `wire` once by the hall. A reaction only moves rows;
it never renders, never calls outside. When a reaction raises, the teller's transaction is undone with it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

Reaction = Callable[[Any], object]

_table: dict[type, tuple[Reaction, ...]] = {}
_captures: ContextVar[tuple[list[object], ...]] = ContextVar("news_captures", default=())


def wire(table: Mapping[type, Sequence[Reaction]]) -> None:
    """Set the whole table of reactions, replacing the former one. Called once, by the hall, at start-up."""
    fresh = {kind: tuple(reactions) for kind, reactions in table.items()}
    _table.clear()
    _table.update(fresh)


def wired() -> Mapping[type, tuple[Reaction, ...]]:
    """A copy of the table in force, for drawings and checks."""
    return dict(_table)


def tell(item: object) -> None:
    """Run the reactions wired to exactly the type of `item`, in their order, in the caller's transaction."""
    for capture in _captures.get():
        capture.append(item)
    for reaction in _table.get(type(item), ()):
        reaction(item)


@contextmanager
def told() -> Iterator[list[object]]:
    """The list of everything told inside the block, in order; reactions run all the same."""
    items: list[object] = []
    token = _captures.set((*_captures.get(), items))
    try:
        yield items
    finally:
        _captures.reset(token)


@contextmanager
def rewired(table: Mapping[type, Sequence[Reaction]]) -> Iterator[None]:
    """Another table for the length of the block: a test of one room alone."""
    before = wired()
    wire(table)
    try:
        yield
    finally:
        wire(before)
