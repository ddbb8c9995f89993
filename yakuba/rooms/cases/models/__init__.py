"""Rows of the room. Every one is a proved row: it changes only inside an act that the journal tells."""

from yakuba.rooms.cases.models.asks import ClockStop, Correction, Opinion, Paper
from yakuba.rooms.cases.models.case import Case
from yakuba.rooms.cases.models.decisions import Drafting, IssuedLetter
from yakuba.rooms.cases.models.visit import StepVisit

__all__ = ["Case", "ClockStop", "Correction", "Drafting", "IssuedLetter", "Opinion", "Paper", "StepVisit"]
