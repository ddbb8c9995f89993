"""What this room does on news from below. It moves rows; who reacts to what is wired by the hall."""

from yakuba.rooms.cases.actions.decision import decided, pulled_back, sent_back
from yakuba.rooms.cases.actions.payment import settled

__all__ = ["decided", "pulled_back", "sent_back", "settled"]
