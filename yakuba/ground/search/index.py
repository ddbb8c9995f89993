"""One index of texts beside a table of the town: written with the row it finds, asked newest first.

The table (a Django model of the room) has `id` (grows with time), the owner's key, the folded `text` and
`keys`, house words by which a query is narrowed (a section, a procedure, a year). What leads from a gram to
its rows is the engine's (`sqlite.py`, `postgresql.py`). Both find candidates by grams and look into the
folded text again, so that they agree.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from django.db import connection, models

from yakuba.ground.search import postgresql, sqlite
from yakuba.ground.search.asked import Asked, Entry, Gate

ENGINES: dict[str, ModuleType] = {"sqlite": sqlite, "postgresql": postgresql}


def engine() -> Any:
    """What this town's database can do. Raises KeyError on an unknown one."""
    return ENGINES[connection.vendor]


class Row(models.Model):
    """The columns every indexed table has; the room adds `owner`, named as in its `Index`."""

    id = models.BigAutoField(primary_key=True)
    text = models.TextField()
    keys = models.TextField(blank=True)

    class Meta:
        abstract = True


@dataclass(frozen=True)
class Index:
    """The index of `table`, whose column `owner` holds the key of what is found."""

    table: str
    owner: str

    def create(self) -> None:
        """For the migration that made the table. Raises sqlite.NoFullText."""
        engine().create(self.table)

    def drop(self) -> None:
        """For the same migration, backwards."""
        engine().drop(self.table)

    def add(self, entries: Sequence[Entry]) -> None:
        """Entries that have no row yet, in the order in which they count as newer. Inside a transaction."""
        engine().add(self.table, self.owner, entries)

    def change(self, row: Row, entry: Entry) -> None:
        """What `row` kept until now gives way to `entry`; nothing is written when they agree."""
        if (row.text, row.keys) != (entry.text, entry.kept_keys):
            engine().change(self.table, row.id, (row.text, row.keys), entry)

    def remove(self, row: Row) -> None:
        """Nothing leads to the owner any more."""
        engine().remove(self.table, row.id, (row.text, row.keys))

    def empty(self) -> None:
        """Forget everything, before all is put in again."""
        engine().empty(self.table)

    def find(self, asked: Asked, gate: Gate, *, most: int) -> list[int]:
        """The newest rows that answer and whose owner passes the gate, by `id`, at most `most`.

        The gate stands inside the query: what it refuses is never fetched nor counted. `asked` must be
        reachable.
        """
        found: list[int] = engine().find(self.table, self.owner, asked, gate, most)
        return found

    def scan(self, asked: Asked, few: Gate, *, most: int) -> list[int]:
        """The same without grams, among the few owners `few` names: for a single letter, or a narrow list."""
        found: list[int] = engine().scan(self.table, self.owner, asked, few, most)
        return found

    def strays(self) -> int:
        """How many entries of the index lead nowhere."""
        return int(engine().strays(self.table))

    def settle(self) -> None:
        """After many rows were written."""
        engine().settle(self.table)
