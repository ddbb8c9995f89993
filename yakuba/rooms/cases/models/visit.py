"""One visit of a case to one step: when it came, when somebody first looked, how it ended."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from yakuba.ground.journal.models import ProvedRow
from yakuba.rooms.cases.models.case import Case
from yakuba.rooms.cases.rules.machine import OUTCOME_LABELS


class StepVisit(ProvedRow):
    """段階の記録. A step passed over is a visit too, done as it was entered, with the reason in `because`."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="visits")
    order = models.PositiveSmallIntegerField()
    step_key = models.CharField(max_length=60)
    kind = models.CharField(max_length=10)
    title = models.CharField(max_length=200)
    section = models.CharField(max_length=60)
    # The post that has to do it, when the edition names one.
    post = models.CharField(max_length=80, blank=True)
    entered_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.CharField(max_length=120, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.CharField(max_length=120, blank=True)
    capacity = models.CharField(max_length=20, blank=True)
    outcome = models.CharField(max_length=12, blank=True, choices=list(OUTCOME_LABELS.items()))
    reason = models.TextField(blank=True)
    because = models.JSONField(default=list, blank=True)
    due_on = models.DateField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    # Checklist item → {"by", "at"} of who ticked it; staff question → value.
    ticks = models.JSONField(default=dict, blank=True)
    answers = models.JSONField(default=dict, blank=True)
    # 照会: sent and answered; 現地調査: planned and done.
    sent_to = models.CharField(max_length=200, blank=True)
    sent_on = models.DateField(null=True, blank=True)
    planned_on = models.DateField(null=True, blank=True)
    came_on = models.DateField(null=True, blank=True)
    # The 台帳 row this step wrote or ended.
    entry_id = models.UUIDField(null=True, blank=True)
    entry_number = models.CharField(max_length=60, blank=True)
    assessed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["StepVisit"]] = models.Manager()

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["case", "order"], name="visit_order"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(done_at__isnull=True), name="one_open_visit_a_case"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step_key} {self.order}"
