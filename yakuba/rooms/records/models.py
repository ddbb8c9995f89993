"""Rows of the records: registers of arriving and outgoing numbers, files (簿冊), and what is kept in them."""

from typing import Self

from django.db import models
from django.db.models import Q

from yakuba.ground.access.actor import Actor
from yakuba.ground.access.rights import Right
from yakuba.ground.journal.models import ProvedRow


class SectionQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Rows that belong to a section."""

    def visible_to(self, actor: Actor) -> Self:
        """The rows of the sections in which the actor may read records."""
        sections = actor.sections_with(Right.RECORD_READ)
        return self if sections is None else self.filter(section__in=sections)


class Arrival(ProvedRow):
    """収受: a paper, mail or application that arrived, in the register of its section."""

    section = models.CharField(max_length=80)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    text = models.CharField(max_length=60)
    subject = models.CharField(max_length=120, db_index=True)
    sender = models.CharField(max_length=200)
    # The number and date the sender put on it, as written.
    sender_number = models.CharField(max_length=100, blank=True)
    title = models.CharField(max_length=300)
    channel = models.CharField(max_length=20)
    arrived_at = models.DateTimeField()
    due_on = models.DateField(null=True)
    received_at = models.DateTimeField()
    received_by = models.CharField(max_length=120)

    objects = SectionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["section", "year", "number"], name="one_arrival_a_number")
        ]
        indexes = [models.Index(fields=["-year", "-number", "section"], name="arrivals_newest")]


class DocumentNumber(ProvedRow):
    """文書番号: taken once, never reused; a number that was not used stays as 欠番 with its reason."""

    section = models.CharField(max_length=80)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    text = models.CharField(max_length=60)
    day = models.DateField()
    subject = models.CharField(max_length=120, db_index=True)
    title = models.CharField(max_length=300)
    taken_at = models.DateTimeField()
    taken_by = models.CharField(max_length=120)
    void_at = models.DateTimeField(null=True)
    void_by = models.CharField(max_length=120, blank=True)
    void_reason = models.CharField(max_length=300, blank=True)

    objects = SectionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["section", "year", "number"], name="one_document_a_number"),
            models.CheckConstraint(
                name="void_number_has_its_reason",
                condition=Q(void_at__isnull=True) | ~Q(void_reason=""),
            ),
        ]
        indexes = [models.Index(fields=["-year", "-number", "section"], name="documents_newest")]


class VolumeFile(ProvedRow):
    """簿冊: the matters of one class and section that were finished in one fiscal year."""

    section = models.CharField(max_length=80)
    # 会計年度 of completion, by the western year it began in.
    year = models.PositiveSmallIntegerField()
    classification = models.CharField(max_length=80)
    title = models.CharField(max_length=120)
    retention = models.CharField(max_length=20)
    start = models.CharField(max_length=20)
    at_end = models.CharField(max_length=20)
    opened_at = models.DateTimeField()

    objects = SectionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["section", "year", "classification", "title", "retention", "start", "at_end"],
                name="one_volume_a_rule_and_year",
            )
        ]


class Record(ProvedRow):
    """One finished matter in its 簿冊, with the period it is kept for as computed on the day of filing."""

    volume = models.ForeignKey(VolumeFile, on_delete=models.PROTECT, related_name="records")
    # 綴り順: the place in the volume.
    place = models.PositiveIntegerField()
    section = models.CharField(max_length=80)
    subject = models.CharField(max_length=120, unique=True)
    title = models.CharField(max_length=300)
    # Numbers of arrival and issue, as printed.
    numbers = models.JSONField(default=list)
    completed_on = models.DateField()
    retention = models.CharField(max_length=20)
    start = models.CharField(max_length=20)
    at_end = models.CharField(max_length=20)
    event_on = models.DateField(null=True)
    begins_on = models.DateField(null=True)
    # The last day of keeping; None: permanent, or the event has not happened yet.
    expires_on = models.DateField(null=True)
    filed_at = models.DateTimeField()
    filed_by = models.CharField(max_length=120)

    objects = SectionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["volume", "place"], name="one_record_a_place")]
        indexes = [models.Index(fields=["section", "expires_on"], name="record_section_expiry")]


class RecordContent(ProvedRow):
    """One paper of a record: its label, its SHA-256, and the stored file if it is one."""

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="contents")
    order = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=300)
    digest = models.CharField(max_length=64, blank=True)
    file_id = models.UUIDField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "order"], name="one_content_a_place")]


class Hold(ProvedRow):
    """保留: stops disposal whatever the period says (disclosure request, litigation, audit, disaster)."""

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="holds")
    reason = models.CharField(max_length=300)
    placed_at = models.DateTimeField()
    placed_by = models.CharField(max_length=120)
    released_at = models.DateTimeField(null=True)
    released_by = models.CharField(max_length=120, blank=True)
    release_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record"], name="one_standing_hold", condition=Q(released_at__isnull=True)
            )
        ]
