"""What a server reads once (words, index, readings), read when it starts and not by its first reader.

In a thread of its own: the first pages need none of it, and nothing that goes wrong here stops the start.
Whoever asks earlier than it is done reads it as if nobody had begun.
"""

import logging
import threading

from django.db import connections

from yakuba.ground.calendar import clock
from yakuba.ground.catalogue import shelf, topics
from yakuba.hall.languages import furigana

logger = logging.getLogger("yakuba.warming")
A_WORD = "引っ越し"


def warm() -> None:
    """Make the index of today's procedures, the names of the life events, and the reader of furigana."""
    shelf.search(A_WORD, clock.today())
    topics.life_events_in(A_WORD)
    furigana().over(A_WORD)


def start_thread() -> threading.Thread:
    """`warm` beside the server; what fails is logged, and made when it is first asked for."""
    thread = threading.Thread(target=_warm_or_say, name="yakuba-warming", daemon=True)
    thread.start()
    return thread


def _warm_or_say() -> None:
    try:
        warm()
    except Exception as problem:
        # No database yet, no procedures, a town's file with a fault: the pages themselves say what is wrong.
        logger.warning("nothing could be read beforehand: %s", type(problem).__name__)
    finally:
        connections.close_all()
