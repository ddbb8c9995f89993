"""調定 and its ledger. Ledger rows and receipts are written once and never edited."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from yakuba.ground.access.actor import Actor
from yakuba.ground.access.rights import Right
from yakuba.ground.journal.models import ProvedRow
from yakuba.rooms.payments.rules import KIND_LABELS, STATE_LABELS, Kind, State

READING = (Right.PAYMENT_READ, Right.PAYMENT_ASSESS, Right.PAYMENT_RECEIVE)


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def visible_to(self, actor: Actor) -> "AssessmentQuerySet":
        """The assessments of the sections where the actor may read, assess or receive; else none."""
        sections: set[str] = set()
        for right in READING:
            reached = actor.sections_with(right)
            if reached is None:
                return self
            sections |= reached
        return self.filter(section__in=sections)


class Assessment(ProvedRow):
    """調定: one sum of one fiscal year, owed for one subject. `state` repeats what its ledger says."""

    unproved: ClassVar[frozenset[str]] = frozenset({"search"})

    fiscal_year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    subject = models.CharField(max_length=120)
    reference = models.CharField(max_length=60, blank=True)
    # Path of the page of the matter it is owed for.
    link = models.CharField(max_length=200, blank=True)
    label = models.CharField(max_length=200)
    amount = models.BigIntegerField()
    # The fees it is the sum of: label, amount (yen), basis, because (sentences).
    lines = models.JSONField()
    payer_name = models.CharField(max_length=200)
    payer_address = models.CharField(max_length=400, blank=True)
    section = models.CharField(max_length=80)
    assessed_at = models.DateTimeField()
    assessed_on = models.DateField()
    assessed_by = models.CharField(max_length=120)
    due_on = models.DateField()
    state = models.CharField(
        max_length=10,
        choices=[(key.value, label) for key, label in STATE_LABELS.items()],
        default=State.OPEN.value,
    )
    search = models.TextField(editable=False)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["fiscal_year", "number"], name="one_assessment_a_number"),
            CheckConstraint(condition=Q(amount__gt=0), name="assessment_above_zero"),
        ]
        indexes = [
            models.Index(fields=["state", "due_on"], name="payments_by_due"),
            models.Index(fields=["subject"], name="payments_by_subject"),
            # Long lists, the newest first; the section at the end is looked at without the row.
            models.Index(fields=["state", "-assessed_at", "-id", "section"], name="payments_state_newest"),
            models.Index(fields=["-assessed_at", "-id", "section"], name="payments_newest"),
            models.Index(fields=["section", "state"], name="payments_by_section"),
        ]


class Receipt(ProvedRow):
    """領収: the whole sum of one assessment was taken. `key` is made with the form: sent twice, kept once."""

    assessment = models.OneToOneField(Assessment, on_delete=models.PROTECT, related_name="receipt")
    fiscal_year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    amount = models.BigIntegerField()
    tendered = models.BigIntegerField()
    method = models.CharField(max_length=20)
    received_on = models.DateField()
    received_at = models.DateTimeField()
    received_by = models.CharField(max_length=120)
    receiver_name = models.CharField(max_length=120)
    key = models.CharField(max_length=80)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["fiscal_year", "number"], name="one_payment_receipt_a_number"),
            UniqueConstraint(fields=["key"], name="one_receipt_a_key"),
            CheckConstraint(condition=Q(tendered__gte=models.F("amount")), name="receipt_tendered_enough"),
        ]
        indexes = [models.Index(fields=["received_on"], name="payments_receipts_by_day")]


class Entry(ProvedRow):
    """One row of the ledger. An assessment is taken, matched or reversed once, so each kind stands once."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=10, choices=[(key.value, label) for key, label in KIND_LABELS.items()])
    amount = models.BigIntegerField()
    on = models.DateField()
    at = models.DateTimeField()
    by = models.CharField(max_length=120)
    by_name = models.CharField(max_length=120)
    reason = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["assessment", "kind"], name="one_entry_a_kind"),
            CheckConstraint(condition=Q(amount__gt=0), name="entry_above_zero"),
            CheckConstraint(condition=Q(kind__in=[kind.value for kind in Kind]), name="entry_of_known_kind"),
        ]
