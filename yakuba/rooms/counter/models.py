"""One row for each paper, call or visit that a clerk takes in: how and when it came, who brought it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from yakuba.ground.access.actor import Actor
from yakuba.ground.access.rights import Right
from yakuba.ground.journal.models import ProvedRow
from yakuba.rooms.counter import rules


class Intakes(models.QuerySet["Intake"]):
    """Intakes as somebody may see them."""

    def visible_to(self, actor: Actor) -> "Intakes":
        """The clerk who entered it, and those of the section in charge. Nobody else."""
        if actor.kind != "staff" or not actor.may(Right.CASE_INTAKE):
            return self.none()
        reach = actor.sections_with(Right.CASE_READ)
        if reach is None:
            return self
        return self.filter(Q(entered_by=actor.ref) | Q(section__in=reach))

    def half_entered(self) -> "Intakes":
        """Neither taken in nor given up yet."""
        return self.filter(filed_at__isnull=True, stopped_at__isnull=True)


class Intake(ProvedRow):
    """受付の記録. Its answers lie in a draft of `answers` until it is filed, then in the case."""

    draft_id = models.UUIDField()
    edition_id = models.UUIDField()
    procedure_key = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    # The section in charge of the procedure.
    section = models.CharField(max_length=60)
    channel = models.CharField(max_length=10, choices=rules.choices(rules.CHANNELS))
    # 到達 (行政手続法第7条・第37条): what legal days count from.
    arrived_at = models.DateTimeField()
    brought_by = models.CharField(max_length=10, blank=True, choices=rules.choices(rules.BEARERS))
    bearer_name = models.CharField(max_length=60, blank=True)
    # The kind of document seen. No number of it is ever written down.
    identity_checked = models.CharField(max_length=16, blank=True, choices=rules.choices(rules.IDENTITY))
    paper_place = models.CharField(max_length=100, blank=True)
    # [{"file", "name", "size", "digest"}]: the scans of the paper, kept by `files`.
    scans = models.JSONField(default=list)
    # The draft that its applicant printed and brought: its answers began this intake.
    paper_draft_id = models.UUIDField(null=True)
    entered_by = models.CharField(max_length=120)
    started_at = models.DateTimeField()
    # Set from the start when it answers a request for correction; else when it is filed.
    case_id = models.UUIDField(null=True)
    is_correction = models.BooleanField(default=False)
    submission_id = models.UUIDField(null=True)
    filed_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    stop_reason = models.CharField(max_length=300, blank=True)

    objects = Intakes.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["filed_at", "stopped_at", "arrived_at"], name="counter_half_entered"),
            models.Index(fields=["entered_by", "-filed_at"], name="counter_filed_by"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["draft_id"], condition=Q(stopped_at__isnull=True), name="counter_one_intake_a_draft"
            ),
            models.CheckConstraint(
                name="counter_filed_has_case",
                condition=Q(filed_at__isnull=True)
                | Q(case_id__isnull=False, submission_id__isnull=False, stopped_at__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["case_id"], condition=Q(is_correction=False), name="counter_one_intake_a_case"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.procedure_key} {self.channel} {self.started_at.isoformat()}"

    @property
    def details(self) -> rules.Details:
        """What was said of it when it came."""
        return rules.Details(
            channel=self.channel,
            arrived_at=self.arrived_at,
            brought_by=self.brought_by,
            bearer_name=self.bearer_name,
            identity=self.identity_checked,
            paper_place=self.paper_place,
        )

    @property
    def ref(self) -> str:
        """The intake's name in the journal."""
        return f"intake:{self.id}"
