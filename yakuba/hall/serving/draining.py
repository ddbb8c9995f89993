"""Whether this process is about to end, and whether the town ends with it or others have taken its place."""

import signal
import threading

REPLACED = signal.SIGUSR1
"""What tells a worker to end because others serve in its place: the town stays ready all the while."""

_ending, _stopping = threading.Event(), threading.Event()


def begin(*, replaced: bool) -> None:
    """From now on every connection ends with its next answer; unless `replaced`, health says so too."""
    _ending.set()
    if not replaced:
        _stopping.set()


def begun() -> bool:
    return _ending.is_set()


def stopping() -> bool:
    """Whether there will be nobody to answer soon."""
    return _stopping.is_set()
