"""Who acts, in which capacity: the signature under every event."""

import re
from dataclasses import dataclass

_ACTOR = re.compile(r"(staff|resident|guest|system):\S{1,100}")


@dataclass(frozen=True)
class By:
    """One actor in one capacity.

    ``actor`` is ``staff:<uuid>``, ``resident:<uuid>``, ``guest:<ref>`` or ``system:<name>``; ``capacity`` is
    the legal capacity of the act (own, senketsu, daiketsu, ...), ``post`` the post held on that day and
    ``assurance`` how surely the person was known (password, totp, counter, ...).
    Raises ValueError for an actor of any other shape.
    """

    actor: str
    capacity: str = "own"
    post: str = ""
    assurance: str = ""

    def __post_init__(self) -> None:
        if not _ACTOR.fullmatch(self.actor):
            raise ValueError(f"actor must read like staff:<uuid> or system:<name>: {self.actor!r}")
        if not self.capacity:
            raise ValueError("an act needs a capacity")
