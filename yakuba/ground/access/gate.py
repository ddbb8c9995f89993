"""The one refusal. It never says whether the thing exists."""

from yakuba.ground.access.actor import Actor
from yakuba.ground.access.rights import Right


class Denied(Exception):
    """The actor may not; the hall answers with the same page as for what does not exist."""


def require(actor: Actor, right: Right, *, section: str | None = None) -> None:
    """Raises Denied unless the actor holds the right (in the section, when one is named)."""
    if not actor.may(right, section=section):
        raise Denied(str(right))
