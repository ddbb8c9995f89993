"""Entries of registers and their ends. An entry is never edited: a change is a new entry that follows it."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from yakuba.ground.access.actor import Actor
from yakuba.ground.access.rights import Right
from yakuba.ground.journal.models import ProvedRow


class EntryQuerySet(models.QuerySet["Entry"]):
    def visible_to(self, actor: Actor) -> "EntryQuerySet":
        """Staff: sections they may read. Residents: what they hold. The machine: all. Guests: none."""
        if actor.kind == "system":
            return self
        if actor.kind == "resident":
            return self.filter(holder_ref=actor.ref)
        sections = actor.sections_with(Right.REGISTER_READ)
        return self if sections is None else self.filter(section__in=sections)


class Entry(ProvedRow):
    """One row of a register (占用許可台帳 第12号): what was granted or notified, to whom, for how long."""

    unproved: ClassVar[frozenset[str]] = frozenset({"search"})

    register = models.CharField(max_length=80)
    register_title = models.CharField(max_length=120)
    number = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    holder_name = models.CharField(max_length=200)
    # "resident:<uuid>" when the holder has an account, else "".
    holder_ref = models.CharField(max_length=120, blank=True)
    # [[label, text], …] in the order they are shown.
    facts = models.JSONField()
    conditions = models.TextField(blank=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    procedure_key = models.CharField(max_length=80)
    section = models.CharField(max_length=80)
    # The matter it came from ("case:<uuid>"), the path of its page, and the sealed submission it rests on.
    subject = models.CharField(max_length=120)
    link = models.CharField(max_length=200, blank=True)
    submission_id = models.UUIDField(null=True)
    follows = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="successor")
    # The first entry of the line of renewals this one belongs to (its own id when it is the first).
    origin = models.UUIDField()
    written_at = models.DateTimeField()
    written_on = models.DateField()
    written_by = models.CharField(max_length=120)
    written_by_name = models.CharField(max_length=120)
    search = models.TextField(editable=False)

    objects = EntryQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["register", "number"], name="one_entry_a_number"),
            CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="register_entry_period",
            ),
        ]
        indexes = [
            models.Index(fields=["register", "valid_to"], name="registers_by_end"),
            models.Index(fields=["register", "-written_at", "-id", "section"], name="registers_newest"),
            models.Index(fields=["holder_ref"], name="registers_by_holder", condition=~Q(holder_ref="")),
            models.Index(fields=["subject"], name="registers_by_subject"),
            models.Index(fields=["origin"], name="registers_by_origin"),
        ]


class EntryEnd(ProvedRow):
    """The end of an entry before or at its time: 廃止, 死亡, 取消し, 更新. Written once."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="end")
    on = models.DateField()
    reason = models.CharField(max_length=400)
    subject = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=120)
    by_name = models.CharField(max_length=120)
