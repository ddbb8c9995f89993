"""Every night: sessions that have ended and counts that have lapsed go."""

from yakuba.ground.access.sessions import SessionStore
from yakuba.ground.access.tallies import clear_lapsed


def clear() -> None:
    """The job `access.clear`; run twice it does nothing more."""
    SessionStore.clear_expired()
    clear_lapsed()
