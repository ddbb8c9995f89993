"""Bringing a file in, taking its rows in, being done with it."""
