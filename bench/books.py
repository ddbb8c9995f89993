"""What is new in a matter that is cast: its days, its numbers in the town's counters and volumes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from bench.townspeople import Townsperson
from yakuba.ground.calendar.era import format_era
from yakuba.ground.calendar.fiscal import fiscal_year

FIRST_YEAR, LAST_YEAR = 2010, 2060


@dataclass(slots=True)
class Cast:
    """What is new in one cast matter. `days`: how far its days are moved; `owner`: id of its resident."""

    days: int
    milliseconds: int
    counter: int
    tail: str
    token: str
    person: Townsperson
    owner: str
    words: str
    books: "Books"
    taken: dict[str, int] = field(default_factory=dict)


class Books:
    """The town's counters and volumes while it is written in bulk."""

    def __init__(self, counters: dict[tuple[str, int], int]) -> None:
        self.counters = counters
        self.volumes: dict[tuple[str, int], str] = {}  # a volume like this one, of that year
        self.event = 0
        self.xid = ""

    def next(self, series: str, year: int) -> int:
        number = self.counters.get((series, year), 0) + 1
        self.counters[series, year] = number
        return number


class Days:
    """Days as text, ready to be looked up by their distance from the first one."""

    def __init__(self) -> None:
        first = date(FIRST_YEAR, 1, 1)
        self.zero = first.toordinal()
        every = [first + timedelta(days=at) for at in range((LAST_YEAR - FIRST_YEAR) * 365)]
        self.iso = [day.isoformat() for day in every]
        self.fiscal = [fiscal_year(day) for day in every]
        self.every = every
        self.era: dict[int, str] = {}

    def spoken(self, at: int) -> str:
        if at not in self.era:
            self.era[at] = format_era(self.every[at])
        return self.era[at]


DAYS = Days()
# Only days of a matter's own time are moved.
OLDEST, NEWEST = (date(year, 1, 1).toordinal() - DAYS.zero for year in (2024, 2045))


@dataclass(frozen=True)
class Numbered:
    """A table whose rows are numbered within a year: which series, its year column, the day that tells it."""

    series: Callable[[Any], str]
    year: str
    day: str


NUMBERED = {
    "records.Arrival": Numbered(lambda row: f"arrival:{row.section}", "year", "received_at"),
    "records.DocumentNumber": Numbered(lambda row: f"document:{row.section}", "year", "day"),
    "payments.Assessment": Numbered(lambda row: "payments.assessment", "fiscal_year", "assessed_on"),
    "payments.Receipt": Numbered(lambda row: "payments.receipt", "fiscal_year", "received_on"),
}
