"""What is kept for townspeople before anything is sent. None of it is evidence: it may be thrown away."""

import secrets

from django.db import models

from yakuba.ground.access.actor import Actor
from yakuba.ground.calendar import clock
from yakuba.ground.identifiers import new_id


def new_token() -> str:
    """What opens a plan: 256 random bits."""
    return secrets.token_urlsafe(32)


class Plans(models.QuerySet["Plan"]):
    def visible_to(self, actor: Actor, *, token: str = "") -> "Plans":
        """One for who has its token; a resident's own."""
        mine = models.Q(pk__in=())
        if token:
            mine |= models.Q(token=token)
        if actor.kind == "resident":
            mine |= models.Q(owner_ref=actor.ref)
        if actor.kind == "system":
            mine = models.Q()
        return self.filter(mine)


class Plan(models.Model):
    """The answers to a life event's few questions, from which its list is drawn. Deleted 90 days after the
    last touch, so that what a person went through is not kept longer than it is of use.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    token = models.CharField(max_length=43, unique=True, default=new_token, editable=False)
    life_event = models.CharField(max_length=40)
    # "resident:<uuid>", or "guest:web" for those who hold the token only.
    owner_ref = models.CharField(max_length=120)
    # question key -> canonical value (days as text of ISO 8601).
    answers = models.JSONField(default=dict)
    # Keys of the list's items that the person has ticked as done elsewhere.
    ticked = models.JSONField(default=list)
    created_at = models.DateTimeField(default=clock.now)
    updated_at = models.DateTimeField(default=clock.now)

    objects = Plans.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["owner_ref", "-updated_at"], name="applications_plan_owner"),
            models.Index(fields=["updated_at"], name="applications_plan_updated"),
        ]


class Bundles(models.QuerySet["Bundle"]):
    def visible_to(self, actor: Actor, *, token: str = "") -> "Bundles":
        """One for who has its token; a resident's own."""
        mine = models.Q(pk__in=())
        if token:
            mine |= models.Q(token=token)
        if actor.kind == "resident":
            mine |= models.Q(owner_ref=actor.ref)
        if actor.kind == "system":
            mine = models.Q()
        return self.filter(mine)


class Bundle(models.Model):
    """まとめ申請: several applications that ask a shared question once and are sent together.

    What is sent stands in the submissions and cases; this row holds them together. It goes with its drafts.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    token = models.CharField(max_length=43, unique=True, default=new_token, editable=False)
    # "resident:<uuid>", or "guest:web" for those who hold the token only.
    owner_ref = models.CharField(max_length=120)
    resume_email = models.EmailField(blank=True)
    # The token of the plan whose list it was begun from; its answers are shared too.
    plan = models.CharField(max_length=43, blank=True)
    # Given when it is sent: "M8-0001".
    number = models.CharField(max_length=20, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    updated_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True)

    objects = Bundles.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["number"], condition=~models.Q(number=""), name="applications_bundle_number"
            ),
            models.CheckConstraint(
                name="applications_sent_bundle_has_number",
                condition=models.Q(sent_at__isnull=True, number="")
                | (models.Q(sent_at__isnull=False) & ~models.Q(number="")),
            ),
        ]
        indexes = [
            models.Index(fields=["owner_ref", "sent_at"], name="applications_bundle_owner"),
            models.Index(fields=["plan"], name="applications_bundle_plan", condition=~models.Q(plan="")),
            models.Index(fields=["updated_at"], name="applications_bundle_updated"),
        ]


class BundleItem(models.Model):
    """One application of a bundle: its draft, and once sent its case."""

    bundle = models.ForeignKey(Bundle, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    procedure_key = models.CharField(max_length=40)
    draft_id = models.UUIDField(unique=True)
    case_number = models.CharField(max_length=20, blank=True)
    status_token = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["bundle", "position"], name="applications_one_place_each")
        ]
