"""Nothing is left behind when a process is killed: its children notice and end by themselves."""

import os
import signal
import threading
import time

LOOK_EVERY = 1.0  # seconds


def end_with_parent(parent: int) -> None:
    """From now on this process asks itself to end (SIGTERM) as soon as its parent, the process of this
    number, is gone (or at once: it may have gone while we started).
    """

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(LOOK_EVERY)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="yakuba-parent", daemon=True).start()
