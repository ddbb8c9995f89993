"""Whether this process is about to end: it still answers, and says so to who asks for its health."""

import threading

_ending = threading.Event()


def begin() -> None:
    """From now on: not ready for more, and every connection ends with its next answer."""
    _ending.set()


def begun() -> bool:
    return _ending.is_set()
