"""How a line of the log looks. An error leaves its kind and its place there, never its text: `ValueError:
invalid literal '090-…'` would carry an answer into a file that outlives it and that others read.
"""

import logging
import traceback
from types import TracebackType

from yakuba.hall.errors import places

Caught = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class PlacesOnly(logging.Formatter):
    """The usual line; of an exception its kind and the places it came through."""

    def formatException(self, ei: Caught) -> str:
        kind, _, trace = ei
        return f"{kind.__name__ if kind else 'unknown'} {places(traceback.extract_tb(trace))}"
