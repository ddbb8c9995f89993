"""Yakuba (役場): a town hall in one Python package. `docs/` says how it is built."""
