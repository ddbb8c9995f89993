"""Yakuba (役場): a town hall in one Python package. `docs/` says how it is built."""

__version__ = "0.1.0"
