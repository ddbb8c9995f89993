"""Who is signed in where, and how often somebody tried in vain. Neither is a record: both lapse, and no
event proves them.
"""

from typing import ClassVar

from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models

from yakuba.ground.people.models import Account


class Sessions(BaseSessionManager["Session"]):
    def get_queryset(self) -> models.QuerySet["Session"]:
        """A session always comes with whose it is: one question to the database answers a whole request."""
        return super().get_queryset().select_related("account__staff", "account__resident")


class Session(AbstractBaseSession):
    """One browser. `account` repeats what the signed content says, so that it can be joined and so that
    every browser of one account can be found (ADR 0017).
    """

    account = models.ForeignKey(
        Account, null=True, blank=True, on_delete=models.CASCADE, related_name="sessions"
    )

    objects: ClassVar[Sessions] = Sessions()


class Tally(models.Model):
    """How often one thing was tried since its count began. The key is a digest: no name stands here."""

    key = models.CharField(max_length=80, primary_key=True)
    count = models.PositiveIntegerField()
    # Seconds since 1970; the count begins anew after it.
    lapses = models.BigIntegerField(db_index=True)
