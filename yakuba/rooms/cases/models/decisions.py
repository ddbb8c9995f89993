"""起案 of the decision as put to the deciders, and letters issued from it."""

from typing import ClassVar

from django.db import models

from yakuba.ground.journal.models import ProvedRow
from yakuba.ground.languages import marked
from yakuba.rooms.cases.models.case import DECISIONS, Case
from yakuba.rooms.cases.models.visit import StepVisit


class Drafting(ProvedRow):
    """One 起案. `body` is the letter with only its number and day open; `digest` is that of the whole
    exhibit.
    """

    visit = models.OneToOneField(StepVisit, on_delete=models.PROTECT, related_name="drafting")
    decision = models.CharField(max_length=8, choices=DECISIONS)
    letter_key = models.CharField(max_length=60)
    letter_title = models.CharField(max_length=200)
    addressee = models.TextField()
    conditions = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    body = models.TextField()
    approval_id = models.UUIDField(db_index=True)
    digest = models.CharField(max_length=64)
    drafted_at = models.DateTimeField()
    drafted_by = models.CharField(max_length=120)
    outcome = models.CharField(max_length=12, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=120, blank=True)
    capacity = models.CharField(max_length=20, blank=True)
    comment = models.TextField(blank=True)

    objects: ClassVar[models.Manager["Drafting"]] = models.Manager()

    def __str__(self) -> str:
        return f"起案 {self.decision}"


class IssuedLetter(ProvedRow):
    """施行した文書. Its event binds the approved digest and the values put into the open holes."""

    DELIVERIES: ClassVar = [
        ("download", marked("オンラインで渡す")),
        ("post", marked("郵送する")),
        ("counter", marked("窓口で渡す")),
    ]

    visit = models.OneToOneField(StepVisit, on_delete=models.PROTECT, related_name="letter")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="letters")
    letter_key = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    addressee = models.TextField(blank=True)
    body = models.TextField()
    number = models.CharField(max_length=60, blank=True)
    number_id = models.UUIDField(null=True, blank=True)
    issued_on = models.DateField()
    issued_by = models.CharField(max_length=120)
    approval_id = models.UUIDField(null=True, blank=True)
    approved_digest = models.CharField(max_length=64, blank=True)
    delivery = models.CharField(max_length=10, choices=DELIVERIES)
    delivered_at = models.DateTimeField(null=True, blank=True)
    delivered_by = models.CharField(max_length=120, blank=True)
    file_id = models.UUIDField(null=True, blank=True)
    file_digest = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)

    objects: ClassVar[models.Manager["IssuedLetter"]] = models.Manager()

    def __str__(self) -> str:
        return f"{self.title} {self.number}"
