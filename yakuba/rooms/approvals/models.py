"""Rows of a draft: what was put before the deciders, whom it went to, and what each of them did.

A step, an act and a version are never deleted. `RouteStep.state` and `Approval.state` are kept by
`rules.course`; who did what, when and in which capacity stands in `Act`.
"""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from yakuba.ground.access.actor import Actor
from yakuba.ground.access.rights import Right
from yakuba.ground.journal.models import ProvedRow
from yakuba.ground.people.models import Staff

DIGEST_LENGTH = 64


class ApprovalQuerySet(models.QuerySet["Approval"]):
    """Drafts, and who may see them."""

    def visible_to(self, actor: Actor) -> "ApprovalQuerySet":
        """The drafter, whom the route asks or may ask, who acted, who may read or draft in the section."""
        if actor.kind != "staff" or actor.id is None:
            return self.none()
        reach = [actor.sections_with(right) for right in (Right.APPROVAL_READ, Right.APPROVAL_DRAFT)]
        if None in reach:
            return self
        sections = {section for found in reach for section in found or ()}
        posts = [holding.post_key for holding in actor.holdings]
        asked = Q(post_key__in=posts)
        for post in posts:
            asked |= Q(substitutes__contains=f"|{post}|")
        steps = RouteStep.objects.filter(asked, approval=OuterRef("pk"))
        acts = Act.objects.filter(staff_id=actor.id, approval=OuterRef("pk"))
        return self.filter(Q(drafter_id=actor.id) | Q(section__in=sections) | Exists(steps) | Exists(acts))


class Approval(ProvedRow):
    """起案: one matter put to decision, through all its versions."""

    title = models.CharField(max_length=200)
    # Whose matter it is: "case:<uuid>"; the room above is told by news.
    subject = models.CharField(max_length=120, db_index=True)
    matter_kind = models.CharField(max_length=80)
    section = models.CharField(max_length=80, db_index=True)
    # Where the drafter's own line starts: the team inside the section in charge.
    line_section = models.CharField(max_length=80)
    # Amounts the table asked about, as decimal text.
    amounts = models.JSONField(default=dict)
    rule_key = models.CharField(max_length=120)
    basis = models.TextField()
    drafter_may_decide = models.BooleanField(default=False)
    drafter = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20)
    version = models.PositiveSmallIntegerField(default=1)
    drafted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["drafter", "state"], name="approval_drafter_state"),
            models.Index(fields=["state", "-ended_at"], name="approval_state_ended"),
        ]


class ExhibitVersion(ProvedRow):
    """Exactly what one version puts before the deciders; its digest is what every act binds."""

    approval = models.ForeignKey(Approval, on_delete=models.PROTECT, related_name="exhibits")
    version = models.PositiveSmallIntegerField()
    # cover, body, attachments and link, as rules.values.exhibit_as_json writes them.
    content = models.JSONField()
    digest = models.CharField(max_length=DIGEST_LENGTH)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["approval", "version"], name="one_exhibit_a_version")]


class RouteStep(ProvedRow):
    """One post asked for one thing. A step whose approval became void stays, with state `void`."""

    approval = models.ForeignKey(Approval, on_delete=models.PROTECT, related_name="steps")
    version = models.PositiveSmallIntegerField()
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10)
    post_key = models.CharField(max_length=80)
    post_title = models.CharField(max_length=60)
    rank = models.PositiveSmallIntegerField()
    authority = models.TextField(blank=True)
    state = models.CharField(max_length=10)
    skip_reason = models.CharField(max_length=120, blank=True)
    pulled = models.BooleanField(default=False)
    # Posts that may stand in, "|a|b|", to find the step by; the right itself is judged on the day of the act.
    substitutes = models.CharField(max_length=400, blank=True)
    opened_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["post_key", "state"], name="routestep_post_state"),
            models.Index(fields=["kind"], name="routestep_open", condition=Q(state="open")),
        ]


class Act(ProvedRow):
    """What one person did, in which capacity, having seen which exhibit."""

    approval = models.ForeignKey(Approval, on_delete=models.PROTECT, related_name="acts")
    version = models.PositiveSmallIntegerField()
    # None: an act of the drafter, outside the route.
    step = models.ForeignKey(RouteStep, null=True, on_delete=models.PROTECT, related_name="acts")
    # None: the machine, ending a draft whose matter the applicant took back.
    staff = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    post_key = models.CharField(max_length=80)
    post_title = models.CharField(max_length=60)
    capacity = models.CharField(max_length=10)
    # Whether absent reviewers were passed over by this act (引上げ).
    ahead = models.BooleanField(default=False)
    outcome = models.CharField(max_length=20)
    reason = models.TextField(blank=True)
    seen = models.CharField(max_length=DIGEST_LENGTH)
    # When the person opened the page the act was done on.
    opened_at = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["step"], name="one_act_a_step", condition=Q(step__isnull=False))
        ]
        indexes = [models.Index(fields=["staff", "-at"], name="act_staff_at")]


class KoetsuDuty(ProvedRow):
    """後閲: the person passed over reads afterwards. Open until read; owed by the post, not the person."""

    approval = models.ForeignKey(Approval, on_delete=models.PROTECT, related_name="duties")
    step = models.OneToOneField(RouteStep, on_delete=models.PROTECT, related_name="duty")
    cause = models.CharField(max_length=30)
    post_key = models.CharField(max_length=80, db_index=True)
    post_title = models.CharField(max_length=60)
    act = models.ForeignKey(Act, on_delete=models.PROTECT, related_name="duties")
    arose_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    read_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
