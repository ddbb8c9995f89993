"""What happens by itself."""

from yakuba.ground.calendar import clock
from yakuba.rooms.answers.actions.clearing import expire


def expire_drafts() -> int:
    """Every day: delete the drafts nobody has touched for 90 days. Returns how many."""
    return expire(clock.now())
