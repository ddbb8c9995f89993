"""Consent, and the facts kept under it. No proved rows: a resident may have them deleted for good."""

from typing import Any

from django.conf import settings
from django.db import models

from yakuba.ground.access.actor import Actor
from yakuba.ground.calendar import clock
from yakuba.ground.identifiers import new_id
from yakuba.ground.people.models import Resident
from yakuba.rooms.profile.models.cipher import Unreadable, lock, unlock

__all__ = ["Consent", "Remembered", "Unreadable"]


class Consent(models.Model):
    """A resident lets the town remember. Withdrawing deletes the row."""

    resident = models.OneToOneField(Resident, primary_key=True, on_delete=models.CASCADE, related_name="+")
    given_at = models.DateTimeField(default=clock.now)


class Facts(models.QuerySet["Remembered"]):
    def visible_to(self, actor: Actor) -> "Facts":
        """A resident's own. Staff never come here: what counts stands in the application."""
        if actor.kind == "system":
            return self
        if actor.kind != "resident" or actor.id is None:
            return self.none()
        return self.filter(resident_id=actor.id)


class Remembered(models.Model):
    """One fact: what key, in which words (encrypted), told where and when."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    resident = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=40)
    locked = models.BinaryField()
    source = models.CharField(max_length=200)
    # "submission:<uuid>"; "" when it was corrected by hand.
    ref = models.CharField(max_length=120, blank=True)
    given_at = models.DateTimeField()
    # When it was last told just so; the time it is kept counts from here.
    used_at = models.DateTimeField()

    objects = Facts.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["resident", "key"], condition=~models.Q(key="children"), name="profile_one_fact_a_key"
            )
        ]
        indexes = [
            models.Index(fields=["used_at"], name="profile_oldest_first"),
            models.Index(fields=["resident", "key"], name="profile_by_resident"),
        ]

    @property
    def _bound(self) -> str:
        return f"{self.resident_id}:{self.id}:{self.key}"

    @property
    def value(self) -> Any:
        """What was told. Raises Unreadable when it was written under another key or for another row."""
        return unlock(settings.YAKUBA_REMEMBERED_KEY, bytes(self.locked), bound=self._bound)

    @value.setter
    def value(self, value: Any) -> None:
        self.locked = lock(settings.YAKUBA_REMEMBERED_KEY, value, bound=self._bound)
