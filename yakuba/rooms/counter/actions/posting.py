"""発送した: a letter was printed and put into the post."""

from uuid import UUID

from django.db import transaction

from yakuba.ground.access.actor import Actor
from yakuba.ground.access.gate import Denied
from yakuba.ground.journal.record import record
from yakuba.ground.messages.send import NotPosted, posted
from yakuba.rooms.counter.reading.letters import letter


@transaction.atomic
def post(message_id: UUID, *, actor: Actor) -> None:
    """Note that the letter went out. Raises Denied when it does not wait (any more) or is another's."""
    found = letter(message_id, actor)
    try:
        posted(message_id)
    except NotPosted:
        raise Denied("letter") from None
    record("counter.posted", subject=found.about, by=actor.by(), facts={"message": str(message_id)})
