"""Nothing is left behind when a process is killed: its children notice and end by themselves."""

import os
import signal
import threading
import time

LOOK_EVERY = 1.0  # seconds


def end_with_parent(parent: int = 0) -> None:
    """From now on this process asks itself to end (SIGTERM) as soon as the one that started it is gone.

    `parent`: its number, where it is known; it may have gone before this is called.
    """
    expected = parent or os.getppid()

    def watch() -> None:
        while os.getppid() == expected:
            time.sleep(LOOK_EVERY)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="yakuba-parent", daemon=True).start()
