"""What happens by itself."""

from yakuba.ground.calendar import clock
from yakuba.rooms.applications.actions import bundles
from yakuba.rooms.applications.actions.planning import expire


def expire_plans() -> int:
    """Every day: delete the plans nobody has touched for 90 days. Returns how many."""
    return expire(clock.now())


def expire_bundles() -> int:
    """Every day: delete the bundles nobody has touched for 90 days. Returns how many."""
    return bundles.expire()
