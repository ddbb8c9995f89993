"""A world is told by its seed: planted again from nothing, the same things happen."""

from collections import Counter
from datetime import UTC, datetime

import pytest
from django.db import transaction

from seeds.plant import plant
from yakuba.ground.journal.models import Event

pytestmark = [pytest.mark.django_db]
END = datetime(2026, 11, 20, 6, 30, tzinfo=UTC)  # Friday, 15:30 in Japan


def test_the_same_seed_makes_the_same_world() -> None:
    """Twice, each taken away again; identifiers and secrets differ, what happened does not."""
    told = []
    for _ in range(2):
        with transaction.atomic():
            plant("quiet", write=lambda _: None, until=END, matters=0)
            told.append(Counter(Event.objects.values_list("kind", flat=True)))
            transaction.set_rollback(True)
    assert told[0] == told[1]
    assert sum(told[0].values()) > 200
