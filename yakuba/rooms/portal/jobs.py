"""What happens by itself."""

from yakuba.ground.calendar import clock
from yakuba.rooms.portal.actions.bringing import clear


def clear_uploads() -> int:
    """Every day: destroy files from the portal that nobody ended for 30 days. Returns how many."""
    return clear(clock.now())
