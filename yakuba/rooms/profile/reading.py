"""What is remembered of a resident, as values."""

import logging
from uuid import UUID

from yakuba.rooms.profile import rules
from yakuba.rooms.profile.models import Consent, Remembered, Unreadable
from yakuba.rooms.profile.rules import Fact

log = logging.getLogger("yakuba.profile")


def consented(resident_id: UUID) -> bool:
    """Whether the resident lets the town remember."""
    return Consent.objects.filter(resident_id=resident_id).exists()


def remembered(resident_id: UUID) -> tuple[Fact, ...]:
    """Everything remembered, in the order it is listed. One query. Unreadable rows are as if forgotten."""
    rows = Remembered.objects.filter(resident_id=resident_id)
    return rules.in_order(fact for row in rows if (fact := fact_of(row)) is not None)


def fact_of(row: Remembered) -> Fact | None:
    """The row as a value; None when it cannot be read with the key we have."""
    try:
        return Fact(row.id, row.key, row.value, row.source, row.ref, row.given_at)
    except Unreadable:
        log.warning("a remembered fact cannot be read with this key: %s", row.id)
        return None
