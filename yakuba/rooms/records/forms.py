"""The shape of what is asked of the lists and written on a record's page."""

from datetime import date

from django.http import QueryDict

from yakuba.ground.calendar.era import DayError, parse_day
from yakuba.rooms.records.reading import Filter
from yakuba.rooms.records.rules.numbers import RecordProblem


def read_filter(asked: QueryDict) -> Filter:
    """The filter of the list of volumes; anything unreadable narrows nothing."""
    year = asked.get("year", "")
    return Filter(
        year=int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None,
        section=asked.get("section", ""),
        text=asked.get("q", "").strip()[:100],
    )


def read_page(asked: QueryDict) -> int:
    """The number of the page asked for; 1 for anything unreadable."""
    page = asked.get("page", "1")
    return max(1, int(page)) if page.isascii() and page.isdigit() and len(page) < 6 else 1


def read_day(posted: QueryDict) -> date:
    """The day of an event, in 和暦 or as 2027-03-31. Raises RecordProblem."""
    try:
        return parse_day(posted.get("day", ""))
    except DayError as problem:
        raise RecordProblem(str(problem)) from None
