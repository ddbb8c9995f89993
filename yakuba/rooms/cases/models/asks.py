"""What is asked of others during a case (補正, 合議), days on which its clock stands, and papers added to
it.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from yakuba.ground.journal.models import ProvedRow
from yakuba.rooms.cases.models.case import Case
from yakuba.rooms.cases.models.visit import StepVisit


class ClockStop(ProvedRow):
    """The clock of 標準処理期間 stands from `begins` to `ends` (None: still)."""

    WHY: ClassVar = [("correction", "補正待ち"), ("inquiry", "照会中")]

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="stops")
    why = models.CharField(max_length=10, choices=WHY)
    begins = models.DateField()
    ends = models.DateField(null=True, blank=True)

    objects: ClassVar[models.Manager["ClockStop"]] = models.Manager()

    class Meta:
        ordering = ["begins", "id"]

    def __str__(self) -> str:
        return f"{self.why} {self.begins}"


class Correction(ProvedRow):
    """補正の求め (行政手続法第7条): which answers, in what words, by when, and the version that answered
    it.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="corrections")
    visit = models.ForeignKey(StepVisit, on_delete=models.PROTECT, related_name="corrections")
    stop = models.OneToOneField(ClockStop, on_delete=models.PROTECT, related_name="correction")
    question_keys = models.JSONField(default=list)
    text = models.TextField()
    asked_by = models.CharField(max_length=120)
    asked_at = models.DateTimeField()
    due_on = models.DateField(null=True, blank=True)
    before_id = models.UUIDField()
    after_id = models.UUIDField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["Correction"]] = models.Manager()

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(answered_at__isnull=True, cancelled_at__isnull=True),
                name="one_open_correction_a_case",
            )
        ]

    def __str__(self) -> str:
        return f"補正 {self.asked_at.isoformat()}"


class Opinion(ProvedRow):
    """合議: what one section asked in a consult step says. Empty `result`: not yet answered."""

    RESULTS: ClassVar = [("agree", "同意"), ("opinion", "意見を付けて同意"), ("disagree", "不同意")]

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="opinions")
    visit = models.ForeignKey(StepVisit, on_delete=models.PROTECT, related_name="opinions")
    section = models.CharField(max_length=60)
    post = models.CharField(max_length=80, blank=True)
    result = models.CharField(max_length=10, choices=RESULTS, blank=True)
    text = models.TextField(blank=True)
    by = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["Opinion"]] = models.Manager()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["section", "at"], name="opinion_waiting")]

    def __str__(self) -> str:
        return f"{self.section} {self.result}"


class Paper(ProvedRow):
    """What staff add to a case: an internal memo, a photograph of an inspection, a scanned paper."""

    KINDS: ClassVar = [("memo", "メモ"), ("photo", "写真"), ("document", "書類")]

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="papers")
    visit = models.ForeignKey(
        StepVisit, null=True, blank=True, on_delete=models.PROTECT, related_name="papers"
    )
    kind = models.CharField(max_length=10, choices=KINDS)
    text = models.TextField(blank=True)
    by = models.CharField(max_length=120)
    by_name = models.CharField(max_length=60)
    at = models.DateTimeField()
    file_id = models.UUIDField(null=True, blank=True)
    name = models.CharField(max_length=200, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)

    objects: ClassVar[models.Manager["Paper"]] = models.Manager()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.name or self.kind
