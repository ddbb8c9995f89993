"""Procedures as data: definitions, question kinds, conditions, fees, editions. Read `definition.py` first."""
