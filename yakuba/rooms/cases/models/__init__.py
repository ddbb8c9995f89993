"""Rows of the room. Every one is a proved row: it changes only inside an act that the journal tells. Only
`SearchRow` is not: it repeats the case for the search and can be made anew (`yakuba search rebuild`).
"""

from yakuba.rooms.cases.models.asks import ClockStop, Correction, Opinion, Paper
from yakuba.rooms.cases.models.case import Case
from yakuba.rooms.cases.models.decisions import Drafting, IssuedLetter
from yakuba.rooms.cases.models.search_row import INDEX, SearchRow
from yakuba.rooms.cases.models.visit import StepVisit

__all__ = [
    "INDEX",
    "Case",
    "ClockStop",
    "Correction",
    "Drafting",
    "IssuedLetter",
    "Opinion",
    "Paper",
    "SearchRow",
    "StepVisit",
]
