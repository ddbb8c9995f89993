"""Who is signed in where, and how often somebody tried in vain. Neither is a record: both lapse, and no
event proves them.
"""

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from yakuba.ground.people.models import Account


class Session(AbstractBaseSession):
    """One browser. `account` repeats what the signed content says, so that it can be joined and so that
    every browser of one account can be found (ADR 0017).
    """

    account = models.ForeignKey(
        Account, null=True, blank=True, on_delete=models.CASCADE, related_name="sessions"
    )


class Tally(models.Model):
    """How often one thing was tried since its count began. The key is a digest: no name stands here."""

    key = models.CharField(max_length=80, primary_key=True)
    count = models.PositiveIntegerField()
    # Seconds since 1970; the count begins anew after it.
    lapses = models.BigIntegerField(db_index=True)
