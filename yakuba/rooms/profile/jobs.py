"""What happens by itself."""

from yakuba.rooms.profile import door


def clear_untouched() -> int:
    """Every day: delete the facts that nobody has given anew for two years. Returns how many."""
    return door.clear_untouched()
