"""One file brought in from the national portal, and each application taken in out of it."""

from typing import ClassVar

from django.db import models

from yakuba.ground.access.actor import Actor
from yakuba.ground.access.rights import Right
from yakuba.ground.journal.models import ProvedRow


class Uploads(models.QuerySet["Upload"]):
    def visible_to(self, actor: Actor) -> "Uploads":
        """Who brought it in: it holds applications to many sections."""
        if actor.kind == "system":
            return self
        if actor.kind != "staff" or not actor.may(Right.CASE_INTAKE):
            return self.none()
        return self.filter(brought_by=actor.ref)


class Upload(ProvedRow):
    """取込み. Its file lies in `files` until it is done with (`ended_at`), and is destroyed then."""

    file_id = models.UUIDField()
    name = models.CharField(max_length=200)
    rows = models.PositiveIntegerField()
    brought_by = models.CharField(max_length=120)
    brought_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = Uploads.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["brought_by", "-brought_at"], name="portal_brought_by")]

    def __str__(self) -> str:
        return f"{self.name} {self.brought_at.isoformat()}"

    @property
    def ref(self) -> str:
        """The upload's name in the journal."""
        return f"portal:{self.id}"


class Arrived(ProvedRow):
    """One application taken in: the portal's own number leads to one case, however often it comes."""

    number = models.CharField(max_length=40, unique=True)
    upload = models.ForeignKey(Upload, on_delete=models.PROTECT, related_name="arrived")
    line = models.PositiveIntegerField()
    case_id = models.UUIDField()
    submission_id = models.UUIDField()
    taken_at = models.DateTimeField()

    objects: ClassVar[models.Manager["Arrived"]] = models.Manager()

    def __str__(self) -> str:
        return self.number
