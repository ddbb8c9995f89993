"""Drafts (may be thrown away) and sealed submissions (proved, never changed)."""

import secrets
from typing import Any

from django.db import models

from yakuba.ground.access.actor import Actor
from yakuba.ground.access.rights import Right
from yakuba.ground.calendar import clock
from yakuba.ground.catalogue import shelf
from yakuba.ground.identifiers import new_id
from yakuba.ground.journal.models import ProvedRow


def new_token() -> str:
    """What opens a guest's draft: 256 random bits."""
    return secrets.token_urlsafe(32)


def _of_section(actor: Actor) -> models.Q:
    entered = models.Q(entered_by__startswith="staff:")
    reach = actor.sections_with(Right.CASE_READ)
    return entered if reach is None else entered & models.Q(edition_id__in=shelf.of_sections(reach))


class Drafts(models.QuerySet["Draft"]):
    def visible_to(self, actor: Actor, *, token: str = "") -> "Drafts":
        """A resident's own; one for who has its token; those staff entered, for who entered them and for the
        section in charge of the procedure.
        """
        mine = models.Q(pk__in=())
        if token:
            mine |= models.Q(token=token)
        if actor.kind == "resident":
            mine |= models.Q(owner_ref=actor.ref)
        if actor.kind == "system":
            mine = models.Q()
        if actor.kind == "staff" and actor.may(Right.CASE_INTAKE):
            mine |= models.Q(entered_by=actor.ref) | _of_section(actor)
        return self.filter(mine)


class Draft(models.Model):
    """What somebody has written so far. Not evidence: it is deleted 90 days after the last touch."""

    class Purpose(models.TextChoices):
        NEW = "new", "新しい申請"
        CORRECTION = "correction", "補正"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    token = models.CharField(max_length=43, unique=True, default=new_token, editable=False)
    edition = models.ForeignKey("catalogue.Edition", on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=12, choices=Purpose.choices, default=Purpose.NEW)
    # "resident:<uuid>", or "guest:web" for those who hold the token only.
    owner_ref = models.CharField(max_length=120)
    # "staff:<uuid>" when a clerk types for somebody.
    entered_by = models.CharField(max_length=120, blank=True)
    channel = models.CharField(max_length=12)
    # The day whose rules and fees hold. None: the day of sending.
    filed_on = models.DateField(null=True)
    resume_email = models.EmailField(blank=True)
    # Somebody opened the link that was sent to resume_email.
    email_confirmed_at = models.DateTimeField(null=True)
    answers = models.JSONField(default=dict)
    # page key -> {"posted": {html name: [text, …]}, "tried": bool}: what was typed and could not be read.
    raw = models.JSONField(default=dict)
    visited = models.JSONField(default=list)
    # Closed: what this person has answered already in another matter sent together with this one.
    # question key -> rules.Origin as JSON.
    given = models.JSONField(default=dict)
    # Children told in another matter of the bundle, to pick from: [rules.Origin as JSON, …].
    told = models.JSONField(default=list)
    # What was offered and taken: question key -> [rules.Origin as JSON, …].
    origins = models.JSONField(default=dict)
    # Correction only: the question keys that may change.
    allowed = models.JSONField(default=list)
    supersedes = models.ForeignKey("Submission", null=True, on_delete=models.PROTECT, related_name="+")
    # The register entry that this application renews.
    renewal_of = models.UUIDField(null=True)
    # What the face that started it wants back, such as "case:<uuid>"; not read here.
    about = models.CharField(max_length=120, blank=True)
    # Printed to be brought on paper: from then on the counter may take its answers over.
    on_paper_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(default=clock.now)
    updated_at = models.DateTimeField(default=clock.now)
    submitted_at = models.DateTimeField(null=True)
    submission = models.ForeignKey("Submission", null=True, on_delete=models.PROTECT, related_name="drafts")

    objects = Drafts.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["supersedes"],
                condition=models.Q(submitted_at__isnull=True, supersedes__isnull=False),
                name="answers_one_open_correction",
            ),
            models.CheckConstraint(
                name="answers_sent_draft_has_submission",
                condition=models.Q(submitted_at__isnull=True, submission__isnull=True)
                | models.Q(submitted_at__isnull=False, submission__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["owner_ref", "submitted_at"], name="answers_draft_owner"),
            models.Index(fields=["updated_at"], name="answers_draft_updated"),
        ]


class Submissions(models.QuerySet["Submission"]):
    def visible_to(self, actor: Actor) -> "Submissions":
        """The applicant's own. Staff come through the case, which asks for the section's right."""
        if actor.kind == "system":
            return self
        if actor.kind == "resident":
            return self.filter(owner_ref=actor.ref)
        return self.none()


class Submission(ProvedRow):
    """An application as it was sent, with its fee and reasons and its edition. Never changed."""

    edition = models.ForeignKey("catalogue.Edition", on_delete=models.PROTECT, related_name="+")
    procedure_key = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField(default=1)
    # One successor at most: two corrections of the same version cannot both stand.
    supersedes = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    owner_ref = models.CharField(max_length=120)
    entered_by = models.CharField(max_length=120, blank=True)
    channel = models.CharField(max_length=12)
    answers = models.JSONField()
    facts = models.JSONField()
    fee = models.JSONField()
    # Keys of answers that no longer applied and were left out, as the summary said.
    dropped = models.JSONField(default=list)
    # A paper taken in with faults (行政手続法第7条): [{"key", "label", "message", "written"}].
    problems = models.JSONField(default=list)
    # Keys of the declarations made, and the tick under the summary.
    declared = models.BooleanField()
    renewal_of = models.UUIDField(null=True)
    sealed_at = models.DateTimeField()

    objects = Submissions.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["-sealed_at"], name="answers_newest_first"),
            models.Index(fields=["owner_ref", "-sealed_at"], name="answers_submission_owner"),
        ]

    @property
    def origins(self) -> dict[str, dict[str, str]]:
        """Where reused answers came from: path of the answer -> {"source", "given_at"}. Sealed with the
        facts of the filing, so that the digest and the proof of the row cover them.
        """
        found: dict[str, dict[str, str]] = self.facts.get("origins", {})
        return found

    @property
    def content(self) -> dict[str, Any]:
        """What the digest covers: everything the applicant declared to be right."""
        return {
            "edition": str(self.edition_id),
            "version": self.version,
            "answers": self.answers,
            "facts": self.facts,
            "fee": self.fee,
        }
