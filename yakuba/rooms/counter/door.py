"""What the hall may ask of the counter."""

from yakuba.rooms.counter.reading.intakes import subjects_of

__all__ = ["subjects_of"]
