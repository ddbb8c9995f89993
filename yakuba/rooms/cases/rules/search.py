"""What of a case is looked in, by which house words a search is narrowed, and numbers as they are typed."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date

from yakuba.ground.calendar.fiscal import fiscal_year
from yakuba.ground.search import house_word
from yakuba.rooms.cases.rules.states import ENDS

_NUMBER = re.compile(r"R([0-9]{1,2})-?([0-9]{4,8})|R([0-9]{1,2})-([0-9]{1,3})")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−ー", "-"))


def written_number(text: str) -> str:
    """A receipt number however it was typed (ｒ８－１２, R80012, R8-0012) as the town writes it: R8-0012.

    "" for what is no such number.
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split()).upper().translate(_DASHES)
    found = _NUMBER.fullmatch(plain)
    if not found:
        return ""
    year, number = [part for part in found.groups() if part is not None]
    return f"R{int(year)}-{int(number):04d}"


def reach_words(sections: Iterable[str]) -> frozenset[str]:
    """One for each section from which the case may be read."""
    return frozenset(house_word("reach", key) for key in sections)


def section_word(section: str) -> str:
    """The section in charge."""
    return house_word("section", section)


def procedure_word(procedure: str) -> str:
    """The procedure, in whichever edition."""
    return house_word("procedure", procedure)


def year_word(year: int) -> str:
    """The fiscal year in which it arrived."""
    return house_word("year", year)


def channel_word(channel: str) -> str:
    """The way it came in."""
    return house_word("channel", channel)


def end_word(state: str) -> str:
    """How it ended. An open case has none: its state changes with every act, and there are few of them."""
    return house_word("end", state)


def words_of_case(
    *,
    section: str,
    work_section: str,
    asked: Iterable[str],
    procedure: str,
    channel: str,
    arrived_on: date,
    state: str,
) -> frozenset[str]:
    """All house words of a case; `asked` are the sections whose opinion was asked, `arrived_on` in Japan."""
    found = reach_words({section, work_section, *asked}) | {
        section_word(section),
        procedure_word(procedure),
        channel_word(channel),
        year_word(fiscal_year(arrived_on)),
    }
    return found | {end_word(state)} if state in ENDS else found
