"""What other rooms may use: consent, what is remembered, remembering, correcting, forgetting."""

from yakuba.rooms.profile.actions import (
    clear_untouched,
    correct,
    forget,
    give_consent,
    remember,
    withdraw_consent,
)
from yakuba.rooms.profile.models import Remembered
from yakuba.rooms.profile.reading import consented, remembered
from yakuba.rooms.profile.rules import (
    CHILDREN,
    Fact,
    Given,
    ProfileRefused,
    answers_from,
    child_in,
    child_lines,
    facts_in,
    form_of,
    label_of,
    row_of,
    value_from,
)

NoSuchFact = Remembered.DoesNotExist

__all__ = [
    "CHILDREN",
    "Fact",
    "Given",
    "NoSuchFact",
    "ProfileRefused",
    "answers_from",
    "child_in",
    "child_lines",
    "clear_untouched",
    "consented",
    "correct",
    "facts_in",
    "forget",
    "form_of",
    "give_consent",
    "label_of",
    "remember",
    "remembered",
    "row_of",
    "value_from",
    "withdraw_consent",
]
